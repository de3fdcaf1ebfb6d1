"""When sessions start and connections are opened: ever more rarely if they get lost. Pure, without I/O."""

_PAUSE = 5.0
"""Seconds from one start to the next of the same bucket.

https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
"""

_LONGEST_PAUSE = 40.0

_FORGOTTEN_AFTER = 1800.0

_STEADY = 30.0
"""Seconds after which a connection to the gateway counts as one that held."""

_FREE_CONNECTIONS = 3
"""Connections in a row that didn't hold, until they are slowed down."""

_FIRST_SLOWING, _LONGEST_SLOWING = 1.0, 15.0
"""Seconds that the first one after those waits, and at most: each further one waits twice as long."""


class SessionStarts:
    """Remembers the starts of the last half hour, since Discord allows 1,000 a day."""

    def __init__(self) -> None:
        self._recent: list[tuple[float, int]] = []

    def reserve(self, shard: int, now: float, buckets: int = 1) -> float:
        """Return the seconds to wait before a shard starts a session, which counts from then on.

        Args:
            shard: which.
            now: seconds on a clock that nobody can set.
            buckets: how many shards may start at the same time, each of another bucket: the remainders of their
                numbers.
        """
        self._recent = [(at, other) for at, other in self._recent if now - at < _FORGOTTEN_AFTER]
        starts = [at for at, other in self._recent if other % buckets == shard % buckets]
        lost = sum(other == shard for _, other in self._recent)
        pause = min(_PAUSE * 2 ** max(lost - 1, 0), _LONGEST_PAUSE)
        begins = max(now, max(starts) + pause) if starts else now
        self._recent.append((begins, shard))
        return begins - now


class Connections:
    """Remembers a shard's connections, to slow down when one after the other breaks at once."""

    def __init__(self) -> None:
        self._opened: list[float] = []

    def pause(self, now: float) -> float:
        """Return the seconds to wait before the next connection, which counts from then on.

        Args:
            now: seconds on a clock that nobody can set.
        """
        self._opened = [at for at in self._opened if now - at < _STEADY * len(self._opened)]
        beyond = len(self._opened) - _FREE_CONNECTIONS
        pause = min(_FIRST_SLOWING * 2.0**beyond, _LONGEST_SLOWING) if beyond >= 0 else 0.0
        self._opened.append(now + pause)
        return pause
