"""Stable topological sorting: things come after their prerequisites and otherwise keep their order. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeVar

_T = TypeVar("_T")


def everything_needed(needs: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """Return everything that each name needs, directly or indirectly, without the name itself.

    Args:
        needs: what each name needs directly.
    """
    found: dict[str, frozenset[str]] = {}
    for name in needs:
        reached: set[str] = set()
        waiting = list(needs[name])
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                waiting += needs.get(each, ())
        found[name] = frozenset(reached - {name})
    return found


def in_sequence(things: Sequence[_T], about: Callable[[_T], str], needed: Mapping[str, Collection[str]]) -> list[_T]:
    """Sort things so that each comes after those about its prerequisites; otherwise, keep their order.

    Args:
        things: the things in their preferred order.
        about: returns the objective that a thing is about.
        needed: all prerequisites of each objective, without cycles.
    """
    left = Counter(map(about, things))
    blockers = {each: {name for name in needed.get(each, ()) if name in left} for each in left}
    if not any(blockers.values()):
        return list(things)
    places: dict[str, list[int]] = defaultdict(list)
    followers: dict[str, list[str]] = defaultdict(list)
    for place, thing in enumerate(things):
        places[about(thing)].append(place)
    for name, before in blockers.items():
        for each in before:
            followers[each].append(name)
    ready = [place for name, there in places.items() if not blockers[name] for place in there]
    heapify(ready)
    ordered: list[_T] = []
    while ready:
        thing = things[heappop(ready)]
        ordered.append(thing)
        left[about(thing)] -= 1
        if not left[about(thing)]:
            for name in followers[about(thing)]:
                blockers[name].discard(about(thing))
                if not blockers[name]:
                    for place in places[name]:
                        heappush(ready, place)
    return ordered
