"""What the buttons of packs carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("usepack", version=1, command="pack list")
class UsePack(Action):
    """A pack in use from now on: everywhere, or here alone."""

    pack: str
    everywhere: bool


@action("showpack", version=1, command="pack list")
class ShowPack(Action):
    """What a pack holds."""

    pack: str


@action("packhistory", version=1, command="pack history")
class ShowHistory(Action):
    """The versions of a pack."""

    pack: str


@action("packchanges", version=1, command="pack history")
class ShowChanges(Action):
    """What changed with a version of a pack."""

    pack: str
    number: int


@action("packrestore", version=1, command="pack restore")
class RestoreVersion(Action):
    """An earlier version of a pack, taught again."""

    pack: str
    number: int


@action("rmpack", version=1, command="pack remove")
class RemovePack(Action):
    """A pack removed, once the editor is sure."""

    pack: str


@action("unrmpack", version=1, command="pack list")
class BringBackPack(Action):
    """A pack that was removed a while ago, brought back."""

    pack: str


@action("askedit", version=1, command="pack editors")
class AskToEdit(Action):
    """Someone asks to edit packs."""


@action("nameeditor", version=1, command="pack editors")
class NameEditor(Action):
    """Someone whom an administrator lets edit packs, named in a form."""


@action("letedit", version=1, command="pack editors")
class LetEdit(Action):
    """Whether someone who asked may edit packs."""

    member: str
    may: bool
