"""Moments, as precise as the store keeps them."""

from datetime import datetime


def whole_milliseconds(at: datetime) -> datetime:
    """Return a moment without what's finer than milliseconds, so that it's the same once it comes from the store."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
