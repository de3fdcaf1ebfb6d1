"""What the buttons of imports carry. Raise an action's version when its fields change meaning.

Each names the file that it's about by a mark (see packs.brought), so that none does to another file what was meant
for the one that its reader saw.
"""

from bot.language.actions import Action, action


@action("pubfile", version=1, command="pack import")
class PublishFile(Action):
    """What was brought, published; perhaps without the items that it doesn't have any more."""

    mark: str
    clears: bool


@action("keepfile", version=1, command="pack import")
class KeepFile(Action):
    """What was brought, left to wait."""

    mark: str


@action("dropfile", version=1, command="pack import")
class DropFile(Action):
    """What was brought, let go of."""

    mark: str


@action("showcol", version=1, command="pack import")
class ShowColumn(Action):
    """What a column of the table may be read as; by its place, from 0."""

    mark: str
    place: int


@action("readcol", version=1, command="pack import")
class ReadColumn(Action):
    """A column of the table, read as something else from now on; "" for nothing."""

    mark: str
    place: int
    field: str


@action("backfile", version=1, command="pack import")
class BackToReport(Action):
    """What would come of the file, again."""

    mark: str
