"""Things of a pack by id, where some have had other ids before: what was kept under those finds them still."""

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import Protocol, TypeVar


class Renamable(Protocol):
    """Something with an id, and with ids that it had before."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def was(self) -> tuple[str, ...]:
        """Return the ids that it had before, the first one first."""


_T = TypeVar("_T")
_NamedT = TypeVar("_NamedT", bound=Renamable)


class ById(Mapping[str, _T]):
    """Things by id. An id that one of them had before finds it as well, but isn't listed.

    Args:
        things: by the ids that they have now.
        was: the ids that they have now, by those that they had before.
    """

    def __init__(self, things: Mapping[str, _T], was: Mapping[str, str]) -> None:
        self._things = things
        self._was = was

    def __getitem__(self, name: str) -> _T:
        return self._things[self.current(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def values(self) -> ValuesView[_T]:
        """Return the things, in order."""
        return self._things.values()  # a Mapping's own would look up each by its id

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, name: object) -> bool:
        return name in self._things or name in self._was

    def current(self, name: str) -> str:
        """Return the id that something has now; the same one if that's it, or if nothing ever had it.

        Args:
            name: an id from now or from before.
        """
        return self._was.get(name, name)


def by_id(things: Iterable[_NamedT]) -> ById[_NamedT]:
    """Return things by id."""
    found = {each.id: each for each in things}
    return ById(found, {old: each.id for each in found.values() for old in each.was})


def first_id(thing: Renamable) -> str:
    """Return the id that something had first, so that what's worked out from it stays when it's renamed."""
    return thing.was[0] if thing.was else thing.id
