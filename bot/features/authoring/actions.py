"""What the buttons of authoring carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("additem", version=1, command="pack add")
class WriteItem(Action):
    """An item of a pack of one's own, written in a form; no item for a new one, no pack for a new pack."""

    kind: str
    pack: str = ""
    item: str = ""


@action("pubdraft", version=1, command="pack draft")
class PublishDraft(Action):
    """What an editor has written, taught from now on."""

    pack: str = ""


@action("draft", version=1, command="pack draft")
class ShowDraft(Action):
    """What an editor has written and not published."""

    pack: str = ""


@action("rmdraft", version=1, command="pack draft")
class DropDraft(Action):
    """What an editor has written, thrown away."""

    pack: str = ""


@action("addmore", version=1, command="pack add")
class AddMore(Action):
    """What else can be added to a pack."""

    pack: str = ""
