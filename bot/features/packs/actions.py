"""What the buttons of packs carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("usepack", version=1, command="pack list")
class UsePack(Action):
    """Puts a pack in use, everywhere or only here."""

    pack: str
    everywhere: bool


@action("showpack", version=1, command="pack list")
class ShowPack(Action):
    """Shows what a pack contains."""

    pack: str


@action("packhistory", version=1, command="pack history")
class ShowHistory(Action):
    """Shows the versions of a pack."""

    pack: str


@action("packchanges", version=1, command="pack history")
class ShowChanges(Action):
    """Shows what changed in a version of a pack."""

    pack: str
    number: int


@action("packrestore", version=1, command="pack restore")
class RestoreVersion(Action):
    """Restores an earlier version of a pack."""

    pack: str
    number: int


@action("rmpack", version=1, command="pack remove")
class RemovePack(Action):
    """Removes a pack, once the editor has confirmed it."""

    pack: str


@action("unrmpack", version=1, command="pack list")
class BringBackPack(Action):
    """Restores a removed pack."""

    pack: str


@action("askedit", version=1, command="pack editors")
class AskToEdit(Action):
    """Asks for the right to edit packs."""


@action("nameeditor", version=1, command="pack editors")
class NameEditor(Action):
    """Opens a form in which an administrator names a new editor."""


@action("letedit", version=1, command="pack editors")
class LetEdit(Action):
    """Says whether someone who asked may edit packs."""

    member: str
    may: bool
