"""How sure someone is of an answer, and what that's worth: certainty-based marking. Pure, without state or I/O.

The marks are A. R. Gardner-Medwin's (https://docs.moodle.org/en/Using_certainty-based_marking): you do best if you
say how sure you really are. To be certain pays off from a chance of 80 % on, to be fairly sure from two thirds on.
"""

from enum import IntEnum
from fractions import Fraction

from bot.features.quizzes.model import FULL, Quiz


class Certainty(IntEnum):
    """How sure someone says they are; it's kept as its digit."""

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
"""What an answer gets that's right, and one that's all wrong."""


def mark(certainty: Certainty, credit: int) -> Fraction:
    """Return what an answer gets; a partly right one gets something in between.

    Args:
        certainty: how sure they were.
        credit: how much of the answer is right, in percent.
    """
    best, worst = MARKS[certainty]
    return worst + (best - worst) * Fraction(credit, FULL)


def said_of(quiz: Quiz, position: int) -> Certainty:
    """Return how sure someone said they were of a question; UNSAID in a quiz that doesn't ask."""
    return Certainty(int(quiz.sure[position])) if quiz.sure else Certainty.UNSAID


def with_certainty(quiz: Quiz, position: int, certainty: Certainty) -> str:
    """Return what a quiz keeps once someone has said how sure they are of a question.

    Args:
        quiz: as it is.
        position: of the question.
        certainty: how sure they are.
    """
    before = quiz.sure or unsaid(len(quiz.questions))
    return before[:position] + str(int(certainty)) + before[position + 1 :]


def unsaid(count: int) -> str:
    """Return what a quiz keeps in which nothing has been said yet of so many questions."""
    return str(int(Certainty.UNSAID)) * count
