"""What is computed once from a pack and kept until the pack changes."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from bot.content.model import Pack, Sheet
from bot.runtime import gc_tuning
from bot.runtime.bulkhead import bulkhead

_T = TypeVar("_T")

_TOGETHER = 2_000
"""Items of a pack that are freed at once."""


class PerPack(Generic[_T]):
    """One derived thing for each pack in use, made when first wanted, or ahead by `prepare`.

    After a reload the thing made before is kept too, for those who are still working with it.

    Args:
        make: computes it.
    """

    def __init__(self, make: Callable[[Pack], _T]) -> None:
        self._make = make
        self._made: dict[str, tuple[tuple[Pack, _T], ...]] = {}
        _all.add(self)

    def __call__(self, pack: Pack) -> _T:
        """Return the thing that belongs to this very pack."""
        known = self._made.get(pack.id, ())
        for of, made in known:
            if of is pack:
                return made
        made = self._make(pack)
        self._made[pack.id] = ((pack, made), *known[:1])
        return made

    def drop(self, pack: Pack) -> None:
        """Forget what was made of a pack that is no longer in use."""
        self._made[pack.id] = tuple(each for each in self._made.get(pack.id, ()) if each[0] is not pack)


_all: "WeakSet[PerPack[Any]]" = WeakSet()


def prepare(pack: Pack) -> None:
    """Make everything that is derived from packs; of a large one that takes seconds, so not on the event loop."""
    with gc_tuning.paused():
        for each in list(_all):
            with bulkhead("what is derived from a pack"):  # it fails again, and tells, where it's wanted
                each(pack)


def drop(replaced: list[Pack]) -> None:
    """Let go of packs that are no longer in use and of all that was derived from them, a piece at a time.

    Nothing else goes on for as long as it takes to free one object with all that it holds.

    Args:
        replaced: the packs; none is left on the list.
    """
    items: list[object] = []
    while replaced:
        items += (item for kind in Sheet.model_fields for item in getattr(replaced[-1], kind))
        for each in list(_all):
            each.drop(replaced[-1])
        replaced.pop()
        while items:
            del items[-_TOGETHER:]
