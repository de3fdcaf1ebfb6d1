"""The options that all ways of starting a game share."""

from typing import Any

from bot.features.games.rules import LIVES, Mode, Rules, is_within_reach, most_points
from bot.features.quizzes.questions import MOST_QUESTIONS
from bot.language.forms import Suggestion
from bot.language.options import option
from bot.language.refusals import Refusal
from bot.language.text import counted

USUAL = 7
"""Default number of questions in a game."""

MOST_POINTS = 20_000
"""Highest number of points to play to: all questions of the longest game, each answered right at once."""


def questions_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare the option for the number of questions."""
    usual = f"{USUAL}; {MOST_QUESTIONS} with to or elimination"
    return option("how many at most", default=None, usual=usual, minimum=1, maximum=MOST_QUESTIONS)


def goal_option() -> Any:  # noqa: ANN401
    """Declare the option for the points that end a game."""
    summary = "play until someone has this many points"
    return option(summary, default=None, usual="all questions", minimum=500, maximum=MOST_POINTS, by_name=True)


def may_end_before(mode: Mode, goal: int) -> bool:
    """Return whether a game may end before all its questions have been asked.

    Args:
        mode: the game's mode.
        goal: the points that end it; 0 for none.
    """
    return goal > 0 or mode is Mode.ELIMINATION


def usual_count(mode: Mode, goal: int) -> int:
    """Return the default number of questions: the maximum for a game that may end before all are asked.

    Args:
        mode: the game's mode.
        goal: the points that end it; 0 for none.
    """
    return MOST_QUESTIONS if may_end_before(mode, goal) else USUAL


def check_goal(rules: Rules, questions: int) -> None:
    """Check that someone can reach the goal of a game.

    Args:
        rules: the game's rules.
        questions: how many questions it asks at most.

    Raises:
        Refusal: nobody can.
    """
    if not is_within_reach(rules, rules.goal, questions):
        bring = f"{counted(questions, 'question brings', 'questions bring')} {most_points(rules, questions):,} points"
        raise Refusal(f"{bring} at most, so nobody would reach {rules.goal:,}; choose fewer points.", option="to")


def seconds_option() -> Any:  # noqa: ANN401
    """Declare the option for the seconds that a question stays open."""
    return option("time for each question", default=20, minimum=5, maximum=120)


def mode_option() -> Any:  # noqa: ANN401
    """Declare the option for who plays against whom."""
    return option(
        "who plays against whom",
        default="teams",
        choices=(
            Suggestion("teams", "Teams"),
            Suggestion("everyone", "Everyone for themselves"),
            Suggestion("duel", "A duel of two"),
            Suggestion("together", "Everyone together against a target"),
            Suggestion("elimination", f"Elimination: {LIVES} lives each"),
        ),
    )
