"""Look up parts of a pack by id, also by the ids that they had before: data stored under an old id still resolves."""

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import Protocol, TypeVar


class Renamable(Protocol):
    """Something with an id, and possibly former ids."""

    @property
    def id(self) -> str:
        """Return the current id."""

    @property
    def was(self) -> tuple[str, ...]:
        """Return the former ids, oldest first."""


_T = TypeVar("_T")
_NamedT = TypeVar("_NamedT", bound=Renamable)


class ById(Mapping[str, _T]):
    """A mapping by id. Looking up a former id works, too, but iterating yields current ids only.

    Args:
        things: the things by their current ids.
        was: former id → current id.
    """

    def __init__(self, things: Mapping[str, _T], was: Mapping[str, str]) -> None:
        self._things = things
        self._was = was

    def __getitem__(self, name: str) -> _T:
        return self._things[self.current(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def values(self) -> ValuesView[_T]:
        """Return the things in their order."""
        return self._things.values()  # Mapping's implementation would look up each thing by its id

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, name: object) -> bool:
        return name in self._things or name in self._was

    def current(self, name: str) -> str:
        """Return the current id for an id; the id itself if it's current or unknown.

        Args:
            name: a current or former id.
        """
        return self._was.get(name, name)


def by_id(things: Iterable[_NamedT]) -> ById[_NamedT]:
    """Return a mapping of things by their current and former ids."""
    found = {each.id: each for each in things}
    return ById(found, {old: each.id for each in found.values() for old in each.was})


def first_id(thing: Renamable) -> str:
    """Return a thing's oldest id, so that values computed from it don't change when it's renamed."""
    return thing.was[0] if thing.was else thing.id
