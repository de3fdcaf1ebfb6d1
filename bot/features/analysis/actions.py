"""What the buttons of analyses carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("packreport", version=1, command="pack report")
class ShowReport(Action):
    """Shows a page of the report on a pack's questions; pages are numbered from 0."""

    pack: str
    page: int


@action("packgaps", version=1, command="pack report")
class ShowGaps(Action):
    """Shows members' feedback on a pack's tips, and what people asked for but it lacks."""

    pack: str


@action("gamefile", version=1, command="game start")
class TakeGameFile(Action):
    """Returns the results of a game as a file."""

    game: str


@action("darefile", version=1, command="challenge")
class TakeChallengeFile(Action):
    """Returns the results of a challenge as a file."""

    challenge: str
