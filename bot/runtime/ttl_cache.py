"""What was worked out lately, remembered for a while, as many ask for the same."""

from collections.abc import Collection, Hashable, Mapping
from datetime import datetime, timedelta
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """Remembers values by key.

    Args:
        fresh: how long a value counts.
        most: values remembered; the oldest go first.
    """

    def __init__(self, fresh: timedelta, most: int) -> None:
        self._fresh = fresh
        self._most = most
        self._known: dict[Hashable, tuple[datetime, _T]] = {}

    def stale(self, keys: Collection[tuple[str, str]], at: datetime) -> list[tuple[str, str]]:
        """Those of some keys whose values are to be worked out anew.

        Args:
            keys: which.
            at: now; a value of an hour that has been set back counts as little as an old one.
        """
        return [key for key in keys if key not in self._known or abs(at - self._known[key][0]) > self._fresh]

    def put(self, values: Mapping[tuple[str, str], _T], at: datetime) -> None:
        """Remember values, worked out at some moment."""
        for key, value in values.items():
            self._known.pop(key, None)
            self._known[key] = (at, value)
        while len(self._known) > self._most:
            del self._known[next(iter(self._known))]

    def get(self, key: tuple[str, str], default: _T) -> _T:
        """A value, however old."""
        found = self._known.get(key)
        return default if found is None else found[1]

    def forget(self, key: tuple[str, str]) -> None:
        """Have a value worked out anew when it is wanted next."""
        self._known.pop(key, None)
