"""What the buttons of progress carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("progress", version=2, command="progress")
class ShowProgress(Action):
    """What this member has seen, answered and reviewed."""

    pack: str
    picture: bool = False


@action("team", version=1, command="progress")
class ShowTeam(Action):
    """What the members of a place know."""

    pack: str
