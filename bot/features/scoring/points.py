"""Points: for speed, for streaks and in part, and what those of a team make together. Pure, without state or I/O."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

FULL = 1000
"""Points of a right answer that takes no time."""

GRACE = timedelta(milliseconds=500)
"""Time within which a right answer earns full points."""

STREAK_STEP = 100
MOST_STREAK_STEPS = 5

HINT_COST = 25
"""Percent of a right answer's points that its hint costs."""

BEST = 3
"""Members whose points count where only the best ones do."""

_MICROSECOND = timedelta(microseconds=1)


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
    return rounded(FULL * (2 * limit - min(delay, limit)) // _MICROSECOND, 2 * limit // _MICROSECOND)


def with_hint(full: int) -> int:
    """Return the points of an answer that was given after its hint: a quarter less, rounded."""
    return rounded(full * (100 - HINT_COST), 100)


def in_part(full: int, credit: int) -> int:
    """Return the points of a partly right answer or a close guess, rounded.

    Args:
        full: the points of a right answer.
        credit: how much of it is right, in percent.
    """
    return rounded(full * credit, 100)


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
    return rounded(sum(counted), len(counted)) if counted else 0


def rounded(numerator: int, denominator: int) -> int:
    """Return a quotient of whole numbers, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
