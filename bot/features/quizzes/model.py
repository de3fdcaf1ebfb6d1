"""Quizzes, and the answers given in them. Pure: data alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

FULL = 100
"""The credit of an answer that's wholly right, in percent."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz that a member takes alone.

    Args:
        tenant, id: which quiz it is.
        member: whose it is.
        pack: where its questions come from.
        questions: their ids, in order.
        seed: decides the order of options.
        at: when it was started, in UTC.
        sure: how sure the member said they were, a digit for each question; None for a quiz that doesn't ask that.
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
    """One answer.

    Args:
        tenant, quiz, position: which question of which quiz was answered; at most one answer each. What is played
            with others is a quiz for each member who plays: its id, a colon, and the member's.
        member: who answered.
        pack, question, topic: what was asked.
        correct: whether it counts as right.
        given: the answer itself, as the quiz keeps it.
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
    """How a question was answered once; a plain tuple, as there are many.

    Args:
        question: its id, perhaps a former one.
        right: whether the answer counts as right.
        at: when it was given, in milliseconds since 1970.
    """

    question: str
    right: bool
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are, and how many of them are right."""

    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """How many answers are wrong, of how many."""

    wrong: int
    total: int


def credit_of(kept: int | None, *, right: bool) -> int:
    """Return how much of a stored answer is right, in percent.

    Args:
        kept: the same, if it's known: it isn't of answers from before there were partly right ones.
        right: whether it counted as right.
    """
    if kept is not None:
        return kept
    return FULL if right else 0
