"""What the buttons of league carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("endseason", version=1, command="season end")
class EndSeason(Action):
    """Ends a season early."""

    number: int


@action("resetseason", version=1, command="season reset")
class ResetSeason(Action):
    """Resets a season to zero, once the member has confirmed it."""

    number: int


@action("unreset", version=1, command="season list")
class UndoReset(Action):
    """Undoes a recent reset of a season's points.

    Attributes:
        since: when the season opened before the reset, in milliseconds since 1970.
    """

    number: int
    since: str
