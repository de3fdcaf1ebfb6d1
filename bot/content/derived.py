"""What is computed once from a pack and kept with it."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from bot.content.model import Pack, Sheet
from bot.runtime import gc_tuning
from bot.runtime.bulkhead import bulkhead

_T = TypeVar("_T")

_TOGETHER = 2_000
"""Items of a pack that are freed at once."""

_numbers = count()


class PerPack(Generic[_T]):
    """One derived thing for each pack, made when first wanted, or ahead by `prepare`.

    It's kept with the very pack, so it goes when that goes, and packs with one id don't get into each other's way.

    Args:
        make: computes it.
        ahead: whether `prepare` makes it; what's rarely wanted needn't keep a pack from being ready.
    """

    def __init__(self, make: Callable[[Pack], _T], *, ahead: bool = True) -> None:
        self._make = make
        self._ahead = ahead
        self._name = f"_derived_{next(_numbers)}"
        _all.add(self)

    def __call__(self, pack: Pack) -> _T:
        """Return the thing that belongs to this very pack."""
        known = vars(pack).get(self._name)
        if known is not None and known[0] == id(pack):  # pydantic copies to changed packs what is kept with one
            made: _T = known[1]
            return made
        made = self._make(pack)
        vars(pack)[self._name] = (id(pack), made)
        return made

    def prepare(self, pack: Pack) -> None:
        """Make it, if that's to be done ahead."""
        if self._ahead:
            self(pack)

    def drop(self, pack: Pack) -> None:
        """Forget what was made of a pack that is no longer in use."""
        vars(pack).pop(self._name, None)


_all: "WeakSet[PerPack[Any]]" = WeakSet()


def prepare(pack: Pack) -> None:
    """Make what is derived from packs ahead; of a large one that takes seconds, so not on the event loop."""
    with gc_tuning.paused():
        for each in list(_all):
            with bulkhead("what is derived from a pack"):  # it fails again, and tells, where it's wanted
                each.prepare(pack)


def drop(replaced: list[Pack]) -> None:
    """Let go of packs that are no longer in use and of all that was derived from them, a piece at a time.

    Nothing else goes on for as long as it takes to free one object with all that it holds.

    Args:
        replaced: the packs; none is left on the list.
    """
    items: list[object] = []
    while replaced:
        items += items_of(replaced[-1])
        for each in list(_all):
            each.drop(replaced[-1])
        replaced.pop()
        while items:
            del items[-_TOGETHER:]


def items_of(pack: Pack) -> Sequence[Any]:
    """Return everything that a pack's sheets list."""
    return [item for kind in Sheet.model_fields for item in getattr(pack, kind)]
