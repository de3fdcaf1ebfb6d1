"""The clock: where time comes from, so that tests can bring their own."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic


class Clock:
    """The time of this machine, going evenly from when it was last followed, whatever is done to its clock since."""

    def __init__(self) -> None:
        self.follow()

    def now(self) -> datetime:
        """Return now, in UTC."""
        return self._begun + timedelta(seconds=monotonic() - self._since)

    def follow(self) -> None:
        """Show what this machine's clock says, which may have been set; for when nobody waits."""
        self._begun, self._since = datetime.now(UTC), monotonic()

    def reach(self, moment: datetime) -> None:
        """Show no less than a moment that has been before."""
        self._begun += max(moment - self.now(), timedelta(0))

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
