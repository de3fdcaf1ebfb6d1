"""A platform's own clock, as its answers tell it: right whatever is done to this machine's."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from bot.language.port import Postponed

_FRESH = 600.0
"""Seconds after which what an answer told is too old; one may have been suspended for some of them."""

_TOLERANCE = 2.0
"""Seconds by which this machine's two clocks may differ over those: beyond, it was suspended, or one was set."""

_PATIENCE = 5.0
"""Seconds for an answer of which nothing but its date is wanted."""

_REST = 10.0
"""Seconds from one that didn't come to the next try."""


class _Told(NamedTuple):
    date: str
    steady: float
    wall: float


class RemoteClock:
    """Knows what a platform's clock says, by the header Date of its answers.

    All have it, but those of 500 and more, perhaps (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1). It's in
    whole seconds, and was true when the answer left, so what is told here is never fast.

    Args:
        steady: seconds on a clock that nobody can set.
        wall: seconds on this machine's clock.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._steady = steady
        self._wall = wall
        self._told: _Told | None = None
        self._asking = asyncio.Lock()
        self._silent: tuple[float, str] | None = None
        """Since when the platform doesn't answer, and why."""

    def note(self, date: str | None) -> None:
        """Take note of the header Date of an answer that has just come, if it has one."""
        if date is not None:
            self._told = _Told(date, self._steady(), self._wall())

    async def now(self, ask: Callable[[], Awaitable[object]]) -> datetime | None:
        """Return what the platform's clock says, in UTC; None if its answers don't say.

        Args:
            ask: has the platform answer something, whatever that is; called where no answer has come lately. It
                raises Postponed where none comes.

        Raises:
            Postponed: none comes.
        """
        if (known := self._known()) is not None:
            return known
        async with self._asking:  # once for all who want to know
            if (known := self._known()) is not None:
                return known
            if self._silent is not None and self._steady() - self._silent[0] < _REST:
                raise Postponed(self._silent[1], _REST)
            await self._hear(ask)
        return self._known()

    async def _hear(self, ask: Callable[[], Awaitable[object]]) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await ask()
        except (Postponed, TimeoutError) as error:
            if self._known() is None:  # else it has answered, if only that it can't
                self._silent = self._steady(), str(error) or "It isn't answering; I'll try again soon."
                raise Postponed(self._silent[1], _REST) from error
        self._silent = None

    def _known(self) -> datetime | None:
        if self._told is None:
            return None
        passed = self._steady() - self._told.steady
        if passed > _FRESH or abs(self._wall() - self._told.wall - passed) > _TOLERANCE:
            return None
        try:
            told = parsedate_to_datetime(self._told.date)
            return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC) + timedelta(seconds=passed)
        except (ValueError, OverflowError):
            return None
