"""What one playground may take: sizes, counts and paces, so that no tab can exhaust it."""

from dataclasses import dataclass

MAX_BODY = 64 * 1024
"""Bytes of a request body; the page itself sends none."""

MAX_FRAME = 64 * 1024
"""Bytes of a frame from the page; the longest that it sends has a line of MAX_LINE characters."""

MAX_LINE = 2000
"""Characters of a line said to a channel, as on Discord."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The counts and paces of a playground.

    Args:
        tabs: open at the same time.
        tabs_each: of these, open in one browser.
        burst: actions that a tab may do at once.
        per_second: actions that a tab may do for long.
        outbox: frames that may wait for a slow tab before it's dropped.
        history: entries kept for each channel, and private ones for each person.
        people: how many people's private entries are kept.
        picture_bytes: of pictures kept for showing again.
        hello_seconds: until a new tab must have said who it is.
    """

    tabs: int = 100
    tabs_each: int = 25
    burst: int = 20
    per_second: float = 10.0
    outbox: int = 256
    history: int = 200
    people: int = 200
    picture_bytes: int = 64 * 1024 * 1024
    hello_seconds: float = 10.0


class Bucket:
    """A token bucket: lets a burst through, then a steady pace.

    Args:
        burst: how many tokens it holds.
        per_second: how fast it fills.
        now: in seconds, on any clock that only goes forward.
    """

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._tokens = burst
        self._then = now

    def take(self, now: float, cost: float = 1.0) -> bool:
        """Take tokens if there are enough of them; return whether there were."""
        self._tokens = min(self._burst, self._tokens + (now - self._then) * self._per_second)
        self._then = now
        if self._tokens < cost:
            return False
        self._tokens -= cost
        return True
