"""The timeouts and pauses of delivery."""

from datetime import timedelta

from bot.language.port import Postponed

LEASE = timedelta(seconds=30)
"""How long a claim is exclusive."""

SEND_WITHIN = timedelta(seconds=20)
"""Timeout for a platform's answer; well within the lease."""

PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
"""Minimum and maximum time between two attempts."""

BREATH = timedelta(seconds=1)
"""Minimum time between two claims of a post; the database would round a pause below a millisecond to zero."""


def requested(error: Exception) -> timedelta:
    """Return how long the platform asks to wait, according to an error; zero if it doesn't say."""
    return timedelta(seconds=error.seconds) if isinstance(error, Postponed) else timedelta()
