"""How sure someone is of an answer, and the mark for it: certainty-based marking. Pure, without state or I/O.

The marks are A. R. Gardner-Medwin's (https://docs.moodle.org/en/Using_certainty-based_marking): you do best if you
say how sure you really are. “Certain” pays off if you're right at least 80 % of the time, “fairly sure” from two
thirds.
"""

from enum import IntEnum
from fractions import Fraction

from bot.features.quizzes.model import FULL, Quiz


class Certainty(IntEnum):
    """How sure someone says they are; stored as its digit."""

    UNSAID = 0
    UNSURE = 1
    FAIRLY = 2
    CERTAIN = 3


MARKS = {
    Certainty.UNSAID: (0, 0),
    Certainty.UNSURE: (1, 0),
    Certainty.FAIRLY: (2, -2),
    Certainty.CERTAIN: (3, -6),
}
"""The marks for a right answer and for one that's completely wrong."""


def mark(certainty: Certainty, credit: int) -> Fraction:
    """Return the mark for an answer; a partly right answer gets a mark in between.

    Args:
        certainty: how sure they were.
        credit: how much of the answer is right, in percent.
    """
    best, worst = MARKS[certainty]
    return worst + (best - worst) * Fraction(credit, FULL)


def said_of(quiz: Quiz, position: int) -> Certainty:
    """Return how sure someone said they were about a question; UNSAID in a quiz that doesn't ask."""
    return Certainty(int(quiz.sure[position])) if quiz.sure else Certainty.UNSAID


def with_certainty(quiz: Quiz, position: int, certainty: Certainty) -> str:
    """Return the new value of Quiz.sure once someone has said how sure they are about a question.

    Args:
        quiz: the quiz before the change.
        position: the position of the question.
        certainty: how sure they are.
    """
    before = quiz.sure or unsaid(len(quiz.questions))
    return before[:position] + str(int(certainty)) + before[position + 1 :]


def unsaid(count: int) -> str:
    """Return the initial value of Quiz.sure for the given number of questions."""
    return str(int(Certainty.UNSAID)) * count
