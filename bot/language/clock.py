"""The clock: the source of time, which tests replace with their own."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic


class Clock:
    """This machine's time at the last call of `follow`, advanced by the monotonic clock, so that it never jumps."""

    def __init__(self) -> None:
        self.follow()

    def now(self) -> datetime:
        """Return the current time, in UTC."""
        return self._begun + timedelta(seconds=monotonic() - self._since)

    def follow(self) -> None:
        """Set this clock to the machine's, which may have been adjusted; call it when nobody is waiting."""
        self._begun, self._since = datetime.now(UTC), monotonic()

    def reach(self, moment: datetime) -> None:
        """Advance to a time that's known to have passed, if this clock is behind it."""
        self._begun += max(moment - self.now(), timedelta(0))

    async def sleep(self, pause: timedelta) -> None:
        """Sleep for a while."""
        await asyncio.sleep(pause.total_seconds())

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        """Wait until an event is set or the given time has come, whichever is first."""
        try:
            async with asyncio.timeout((until - self.now()).total_seconds()):
                await event.wait()
        except TimeoutError:
            return
