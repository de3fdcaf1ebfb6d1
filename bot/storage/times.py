"""Times as the store keeps them: whole milliseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

LATEST = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
"""The last moment, in milliseconds: it has a date in every zone, and there are days and months to reckon with beyond.
What's kept beyond it is no time, nor is what's kept of before 1970."""


def to_milliseconds(at: datetime) -> int:
    """Return a moment as milliseconds; what's finer is cut off."""
    return (at - _EPOCH) // _MILLISECOND


def from_milliseconds(at: int) -> datetime:
    """Return the moment, in UTC.

    Raises:
        ValueError: nobody has kept such a moment.
    """
    if not 0 <= at <= LATEST:
        raise ValueError(f"{at} is no time")
    return _EPOCH + at * _MILLISECOND


def maybe_milliseconds(at: datetime | None) -> int | None:
    """Return a moment as milliseconds, or None as itself."""
    return None if at is None else to_milliseconds(at)


def maybe_moment(at: int | None) -> datetime | None:
    """Return the moment, in UTC, or None as itself.

    Raises:
        ValueError: it's beyond all dates.
    """
    return None if at is None else from_milliseconds(at)
