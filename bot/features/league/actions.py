"""What the buttons of league carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("endseason", version=1, command="season end")
class EndSeason(Action):
    """A season ended before its time."""

    number: int


@action("resetseason", version=1, command="season reset")
class ResetSeason(Action):
    """A season that starts from zero, once the member is sure."""

    number: int


@action("unreset", version=1, command="season list")
class UndoReset(Action):
    """A season's points brought back that were reset a short while ago.

    Attributes:
        since: when it had opened before, in milliseconds since 1970.
    """

    number: int
    since: str
