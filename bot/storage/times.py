"""Times as they're stored: whole milliseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

LATEST = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
"""The latest valid time, in milliseconds; it leaves room for time zones and date arithmetic. Stored values outside
1970 to this time are invalid."""


def to_milliseconds(at: datetime) -> int:
    """Return a time as whole milliseconds, rounded down."""
    return (at - _EPOCH) // _MILLISECOND


def from_milliseconds(at: int) -> datetime:
    """Return a stored time as a datetime in UTC.

    Raises:
        ValueError: the number isn't a valid time.
    """
    if not 0 <= at <= LATEST:
        raise ValueError(f"{at} isn't a time")
    return _EPOCH + at * _MILLISECOND


def maybe_milliseconds(at: datetime | None) -> int | None:
    """Return a time as whole milliseconds, or None for None."""
    return None if at is None else to_milliseconds(at)


def maybe_moment(at: int | None) -> datetime | None:
    """Return a stored time as a datetime in UTC, or None for None.

    Raises:
        ValueError: the number isn't a valid time.
    """
    return None if at is None else from_milliseconds(at)
