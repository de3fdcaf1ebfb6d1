"""The options that games share, whoever starts them."""

from typing import Any

from bot.features.games.scoring import LIVES
from bot.features.quizzes.questions import MOST_QUESTIONS
from bot.language.commands import option
from bot.language.forms import Suggestion

USUAL = 7
"""Questions of a game of which nobody has said how many."""

MOST_POINTS = 20_000
"""To which a game may be played: those of its questions, all right at once."""


def questions_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare how many questions a game has."""
    return option("how many", default=USUAL, minimum=1, maximum=MOST_QUESTIONS)


def seconds_option() -> Any:  # noqa: ANN401
    """Declare the seconds that a question stays open."""
    return option("time for each question", default=20, minimum=5, maximum=120)


def mode_option() -> Any:  # noqa: ANN401
    """Declare who plays against whom."""
    return option(
        "who plays against whom",
        default="teams",
        choices=(
            Suggestion("teams", "Teams"),
            Suggestion("everyone", "Everyone for themselves"),
            Suggestion("duel", "A duel of two"),
            Suggestion("together", "All together against a target"),
            Suggestion("elimination", f"Elimination: {LIVES} lives each"),
        ),
    )
