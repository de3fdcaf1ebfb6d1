"""Doubt: when something may be done about a post that may have arrived, and where its place's history is read. Pure.

When it was sent is told by the platform's own clock, where that is known, so that nothing done to this machine's can
double it. Where it isn't known, the shared clock stands in for it, and the guard says how far that can be trusted.
"""

from datetime import datetime, timedelta

from bot.features.delivery.clock_guard import ClockGuard
from bot.features.delivery.model import Post

GRACE = timedelta(seconds=90)
"""After the last sending; what hasn't arrived by then is taken never to."""

DIFFERENCE = timedelta(minutes=15)
"""By how much a machine's clock may be wrong without anybody noticing."""

_BEFORE = timedelta(seconds=5)
"""A history is read from this long before the first sending: two clocks never quite agree."""

_UNNOTICED = timedelta(seconds=30)
"""What was sent in a future beyond this was sent before the clock was set back, by so much that it was noticed."""


def last_send(post: Post) -> datetime:
    """Return when a post was sent last."""
    return post.last_send or post.due


def may_repeat(post: Post, at: datetime, window: timedelta, guard: ClockGuard) -> bool:
    """Return whether the platform itself still sees to it that a post sent again appears once.

    Args:
        post: which.
        at: when it would be sent again, by the clock by which it was sent first.
        window: for how long the platform does.
        guard: of the shared clock.
    """
    since = at - (post.first_send or at)
    return timedelta(0) <= since < window and not guard.was_set_lately


def look_at(post: Post, now: datetime, there: datetime, guard: ClockGuard) -> datetime:
    """Return when a post may be looked for, by the shared clock.

    Args:
        post: which.
        now: by the shared clock.
        there: now by the clock by which it was sent.
        guard: of the shared clock.
    """
    earliest = now + GRACE - guard.even_for
    if last_send(post) > there + _UNNOTICED:  # the clock has been set back since: only the guard can tell
        return earliest
    return max(earliest, now + (last_send(post) + GRACE - there))


def searched(post: Post, off_by: timedelta) -> tuple[datetime, datetime]:
    """Return from when to when a post can have arrived, by the platform's clock.

    Args:
        post: which.
        off_by: by how much its times of sending may be wrong.
    """
    return (post.first_send or post.due) - _BEFORE - off_by, last_send(post) + GRACE + off_by
