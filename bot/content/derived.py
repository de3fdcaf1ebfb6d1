"""What is computed once from a pack and kept with it."""

import gc
from collections.abc import Callable
from enum import Enum, auto
from itertools import count
from threading import Lock
from types import FunctionType, ModuleType
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from bot.content.model import Pack, Sheet
from bot.runtime import gc_tuning, turns
from bot.runtime.bulkhead import bulkhead

_T = TypeVar("_T")

_DEEPEST = 4
"""Levels of a derived thing, such as a tuple in a dictionary of an object, at which much may lie."""

_numbers = count()
_keeping = Lock()


class When(Enum):
    """When something is made of a pack, if nobody wanted it earlier."""

    FIRST = auto()
    """Before anybody gets the pack: it takes milliseconds, or the first card, tip or question needs it."""
    SOON = auto()
    """Right after that: it takes long for a large pack. On the event loop it's asked for by `at_hand`."""
    WANTED = auto()
    """Not ahead, as it's rarely wanted."""


class PerPack(Generic[_T]):
    """One derived thing for each pack, made when first wanted, or ahead by `prepare`.

    It's kept with the very pack, so it goes when that goes, and packs with one id don't get into each other's way.

    Args:
        make: computes it.
        when: to do so, if nobody wanted it earlier.
    """

    def __init__(self, make: Callable[[Pack], _T], when: When = When.FIRST) -> None:
        self._make = make
        self._when = when
        self._name = f"_derived_{next(_numbers)}"
        _all.add(self)

    def __call__(self, pack: Pack) -> _T:
        """Return the thing that belongs to this very pack."""
        known = self._known(pack)
        if known is None:
            made = self._make(pack)
            with _keeping:  # of what two threads made at once, the first counts
                known = self._known(pack) or (id(pack), made)
                vars(pack)[self._name] = known
        return known[1]

    def is_made(self, pack: Pack) -> bool:
        """Return whether it's there."""
        return self._known(pack) is not None

    def prepare(self, pack: Pack, when: When) -> None:
        """Make it, if it's time for that."""
        if self._when is when:
            self(pack)

    def _known(self, pack: Pack) -> tuple[int, _T] | None:
        known: tuple[int, _T] | None = vars(pack).get(self._name)
        return known if known and known[0] == id(pack) else None  # pydantic copies to changed packs what's kept here

    def take(self, pack: Pack) -> _T | None:
        """Return what was made of a pack that is no longer in use, if anything was, and forget it."""
        made: _T | None
        _, made = vars(pack).pop(self._name, (0, None))
        return made


_all: "WeakSet[PerPack[Any]]" = WeakSet()


def prepare(pack: Pack, *stages: When) -> None:
    """Make what is derived from packs ahead; of a large one that takes seconds, so not on the event loop.

    Args:
        pack: of which.
        stages: what it's time for, in this order.
    """
    with gc_tuning.paused():
        for when in stages:
            for each in list(_all):
                with bulkhead("what is derived from a pack"):  # it fails again, and tells, where it's wanted
                    each.prepare(pack, when)


def drop(replaced: list[Pack]) -> None:
    """Let go of packs that are no longer in use and of all that was derived from them, a piece at a time.

    Nothing else goes on for as long as it takes to free one object with all that it holds.

    Args:
        replaced: the packs; none is left on the list.
    """
    while replaced:
        for each in list(_all):
            turns.free(_within(each.take(replaced[-1])))
        turns.free(items_of(replaced.pop()))


def _within(thing: object) -> list[object]:
    """Return what a thing is made of, as deep as it takes to find much: to free the rest is little."""
    found = [thing]
    for _ in range(_DEEPEST):
        found = [each for each in gc.get_referents(*found) if not isinstance(each, type | ModuleType | FunctionType)]
        if len(found) > turns.AT_ONCE:
            break
    return found


def items_of(pack: Pack) -> list[Any]:
    """Return everything that a pack's sheets list."""
    return [item for kind in Sheet.model_fields for item in getattr(pack, kind)]
