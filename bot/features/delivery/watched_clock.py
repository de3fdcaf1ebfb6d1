"""The watched clock: the shared time, with checks whether it was set and whether it's wrong."""

import logging
from datetime import datetime, timedelta

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.clock_guard import ClockGuard
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_WRONG = timedelta(minutes=1)
"""A difference from a platform's clock of at least this is logged …"""

_TELL_EVERY = 3600.0
"""… and logged again after this many seconds, if it persists."""


class WatchedClock:
    """Tells the shared time, and notices if it was set or is wrong.

    Args:
        clock: tells the time.

    Attributes:
        guard: knows when the clock was set, as far as `now` has noticed.
    """

    def __init__(self, clock: DeliveryClock) -> None:
        self._clock = clock
        self.guard = ClockGuard()
        self._told: float | None = None

    def now(self, transaction: Transaction) -> datetime:
        """Return the shared time, and compare it with the monotonic clock; calling it twice is harmless."""
        now = self._clock.shared(transaction)
        self.guard = self.guard.look(now, self._clock.steady())
        return now

    def steady(self) -> float:
        """Return the seconds on a monotonic clock."""
        return self._clock.steady()

    def compare(self, now: datetime, there: datetime, platform: str) -> None:
        """Log if the shared clock is wrong, because schedules depend on it.

        Args:
            now: the shared clock's time.
            there: the platform's time.
            platform: the platform's name.
        """
        ahead, steady = now - there, self._clock.steady()
        if abs(ahead) >= _WRONG and (self._told is None or steady - self._told >= _TELL_EVERY):
            self._told = steady
            off = timedelta(seconds=round(abs(ahead).total_seconds()))
            how, so = ("ahead of", "early") if ahead > timedelta(0) else ("behind", "late")
            _log.warning(
                "the clock is %s %s %s's own; set it right, because posts go out that much too %s",
                off,
                how,
                platform,
                so,
            )
