"""What the buttons of privacy carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("erase", version=1, command="privacy erase")
class EraseEverything(Action):
    """Deletes all data held about this member."""
