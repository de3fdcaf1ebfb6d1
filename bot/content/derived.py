"""Values that are computed once from a pack and stored with it."""

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
"""How many levels of nesting to look into for many small objects, such as a tuple in a dictionary of an object."""

_numbers = count()
_keeping = Lock()


class When(Enum):
    """When a derived value is computed, unless someone needs it earlier."""

    FIRST = auto()
    """Before anyone gets the pack: it takes milliseconds, or the first card, tip or question needs it."""
    SOON = auto()
    """Right after that: it takes long for a large pack. On the event loop, get it with `at_hand`."""
    WANTED = auto()
    """Not in advance, because it's rarely needed."""


class CachedPerPack(Generic[_T]):
    """A value derived from each pack, computed on first use or in advance by `prepare`.

    It's stored in the pack object itself, so it's freed with the pack, and two packs with the same id don't collide.

    Args:
        make: computes the value.
        when: when to compute it, unless someone needs it earlier.
    """

    def __init__(self, make: Callable[[Pack], _T], when: When = When.FIRST) -> None:
        self._make = make
        self._when = when
        self._name = f"_derived_{next(_numbers)}"
        _all.add(self)

    def __call__(self, pack: Pack) -> _T:
        """Return the value for this pack object, computing it if needed."""
        known = self._known(pack)
        if known is None:
            value = self._make(pack)
            with _keeping:  # if two threads computed it at once, the first result is used
                known = self._known(pack) or (id(pack), value)
                vars(pack)[self._name] = known
        return known[1]

    def is_made(self, pack: Pack) -> bool:
        """Return whether the value has been computed."""
        return self._known(pack) is not None

    def prepare(self, pack: Pack, when: When) -> None:
        """Compute the value if it's due at this stage."""
        if self._when is when:
            self(pack)

    def _known(self, pack: Pack) -> tuple[int, _T] | None:
        known: tuple[int, _T] | None = vars(pack).get(self._name)
        return known if known and known[0] == id(pack) else None  # model_copy copies the old pack's values, too

    def take(self, pack: Pack) -> _T | None:
        """Remove the value from a pack that's no longer in use; return it, or None if there's none."""
        value: _T | None
        _, value = vars(pack).pop(self._name, (0, None))
        return value


_all: "WeakSet[CachedPerPack[Any]]" = WeakSet()


def prepare(pack: Pack, *stages: When) -> None:
    """Compute a pack's derived values in advance; never on the event loop, as a large pack takes seconds.

    Args:
        pack: the pack to derive them from.
        stages: the stages that are due, in this order.
    """
    with gc_tuning.paused():
        for when in stages:
            for each in list(_all):
                with bulkhead("what is derived from a pack"):  # it fails again, visibly, where it's needed
                    each.prepare(pack, when)


def drop(replaced: list[Pack]) -> None:
    """Free packs that are no longer in use, and everything derived from them, in pieces.

    Freeing one large object with all its contents would block every other thread.

    Args:
        replaced: the packs; the list is empty afterwards.
    """
    while replaced:
        for each in list(_all):
            turns.free(_within(each.take(replaced[-1])))
        turns.free(items_of(replaced.pop()))


def _within(thing: object) -> list[object]:
    """Return the objects that a value refers to, going deeper until there are many, each cheap to free."""
    found = [thing]
    for _ in range(_DEEPEST):
        found = [each for each in gc.get_referents(*found) if not isinstance(each, type | ModuleType | FunctionType)]
        if len(found) > turns.AT_ONCE:
            break
    return found


def items_of(pack: Pack) -> list[Any]:
    """Return everything that a pack's sheets list, of all kinds."""
    return [item for kind in Sheet.model_fields for item in getattr(pack, kind)]
