"""Points: for speed, for streaks, for partly right answers, and for teams. Pure, without state or I/O."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

FULL = 1000
"""Points for an immediate right answer."""

GRACE = timedelta(milliseconds=500)
"""Right answers within this time earn full points."""

STREAK_STEP = 100
MOST_STREAK_STEPS = 5

HINT_COST = 25
"""A hint costs this percentage of a right answer's points."""

BEST = 3
"""Number of members whose points count with Pooling.BEST."""

_MICROSECOND = timedelta(microseconds=1)


class Pooling(StrEnum):
    """How a team's points are computed from its members' points."""

    MEAN = "mean"
    BEST = "best"
    SUM = "sum"


def points(delay: timedelta, limit: timedelta) -> int:
    """Return the points of a right answer: 1000 × (1 − (time ÷ limit) ÷ 2), rounded; full under half a second.

    This is Kahoot's formula (https://support.kahoot.com/hc/en-us/articles/115002303908-How-points-work).

    Args:
        delay: the time from the opening of the question to the answer; capped at the limit.
        limit: the time limit of the question; positive.
    """
    if delay < GRACE:
        return FULL
    return rounded(FULL * (2 * limit - min(delay, limit)) // _MICROSECOND, 2 * limit // _MICROSECOND)


def with_hint(full: int) -> int:
    """Return the points for an answer given after the hint: a quarter less, rounded."""
    return rounded(full * (100 - HINT_COST), 100)


def in_part(full: int, credit: int) -> int:
    """Return the points for a partly right answer or a close estimate, rounded.

    Args:
        full: the points for a fully right answer.
        credit: how much of it is right, in percent.
    """
    return rounded(full * credit, 100)


def streak_bonus(streak: int) -> int:
    """Return the bonus for a streak: 100 points for the second right answer in a row, up to 500 from the sixth.

    This is from the same page as the formula for points.
    """
    return STREAK_STEP * max(0, min(streak - 1, MOST_STREAK_STEPS))


def pooled(members: Sequence[int], pooling: Pooling) -> int:
    """Return a team's points for one question.

    Args:
        members: the points of each member who has joined; 0 for a wrong or missing answer.
        pooling: the mean, so that size doesn't matter; the mean of the three best; or the sum.
    """
    if pooling is Pooling.SUM:
        return sum(members)
    counted = sorted(members, reverse=True)[: BEST if pooling is Pooling.BEST else None]
    return rounded(sum(counted), len(counted)) if counted else 0


def rounded(numerator: int, denominator: int) -> int:
    """Return a quotient of integers, with halves rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)
