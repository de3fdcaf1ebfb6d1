"""The way to say that something's wrong with a question that was asked. Pure."""

from collections.abc import Iterable

from bot.content.question import Question, prompt_of
from bot.features.authoring.actions import ReportAnswer, ReportItem
from bot.features.quizzes.posed import Posed
from bot.language.actions import Action, encode
from bot.language.controls import Choice, Menu
from bot.language.text import shortened

_LONGEST = 80
"""Characters of a question in a menu."""


def part_of(question: Question) -> tuple[str, str]:
    """Return what a question is made of, as a kind and an id: itself, or the item that it's derived from."""
    kind, _, rest = question.id.partition(":")
    return (kind, rest.partition(":")[0]) if rest else ("question", question.id)


def doubt(posed: Posed, *, answered: bool) -> Action:
    """Return what says that something's wrong with a question; with what was answered, if anything was.

    Args:
        posed: the question, in a quiz, a game or a challenge.
        answered: whether the one who says so answered it.
    """
    if answered:
        return ReportAnswer(posed.quiz, posed.position)
    return ReportItem(posed.pack.id, *part_of(posed.question))


def doubts(asked: Iterable[tuple[Posed, bool]]) -> Menu:
    """Return a menu in which someone says with which question something's wrong.

    Args:
        asked: the questions, and whether that someone answered them.
    """
    lines = (
        Choice(
            shortened(f"{posed.position + 1}. {prompt_of(posed.question)}", _LONGEST),
            encode(doubt(posed, answered=answered)),
        )
        for posed, answered in asked
    )
    return Menu("Something's wrong with …", tuple(lines))
