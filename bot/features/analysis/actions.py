"""What the buttons of analyses carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("packreport", version=1, command="pack report")
class ShowReport(Action):
    """A page of how the questions of a pack were answered, counted from 0."""

    pack: str
    page: int
