"""The watched clock: the shared time, with what's known of how it was set and how wrong it is."""

import logging
from datetime import datetime, timedelta

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.clock_guard import ClockGuard
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_WRONG = timedelta(minutes=1)
"""By how much it may differ from a platform's clock before that's told in the log …"""

_TELL_EVERY = 3600.0
"""… and seconds until it's told again, as it stays so."""


class WatchedClock:
    """Tells the shared time, and notices what's wrong with it.

    Args:
        clock: tells the time.

    Attributes:
        guard: knows when it was set, as far as it was asked.
    """

    def __init__(self, clock: DeliveryClock) -> None:
        self._clock = clock
        self.guard = ClockGuard()
        self._told: float | None = None

    def now(self, transaction: Transaction) -> datetime:
        """Return the shared time, and compare it with the steady one; doing so twice does no harm."""
        now = self._clock.shared(transaction)
        self.guard = self.guard.look(now, self._clock.steady())
        return now

    def steady(self) -> float:
        """Return the seconds since some moment, on a clock that nobody can set."""
        return self._clock.steady()

    def compare(self, now: datetime, there: datetime, platform: str) -> None:
        """Tell the log if it's wrong, as schedules go by it.

        Args:
            now: what it says.
            there: what the platform's clock says.
            platform: whose.
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
