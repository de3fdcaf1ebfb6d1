"""What the buttons of help carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("help", version=1, command="help")
class ShowHelp(Action):
    """Shows how one command is used; without a name, lists all commands."""

    name: str = ""


@action("keep", version=1, command="help")
class KeepAsItIs(Action):
    """Answers no to the question whether to delete or end something."""


def keep(label: str = "Keep it") -> Button:
    """Return the “no” button beside one that deletes or ends something."""
    return Button(label, encode(KeepAsItIs()))
