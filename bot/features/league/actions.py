"""What the buttons of league carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("endseason", version=1, command="season end")
class EndSeason(Action):
    """A season ended before its time."""

    number: int
