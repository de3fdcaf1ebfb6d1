"""Rate limits as strict as the platforms' own, and a count of requests that come too early."""

from collections import defaultdict, deque
from collections.abc import Callable

UNDER_WAY = 0.1
"""Seconds after an answer in which requests sent before it may still arrive."""
_CLOCKS = 0.005
"""Seconds that clocks may differ by without a complaint."""


class Limit:
    """A limit on the requests in any period of a given length.

    Args:
        most: how many requests are allowed.
        seconds: the length of the period.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self._seconds = seconds
        self._lately: deque[float] = deque()
        self._told_at = self._until = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next request is taken."""
        while self._lately and self._lately[0] <= now - self._seconds:
            self._lately.popleft()
        return 0.0 if len(self._lately) < self.most else self._lately[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._lately.append(now)

    def left(self) -> int:
        return self.most - len(self._lately)

    def resets_after(self, now: float) -> float:
        """Seconds until the whole limit may be used again."""
        return self._lately[-1] + self._seconds - now if self._lately else 0.0

    def tell(self, now: float, wait: float) -> None:
        """Note that someone was told to wait."""
        if now + wait > self._until:
            self._told_at, self._until = now, now + wait

    def is_early(self, now: float) -> bool:
        """Whether a request comes although its sender was told to wait."""
        return self._told_at + UNDER_WAY < now < self._until - _CLOCKS


class Limits:
    """The limits of a platform.

    Args:
        everything: the limit on all requests together, or None.
        each: makes the limit of one channel.
    """

    def __init__(self, everything: Limit | None, each: Callable[[], Limit]) -> None:
        self._everything = everything
        self._channels: defaultdict[str, Limit] = defaultdict(each)
        self.refused = self.early = 0

    def ask(self, channel: str, now: float) -> tuple[float, bool, Limit]:
        """Seconds that a request must wait, 0 if it's taken; whether all requests must; its channel's limit.

        Args:
            channel: where it goes, and by which method.
            now: the time in seconds.
        """
        of_channel = self._channels[channel]
        limits = [(each, each is self._everything) for each in (self._everything, of_channel) if each is not None]
        self.early += any(each.is_early(now) for each, _ in limits)
        for limit, everywhere in limits:
            if wait := limit.wait(now):
                limit.tell(now, wait)
                self.refused += 1
                return wait, everywhere, of_channel
        for limit, _ in limits:
            limit.take(now)
        return 0.0, False, of_channel


def discord() -> Limits:
    """Fifty requests a second in all, and five messages in five seconds in a channel.

    https://docs.discord.com/developers/topics/rate-limits; a channel's limit is the one that its answers state.
    """
    return Limits(Limit(50, 1.0), lambda: Limit(5, 5.0))


def slack() -> Limits:
    """One message a second in a channel, with some leeway, as two messages don't travel equally long.

    https://docs.slack.dev/apis/web-api/rate-limits
    """
    return Limits(None, lambda: Limit(1, 0.9))
