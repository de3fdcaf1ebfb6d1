"""Doubt: when to act on a post that may have arrived, and which part of the channel's history to search. Pure.

Times of sending are the platform's, if they're known, so that setting this machine's clock can't cause duplicates. If
they aren't known, the shared clock is used, and the guard says how far that can be trusted.
"""

from datetime import datetime, timedelta

from bot.features.delivery.clock_guard import ClockGuard
from bot.features.delivery.model import Post

GRACE = timedelta(seconds=90)
"""A post that hasn't arrived this long after its last sending never will."""

DIFFERENCE = timedelta(minutes=15)
"""How wrong a machine's clock may be without anyone noticing."""

_BEFORE = timedelta(seconds=5)
"""The history is read from this long before the first sending, because clocks never quite agree."""

_UNNOTICED = timedelta(seconds=30)
"""If a post seems to have been sent further in the future than this, the clock was set back after it."""


def last_send(post: Post) -> datetime:
    """Return when a post was last sent."""
    return post.last_send or post.due


def may_repeat(post: Post, at: datetime, window: timedelta, guard: ClockGuard) -> bool:
    """Return whether the platform would still deduplicate a post that's sent again.

    Args:
        post: the post.
        at: when it would be sent again, on the same clock as its first sending.
        window: how long the platform deduplicates.
        guard: the shared clock's guard.
    """
    since = at - (post.first_send or at)
    return timedelta(0) <= since < window and not guard.was_set_lately


def look_at(post: Post, now: datetime, there: datetime, guard: ClockGuard) -> datetime:
    """Return the earliest time to look for a post, on the shared clock.

    Args:
        post: the post.
        now: the shared clock's time.
        there: the time on the clock of its sending.
        guard: the shared clock's guard.
    """
    earliest = now + GRACE - guard.even_for
    if last_send(post) > there + _UNNOTICED:  # the clock has been set back since: only the guard can tell
        return earliest
    return max(earliest, now + (last_send(post) + GRACE - there))


def searched(post: Post, off_by: timedelta) -> tuple[datetime, datetime]:
    """Return the start and the end of the time in which a post can have arrived, on the platform's clock.

    Args:
        post: the post.
        off_by: how wrong its times of sending may be.
    """
    return (post.first_send or post.due) - _BEFORE - off_by, last_send(post) + GRACE + off_by
