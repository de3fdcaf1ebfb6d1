"""The factor by which pauses grow from one failure to the next. Pure."""

_MOST_DOUBLINGS = 40
"""A second, doubled this often, is 35,000 years. Without an end, it would overflow after some hours of failures."""


def doubled(times: int) -> int:
    """Return two to the given power, but no more than a pause can be multiplied by."""
    return 1 << min(times, _MOST_DOUBLINGS)
