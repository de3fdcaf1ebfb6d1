"""What the buttons of reminders carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("due", version=1, command="review")
class BeginDue(Action):
    """The first of the cards that a reminder told of; where is the id of the tenant that it was chosen in."""

    pack: str
    where: str


@action("remind", version=1, command="remind")
class RemindMe(Action):
    """A private note every day when cards are due; where as in BeginDue, or "" for here."""

    where: str = ""


@action("unremind", version=1, command="remind")
class StopReminding(Action):
    """No such notes any more."""

    where: str
