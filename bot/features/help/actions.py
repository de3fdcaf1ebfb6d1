"""What the buttons of help carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("help", version=1, command="help")
class ShowHelp(Action):
    """How one command is used; without a name, all there is."""

    name: str = ""
