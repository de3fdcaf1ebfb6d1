"""Times in the precision of the store."""

from datetime import datetime


def whole_milliseconds(at: datetime) -> datetime:
    """Return a time rounded down to milliseconds, so that it's equal to the one read back from the store."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
