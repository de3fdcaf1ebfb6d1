"""Scoring of games: points for speed, teams of different size on equal terms, ties. Pure, without state or I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar

FULL = 1000
"""Points of a right answer that takes no time."""

GRACE = timedelta(milliseconds=500)
"""Time within which a right answer earns full points."""

STREAK_STEP = 100
MOST_STREAK_STEPS = 5

HINT_COST = 25
"""Percent of a right answer's points that its hint costs."""

LIVES = 3
"""Wrong answers after which a player is out, where those are counted."""

BEST = 3
"""Members whose points count where only the best ones do."""

_MICROSECOND = timedelta(microseconds=1)

_KeyT = TypeVar("_KeyT")


class Pooling(StrEnum):
    """How the points of a team's members make those of the team."""

    MEAN = "mean"
    BEST = "best"
    SUM = "sum"


def points(delay: timedelta, limit: timedelta) -> int:
    """Return the points of a right answer: 1000 × (1 − (time ÷ limit) ÷ 2), rounded; full under half a second.

    Kahoot's published formula (https://support.kahoot.com/hc/en-us/articles/115002303908-How-points-work).

    Args:
        delay: from the opening of the question to the answer; beyond the limit it counts as the limit.
        limit: the time that the question allows; more than none.
    """
    if delay < GRACE:
        return FULL
    return _rounded(FULL * (2 * limit - min(delay, limit)) // _MICROSECOND, 2 * limit // _MICROSECOND)


def with_hint(full: int) -> int:
    """Return the points of an answer that was given after its hint: a quarter less, rounded."""
    return _rounded(full * (100 - HINT_COST), 100)


def in_part(full: int, credit: int) -> int:
    """Return the points of a partly right answer or a close guess, rounded.

    Args:
        full: the points of a right answer.
        credit: how much of it is right, in percent.
    """
    return _rounded(full * credit, 100)


def streak_bonus(streak: int) -> int:
    """Return the bonus for a streak: 100 points for the second right answer in a row, up to 500 from the sixth.

    The same page as for the points.
    """
    return STREAK_STEP * max(0, min(streak - 1, MOST_STREAK_STEPS))


def pooled(members: Sequence[int], pooling: Pooling) -> int:
    """Return a team's points for one question.

    Args:
        members: the points of each member who has joined, 0 for those who were wrong or silent.
        pooling: the mean, so that size neither helps nor hurts; the mean of the three best; or the sum.
    """
    if pooling is Pooling.SUM:
        return sum(members)
    counted = sorted(members, reverse=True)[: BEST if pooling is Pooling.BEST else None]
    return _rounded(sum(counted), len(counted)) if counted else 0


@dataclass(frozen=True, slots=True)
class Ranked(Generic[_KeyT]):
    """A line of a table.

    Args:
        rank: from 1; those with the same points share one, and the next ranks are left out.
        key: whose line it is.
        points: theirs.
    """

    rank: int
    key: _KeyT
    points: int


def rank(scores: Mapping[_KeyT, int], lasted: Mapping[_KeyT, int] | None = None) -> list[Ranked[_KeyT]]:
    """Return everyone by points, most first; those who tie share a rank, and stay in the order in which they came.

    Args:
        scores: their points.
        lasted: how long each has lasted, which then comes before points; None where nobody can be out.
    """

    def worth(key: _KeyT) -> tuple[int, int]:
        return (lasted[key] if lasted is not None else 0), scores[key]

    ordered = sorted(scores, key=worth, reverse=True)
    ranks: dict[tuple[int, int], int] = {}
    for place, key in enumerate(ordered, 1):
        ranks.setdefault(worth(key), place)
    return [Ranked(ranks[worth(key)], key, scores[key]) for key in ordered]


def _rounded(numerator: int, denominator: int) -> int:
    """Return a quotient of whole numbers, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
