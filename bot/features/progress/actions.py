"""The actions of progress's buttons. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("progress", version=2, command="progress")
class ShowProgress(Action):
    """Shows what the presser has read, answered and reviewed."""

    pack: str
    picture: bool = False


@action("team", version=1, command="progress")
class ShowTeam(Action):
    """Shows what the team knows."""

    pack: str
