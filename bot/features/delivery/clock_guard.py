"""The clock guard: notices when someone sets the clock that deadlines are measured by."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_TOLERANCE = timedelta(seconds=5)
"""A clock that is off by less is only being corrected."""

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockGuard:
    """Compares the shared clock with one that nobody can set; to be asked to look often.

    Args:
        last: what both said at the last look; None before the first.
        begun: what the steady one said at the first.
        set_at: what it said when the shared one was last found to have been set; None if it never was.
        off_by: how far the clock has been set in all, to and fro: times noted may be wrong by as much.
        set_back: how often it was found to have been set back.
    """

    last: tuple[datetime, timedelta] | None = None
    begun: timedelta = timedelta(0)
    set_at: timedelta | None = None
    off_by: timedelta = timedelta(0)
    set_back: int = 0

    def look(self, shared: datetime, steady: float) -> "ClockGuard":
        """Return what's known after comparing the clocks once more.

        Args:
            shared: what the clock says now.
            steady: what the other one says, in seconds.
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
        """Return how long the clock is known to have gone evenly: what was before the first look isn't known."""
        return self._ago(self.begun if self.set_at is None else self.set_at)

    @property
    def was_set_lately(self) -> bool:
        """Return whether the clock was set, as far as is known, within a day: ages are then unknown."""
        return self.set_at is not None and self._ago(self.set_at) < _LATELY

    def _ago(self, steady: timedelta) -> timedelta:
        return timedelta(0) if self.last is None else self.last[1] - steady
