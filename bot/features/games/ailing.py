"""Games that can't be run here: how long each is left alone, and when it's given up. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.features.games.model import Key

ASIDE = timedelta(minutes=1)
"""For which a game that can't be run here is left to other replicas, which may be of a newer version."""

GIVE_UP = timedelta(minutes=15)
"""After which a game that nobody could read, or that died each time, is ended, so that another one can be played."""


@dataclass(frozen=True, slots=True)
class Prognosis:
    """What becomes of a game that couldn't be run.

    Args:
        reference: under which the log tells why.
        is_hopeless: whether it's to be ended.
    """

    reference: str
    is_hopeless: bool


@dataclass(frozen=True, slots=True)
class _Death:
    """When a game died here the last time and the first time in a row, and how long it was left alone after that."""

    at: datetime
    since: datetime
    pause: timedelta


class Ailing:
    """Knows the games that can't be run here."""

    def __init__(self) -> None:
        self._aside: dict[Key, datetime] = {}
        """Until when games are left to others."""
        self._died: dict[Key, _Death] = {}
        self._unread: dict[Key, tuple[datetime, str]] = {}
        """Since when games couldn't be read here, and the reference under which the log tells why."""

    def left_alone(self, now: datetime) -> frozenset[Key]:
        """Return the games that are left to other replicas now."""
        # One that has lived for a minute since it was taken again is well; and clocks may have been set back.
        self._died = {key: last for key, last in self._died.items() if abs(now - last.at) < last.pause + ASIDE}
        self._aside = {key: until for key, until in self._aside.items() if now < until <= now + GIVE_UP}
        return frozenset(self._aside)

    def died(self, key: Key, now: datetime) -> bool:
        """Leave a game alone that died, twice as long each time, though not the first time; return if it's hopeless.

        Args:
            key: which.
            now: when, in UTC.
        """
        last = self._died.get(key)
        since = now if last is None else last.since
        if now - since >= GIVE_UP:
            del self._died[key]
            return True
        pause = timedelta(0) if last is None else max(ASIDE, 2 * last.pause)
        self._died[key] = _Death(now, since, pause)
        self._aside[key] = now + pause
        return False

    def unreadable(self, key: Key, now: datetime, report: Callable[[], str]) -> Prognosis:
        """Leave a game alone that can't be read.

        Args:
            key: which.
            now: when, in UTC.
            report: logs why, and returns the reference; once is enough.
        """
        if key not in self._unread:
            self._unread[key] = now, report()
        since, reference = self._unread[key]
        is_hopeless = now - since >= GIVE_UP
        if is_hopeless:
            del self._unread[key]
        else:
            self._aside[key] = now + ASIDE
        return Prognosis(reference, is_hopeless)

    def is_read(self, key: Key) -> None:
        """Note that a game could be read."""
        self._unread.pop(key, None)
