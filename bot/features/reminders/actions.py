"""The actions of buttons for reminders. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("due", version=1, command="review")
class BeginDue(Action):
    """Shows the first due card of a reminder; `where` is the id of the tenant in which the reminder was set up."""

    pack: str
    where: str


@action("remind", version=1, command="remind")
class RemindMe(Action):
    """Sets up a daily reminder; `where` is a tenant's id as in BeginDue, or "" for this one."""

    where: str = ""


@action("unremind", version=1, command="remind")
class StopReminding(Action):
    """Stops the reminder."""

    where: str
