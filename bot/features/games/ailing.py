"""Games that this replica can't run: how long to leave each one alone, and when to give it up. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.features.games.model import Key

ASIDE = timedelta(minutes=1)
"""How long to leave a game that can't be run here to other replicas, which may have a newer version."""

GIVE_UP = timedelta(minutes=15)
"""A game that couldn't be read or kept crashing for this long is ended, so that another one can start."""


@dataclass(frozen=True, slots=True)
class Prognosis:
    """What to do about a game that couldn't be run.

    Args:
        reference: the reference of the log entry that says why.
        is_hopeless: whether to end it.
    """

    reference: str
    is_hopeless: bool


@dataclass(frozen=True, slots=True)
class _Death:
    """A game's latest crash here, the first one in a row (`since`), and the pause after the latest."""

    at: datetime
    since: datetime
    pause: timedelta


class Ailing:
    """Keeps track of the games that can't be run here."""

    def __init__(self) -> None:
        self._aside: dict[Key, datetime] = {}
        """Until when each game is left to other replicas."""
        self._died: dict[Key, _Death] = {}
        self._unread: dict[Key, tuple[datetime, str]] = {}
        """Since when each game couldn't be read here, and the reference of the log entry that says why."""

    def left_alone(self, now: datetime) -> frozenset[Key]:
        """Return the games that are currently left to other replicas."""
        # A game that has run for a minute since its pause is healthy. abs() and GIVE_UP: clocks may be set back.
        self._died = {key: last for key, last in self._died.items() if abs(now - last.at) < last.pause + ASIDE}
        self._aside = {key: until for key, until in self._aside.items() if now < until <= now + GIVE_UP}
        return frozenset(self._aside)

    def died(self, key: Key, now: datetime) -> bool:
        """Note a crash; return whether the game is hopeless. The first crash brings no pause; later pauses double.

        Args:
            key: the game's key.
            now: the time, in UTC.
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
        """Leave alone a game that can't be read.

        Args:
            key: the game's key.
            now: the time, in UTC.
            report: logs why, and returns the reference; called once per game.
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
        """Note that a game can be read again."""
        self._unread.pop(key, None)
