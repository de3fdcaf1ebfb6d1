"""The clock guard: notices when someone sets the clock that deadlines are based on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_TOLERANCE = timedelta(seconds=5)
"""Smaller jumps are normal corrections, such as NTP's."""

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockGuard:
    """Compares the shared clock with a monotonic one; call `look` often.

    Args:
        last: the times of both clocks at the last look; None before the first.
        begun: the monotonic time of the first look.
        set_at: the monotonic time at which the shared clock was last found to have been set; None if it never was.
        off_by: the sum of all jumps, forwards and backwards: stored times may be wrong by as much.
        set_back: how many times the clock was found to have been set back.
    """

    last: tuple[datetime, timedelta] | None = None
    begun: timedelta = timedelta(0)
    set_at: timedelta | None = None
    off_by: timedelta = timedelta(0)
    set_back: int = 0

    def look(self, shared: datetime, steady: float) -> "ClockGuard":
        """Compare the clocks, and return the updated guard.

        Args:
            shared: the shared clock's time.
            steady: the monotonic clock's time, in seconds.
        """
        now = timedelta(seconds=steady)
        if self.last is None:
            return replace(self, last=(shared, now), begun=now)
        jump = shared - self.last[0] - (now - self.last[1])
        if abs(jump) > _TOLERANCE:
            set_back = self.set_back + (jump < timedelta(0))
            return replace(self, last=(shared, now), set_at=now, off_by=self.off_by + abs(jump), set_back=set_back)
        return replace(self, last=(shared, now))

    @property
    def even_for(self) -> timedelta:
        """Return how long the clock is known to have run without jumps, since the first look at most."""
        return self._ago(self.begun if self.set_at is None else self.set_at)

    @property
    def was_set_lately(self) -> bool:
        """Return whether the clock is known to have been set within the last day, so that ages are unreliable."""
        return self.set_at is not None and self._ago(self.set_at) < _LATELY

    def _ago(self, steady: timedelta) -> timedelta:
        return timedelta(0) if self.last is None else self.last[1] - steady
