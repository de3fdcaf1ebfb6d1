"""Watch: notices when somebody sets the clock that deadlines are measured by."""

from datetime import datetime, timedelta

_TOLERANCE = timedelta(seconds=5)
"""A clock that is off by less is only being corrected."""

_LATELY = timedelta(days=1)


class Watch:
    """Compares the shared clock with one that nobody can set; to be asked to look often.

    Attributes:
        off_by: how far the clock has been set in all, to and fro: times noted may be wrong by as much.
    """

    def __init__(self) -> None:
        self._last: tuple[datetime, timedelta] | None = None
        self._begun = timedelta(0)
        self._set: timedelta | None = None
        self.off_by = timedelta(0)

    def look(self, shared: datetime, steady: float) -> None:
        """Compare.

        Args:
            shared: what the clock says now.
            steady: what the other one says, in seconds.
        """
        now = timedelta(seconds=steady)
        if self._last is None:
            self._begun = now
        else:
            jump = abs(shared - self._last[0] - (now - self._last[1]))
            if jump > _TOLERANCE:
                self._set = now
                self.off_by += jump
        self._last = (shared, now)

    @property
    def even_for(self) -> timedelta:
        """How long the clock is known to have gone evenly: what was before the first look is not known."""
        return self._ago(self._begun if self._set is None else self._set)

    @property
    def was_set_lately(self) -> bool:
        """Whether the clock was set, as far as is known, within a day: how long ago things were is then unknown."""
        return self._set is not None and self._ago(self._set) < _LATELY

    def _ago(self, steady: timedelta) -> timedelta:
        return timedelta(0) if self._last is None else self._last[1] - steady
