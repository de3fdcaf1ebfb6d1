"""Turns: who goes next where more is due than can be under way. Pure, without I/O."""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable
from typing import Protocol, TypeVar

_MOST_REMEMBERED = 20_000
"""Tenants and places; whose turn was longest ago is forgotten first, and then counts as one that never had any."""


class Waiting(Protocol):
    """What a turn is given to."""

    @property
    def tenant(self) -> str:
        """Whose it is."""

    @property
    def destination(self) -> str:
        """Where it goes; no other tenant has that one."""


_W = TypeVar("_W", bound=Waiting)


class Turns:
    """Remembers who had a turn: whoever has waited longest is next, among tenants, then among one's places."""

    def __init__(self) -> None:
        self._turns = 0
        self._last: OrderedDict[str, int] = OrderedDict()

    def choose(self, due: Iterable[_W], most: int) -> list[_W]:
        """Give turns to posts.

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
            self._note(tenant, place)
            if posts:
                places[tenant].append(place)
            if places[tenant]:
                tenants.append(tenant)
        return chosen

    def _last_turn(self, whose: str) -> int:
        return self._last.get(whose, 0)

    def _note(self, *whose: str) -> None:
        self._turns += 1
        for each in whose:
            self._last[each] = self._turns
            self._last.move_to_end(each)
        while len(self._last) > _MOST_REMEMBERED:
            self._last.popitem(last=False)
