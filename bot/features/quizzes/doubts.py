"""The buttons that report that something's wrong with a question. Pure."""

from collections.abc import Iterable

from bot.content.question import Question, prompt_of
from bot.features.authoring.actions import ReportAnswer, ReportItem
from bot.features.quizzes.posed import Posed
from bot.language.actions import Action, encode
from bot.language.controls import Choice, Menu
from bot.language.text import shortened

_LONGEST = 80
"""Maximum length of a question in a menu, in characters."""


def part_of(question: Question) -> tuple[str, str]:
    """Return the kind and id of the item a question was derived from, or of the question itself."""
    kind, _, rest = question.id.partition(":")
    return (kind, rest.partition(":")[0]) if rest else ("question", question.id)


def doubt(posed: Posed, *, answered: bool) -> Action:
    """Return the action that reports a question, together with the answer if there was one.

    Args:
        posed: the question, in a quiz, a game or a challenge.
        answered: whether the person who reports it has answered it.
    """
    if answered:
        return ReportAnswer(posed.quiz, posed.position)
    return ReportItem(posed.pack.id, *part_of(posed.question))


def doubts(questions: Iterable[tuple[Posed, bool]]) -> Menu:
    """Return a menu of questions to report.

    Args:
        questions: the questions, each with whether this person answered it.
    """
    lines = (
        Choice(
            shortened(f"{posed.position + 1}. {prompt_of(posed.question)}", _LONGEST),
            encode(doubt(posed, answered=answered)),
        )
        for posed, answered in questions
    )
    return Menu("Something's wrong with …", tuple(lines))
