"""Quizzes, and the answers given in them. Pure data."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

FULL = 100
"""The credit of a completely right answer, in percent."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz that a member takes alone.

    Args:
        tenant, id: its key.
        member: the id of the member who takes it.
        pack: the id of the pack that it asks from.
        questions: the questions' ids, in order.
        seed: seeds the order of the options.
        at: when it was started, in UTC.
        sure: how sure the member said they were, one digit per question; None for a quiz that doesn't ask.
    """

    tenant: str
    id: str
    member: str
    pack: str
    questions: tuple[str, ...]
    seed: int
    at: datetime
    sure: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question.

    Args:
        tenant, quiz, position: the question that was answered; each has at most one answer. A game or challenge
            counts as one quiz per player, whose id is the game's or challenge's id, a colon, and the member's id.
        member: the id of the member who answered.
        pack, question, topic: the ids of what was asked.
        correct: whether it counts as right.
        given: the answer, encoded as grading stores it.
        at: when it was given, in UTC.
        credit: how much of it is right, in percent.
    """

    tenant: str
    quiz: str
    position: int
    member: str
    pack: str
    question: str
    topic: str
    correct: bool
    given: str
    at: datetime
    credit: int


class Attempt(NamedTuple):
    """The outcome of one answer to a question; a plain tuple, because there are many.

    Args:
        question: the question's id when it was answered.
        right: whether the answer counts as right.
        at: when it was given, in milliseconds since 1970.
    """

    question: str
    right: bool
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of right answers, and of all answers."""

    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """The number of wrong answers, and of all answers."""

    wrong: int
    total: int


def credit_of(credit: int | None, *, right: bool) -> int:
    """Return the credit of a stored answer, in percent.

    Args:
        credit: the stored credit; None for answers from before there were partly right ones.
        right: whether it counted as right.
    """
    if credit is not None:
        return credit
    return FULL if right else 0
