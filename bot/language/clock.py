"""The clock: where time comes from, so that tests can bring their own."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Return now, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, pause: timedelta) -> None:
        """Let some time pass."""
        await asyncio.sleep(pause.total_seconds())

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        """Wait until an event is set, or until a moment; whichever comes first."""
        try:
            async with asyncio.timeout((until - self.now()).total_seconds()):
                await event.wait()
        except TimeoutError:
            return
