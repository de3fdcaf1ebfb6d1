"""Tells a platform's own time from its responses, so that changes to this machine's clock don't matter."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from bot.language.port import Postponed

_FRESH = 600.0
"""Seconds after which a response's date is too old to rely on, as this machine may have been suspended."""

_TOLERANCE = 2.0
"""How many seconds this machine's two clocks may diverge; beyond that, it was suspended or a clock was set."""

_PATIENCE = 5.0
"""Timeout in seconds for a request that only serves to get a date."""

_REST = 10.0
"""Seconds between a failed request and the next attempt."""


class _Told(NamedTuple):
    date: str
    steady: float
    wall: float


class RemoteClock:
    """Tells the time of a platform's clock from the Date headers of its responses.

    All responses have that header, except perhaps those with a status of 500 or more
    (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1). It's in whole seconds and dates from when the response was
    sent, so this clock is never fast.

    Args:
        steady: returns the seconds of a monotonic clock.
        wall: returns the seconds of this machine's wall clock.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._steady = steady
        self._wall = wall
        self._told: _Told | None = None
        self._asking = asyncio.Lock()
        self._silent: tuple[float, str] | None = None
        """Since when the platform hasn't answered, and why; None if it answers."""

    def note(self, date: str | None) -> None:
        """Remember the Date header of a response that has just arrived, if it has one."""
        if date is not None:
            self._told = _Told(date, self._steady(), self._wall())

    async def now(self, ask: Callable[[], Awaitable[object]]) -> datetime | None:
        """Return the time of the platform's clock, in UTC; None if its responses have no date.

        Args:
            ask: makes any request to the platform, and raises Postponed if there's no response. It's only called if
                there was no response recently.

        Raises:
            Postponed: the platform doesn't answer.
        """
        if (known := self.known()) is not None:
            return known
        async with self._asking:  # one request for all callers
            if (known := self.known()) is not None:
                return known
            if self._silent is not None and self._steady() - self._silent[0] < _REST:
                raise Postponed(self._silent[1], _REST)
            await self._hear(ask)
        return self.known()

    def known(self) -> datetime | None:
        """Return the time of the platform's clock, in UTC, without asking; None if no recent response tells it."""
        if self._told is None:
            return None
        passed = self._steady() - self._told.steady
        if passed > _FRESH or abs(self._wall() - self._told.wall - passed) > _TOLERANCE:
            return None
        try:
            date_told = parsedate_to_datetime(self._told.date)
            return (date_told if date_told.tzinfo else date_told.replace(tzinfo=UTC)).astimezone(UTC) + timedelta(
                seconds=passed
            )
        except (ValueError, OverflowError):
            return None

    async def _hear(self, ask: Callable[[], Awaitable[object]]) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await ask()
        except (Postponed, TimeoutError) as error:
            if self.known() is None:  # otherwise it did answer, even if with an error
                self._silent = self._steady(), str(error) or "It isn't answering; I'll try again soon."
                raise Postponed(self._silent[1], _REST) from error
        self._silent = None
