"""Turns: which posts are sent next if more are due than can be sent at once. Pure, without I/O."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from cachetools import LRUCache

_MOST_REMEMBERED = 20_000
"""Maximum number of tenants and destinations remembered; the least recently used ones are forgotten first."""


class Waiting(Protocol):
    """Something that waits for its turn."""

    @property
    def tenant(self) -> str:
        """Return the tenant's key."""

    @property
    def destination(self) -> str:
        """Return where it goes, as a text that's unique among all tenants."""


_W = TypeVar("_W", bound=Waiting)


class Turns:
    """Picks the tenant that has waited longest, and then the one of its destinations that has."""

    def __init__(self) -> None:
        self._turns = 0
        self._last: LRUCache[str, int] = LRUCache(_MOST_REMEMBERED)

    def choose(self, due: Iterable[_W], most: int) -> list[_W]:
        """Return the posts that have the next turns; the turns only count once `note` is called.

        Args:
            due: the due posts, the longest overdue first, which decides among those that never had a turn.
            most: the maximum number of turns.

        Returns:
            The posts in the order of their turns; those for the same destination keep their order.
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
        """Record that posts have had their turns, in this order."""
        for each in chosen:
            self._turns += 1
            self._last[each.tenant] = self._last[each.destination] = self._turns

    def _last_turn(self, whose: str) -> int:
        return self._last.get(whose, 0)
