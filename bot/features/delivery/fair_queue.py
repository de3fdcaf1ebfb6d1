"""Turns: who goes next where more is due than can be under way. Pure, without I/O."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from cachetools import LRUCache

_MOST_REMEMBERED = 20_000
"""Tenants and places; those that nobody has looked at for longest are forgotten first: they never had a turn then."""


class Waiting(Protocol):
    """What a turn is given to."""

    @property
    def tenant(self) -> str:
        """Whose it is."""

    @property
    def destination(self) -> str:
        """Return where it goes; no other tenant has that one."""


_W = TypeVar("_W", bound=Waiting)


class Turns:
    """Remembers who had a turn: those who waited longest are next, among tenants, then among the places of one."""

    def __init__(self) -> None:
        self._turns = 0
        self._last: LRUCache[str, int] = LRUCache(_MOST_REMEMBERED)

    def choose(self, due: Iterable[_W], most: int) -> list[_W]:
        """Return which posts have the next turns; they count as had once they're noted.

        Args:
            due: what there is, the longest due first; that decides among those who never had a turn.
            most: turns.

        Returns:
            The posts, in the order of their turns; those for one place are in the order in which they were due.
        """
        waiting: defaultdict[str, defaultdict[str, deque[_W]]] = defaultdict(lambda: defaultdict(deque))
        for each in due:
            waiting[each.tenant][each.destination].append(each)
        tenants = deque(sorted(waiting, key=self._last_turn))
        places = {tenant: deque(sorted(waiting[tenant], key=self._last_turn)) for tenant in tenants}
        chosen: list[_W] = []
        while tenants and len(chosen) < most:
            tenant = tenants.popleft()
            place = places[tenant].popleft()
            posts = waiting[tenant][place]
            chosen.append(posts.popleft())
            if posts:
                places[tenant].append(place)
            if places[tenant]:
                tenants.append(tenant)
        return chosen

    def note(self, chosen: Sequence[Waiting]) -> None:
        """Remember that posts have had their turns, in this order."""
        for each in chosen:
            self._turns += 1
            self._last[each.tenant] = self._last[each.destination] = self._turns

    def _last_turn(self, whose: str) -> int:
        return self._last.get(whose, 0)
