"""The playground's limits: sizes, counts and rates, so that no tab can exhaust it."""

from dataclasses import dataclass

MAX_BODY = 64 * 1024
"""Maximum number of bytes in a request body, except for uploaded files."""

MAX_FRAME = 64 * 1024
"""Maximum number of bytes in a frame from the page; the longest ones have a line of MAX_LINE characters."""

MAX_LINE = 2000
"""Maximum number of characters in a line said to a channel, as on Discord."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The counts and rates of a playground.

    Args:
        tabs: how many tabs may be open at the same time.
        tabs_each: how many of them may be open in one browser.
        burst: how many actions a tab may do at once.
        per_second: how many actions per second a tab may do in the long run.
        outbox: how many frames may be queued for a slow tab before it's disconnected.
        history: how many entries are kept per channel, and how many private ones per person.
        people: how many people's private entries are kept.
        picture_bytes: the total size of cached pictures and files.
        hello_seconds: seconds within which a new tab has to identify itself.
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
    """A token bucket: lets a burst through, then a steady rate.

    Args:
        burst: how many tokens it holds.
        per_second: how many tokens are added per second.
        now: the time of any monotonic clock, in seconds.
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
