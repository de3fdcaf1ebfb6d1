"""Decides when sessions may start and connections may open, with longer pauses if they keep failing. Pure."""

from bot.runtime.backoff import doubled

_PAUSE = 5.0
"""Seconds between two starts in the same bucket.

https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
"""

_LONGEST_PAUSE = 40.0

_FORGOTTEN_AFTER = 1800.0

_STEADY = 30.0
"""Seconds after which a connection to the gateway counts as stable."""

_FREE_CONNECTIONS = 3
"""How many connections in a row may break early before further ones are slowed down."""

_MOST_REMEMBERED = 20
"""At most this many connections are remembered, so that the pauses end some minutes after an outage of hours."""

_FIRST_SLOWING, _LONGEST_SLOWING = 1.0, 15.0
"""Seconds that the first slowed connection waits, and the maximum; each further one waits twice as long."""


class SessionStarts:
    """Remembers the starts of the last 30 minutes, because Discord allows only 1,000 a day."""

    def __init__(self) -> None:
        self._recent: list[tuple[float, int]] = []

    def reserve(self, shard: int, now: float, buckets: int = 1) -> float:
        """Reserve a start of a session, and return the seconds to wait before it.

        Args:
            shard: the shard's number.
            now: the time of a monotonic clock, in seconds.
            buckets: how many shards may start at the same time; a shard's bucket is its number modulo this.
        """
        self._recent = [(at, other) for at, other in self._recent if now - at < _FORGOTTEN_AFTER]
        starts = [at for at, other in self._recent if other % buckets == shard % buckets]
        lost = sum(other == shard for _, other in self._recent)
        pause = min(_PAUSE * 2 ** max(lost - 1, 0), _LONGEST_PAUSE)
        begins = max(now, max(starts) + pause) if starts else now
        self._recent.append((begins, shard))
        return begins - now


class Connections:
    """Remembers a shard's connections, to slow down if they keep breaking early."""

    def __init__(self) -> None:
        self._opened: list[float] = []

    def pause(self, now: float) -> float:
        """Note the next connection, and return the seconds to wait before it.

        Args:
            now: the time of a monotonic clock, in seconds.
        """
        self._opened = [at for at in self._opened if now - at < _STEADY * len(self._opened)]
        beyond = len(self._opened) - _FREE_CONNECTIONS
        pause = min(_FIRST_SLOWING * doubled(beyond), _LONGEST_SLOWING) if beyond >= 0 else 0.0
        self._opened = [*self._opened, now + pause][-_MOST_REMEMBERED:]
        return pause
