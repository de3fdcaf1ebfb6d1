"""Watch: notices when somebody sets the clock that deadlines are measured by."""

from datetime import datetime, timedelta

_TOLERANCE = timedelta(seconds=5)
"""A clock that is off by less is only being corrected."""


class Watch:
    """Compares the shared clock with one that nobody can set.

    Whatever happened before the first look is not known, so that counts as having just been set.
    """

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self._since = 0.0
        self.off_by = timedelta(0)
        """How far the clock has been set in all, to and fro: times noted may be wrong by as much."""

    def look(self, shared: datetime, steady: float) -> timedelta:
        """How long the clock has gone evenly.

        Args:
            shared: what it says now.
            steady: what the other clock says, in seconds.
        """
        if self._last is None:
            self._since = steady
        else:
            jump = abs(shared - self._last[0] - timedelta(seconds=steady - self._last[1]))
            if jump > _TOLERANCE:
                self._since = steady
                self.off_by += jump
        self._last = (shared, steady)
        return timedelta(seconds=steady - self._since)
