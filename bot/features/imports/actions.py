"""What the buttons of imports carry. Raise an action's version when its fields change meaning.

Each carries the mark of its file (see packs.upload), so that a button can only act on the file it was shown with.
"""

from bot.language.actions import Action, action


@action("pubfile", version=1, command="pack import")
class PublishFile(Action):
    """Publishes an uploaded file, and removes the items it no longer has, if asked to."""

    mark: str
    removes_missing: bool


@action("keepfile", version=1, command="pack import")
class KeepFile(Action):
    """Keeps an uploaded file for later."""

    mark: str


@action("dropfile", version=1, command="pack import")
class DropFile(Action):
    """Deletes an uploaded file."""

    mark: str


@action("showcol", version=1, command="pack import")
class ShowColumn(Action):
    """Shows what a column of the table can be read as; `position` is its index, from 0."""

    mark: str
    position: int


@action("readcol", version=1, command="pack import")
class ReadColumn(Action):
    """Changes what a column of the table is read as; "" means it isn't used."""

    mark: str
    position: int
    field: str


@action("backfile", version=1, command="pack import")
class BackToPreview(Action):
    """Shows the preview of a file again."""

    mark: str
