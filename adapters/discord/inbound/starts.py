"""Starts of sessions: more and more rarely if one after the other is lost. Pure, without I/O."""

_PAUSE = 5.0
"""Seconds from one start to the next, no matter which shards start.

https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
"""

_LONGEST_PAUSE = 40.0
"""Seconds; discord.py gives a connection a minute to begin, this pause included."""

_FORGOTTEN_AFTER = 1800.0


class SessionStarts:
    """Remembers the starts of the last half hour, since Discord allows 1,000 a day."""

    def __init__(self) -> None:
        self._recent: list[tuple[float, int | None]] = []

    def note(self, shard: int | None, now: float) -> None:
        """Remember that a shard starts a session.

        Args:
            shard: which; None for the only one.
            now: seconds on a clock that nobody can set.
        """
        self._forget(now)
        self._recent.append((now, shard))

    def pause(self, now: float) -> float:
        """Return the seconds to wait before the next start: twice as long for each session that shards have lost."""
        self._forget(now)
        if not self._recent:
            return 0.0
        shards = {shard for _, shard in self._recent}
        lost = len(self._recent) // len(shards) - 1
        return float(min(_PAUSE * 2**lost, _LONGEST_PAUSE))

    def _forget(self, now: float) -> None:
        self._recent = [(at, shard) for at, shard in self._recent if now - at < _FORGOTTEN_AFTER]
