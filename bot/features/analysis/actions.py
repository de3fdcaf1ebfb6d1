"""What the buttons of analyses carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("packreport", version=1, command="pack report")
class ShowReport(Action):
    """A page of how the questions of a pack were answered, counted from 0."""

    pack: str
    page: int


@action("packgaps", version=1, command="pack report")
class ShowGaps(Action):
    """What was said of a pack's tips, and what people asked for and didn't get."""

    pack: str


@action("gamefile", version=1, command="game start")
class TakeGameFile(Action):
    """What came of a game, as a file."""

    game: str


@action("darefile", version=1, command="challenge")
class TakeChallengeFile(Action):
    """What came of a challenge, as a file."""

    challenge: str
