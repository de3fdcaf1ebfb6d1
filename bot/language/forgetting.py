"""Forgetting what a cache has about someone."""

from collections.abc import Callable, MutableMapping
from typing import TypeVar

_KeyT = TypeVar("_KeyT")
_ValueT = TypeVar("_ValueT")


def forget_if(cache: MutableMapping[_KeyT, _ValueT], goes: Callable[[_KeyT], bool]) -> None:
    """Remove the entries whose keys are to go.

    Args:
        cache: the cache, whose entries may expire meanwhile.
        goes: returns whether the entry with a key is to go.
    """
    for key in [key for key in cache if goes(key)]:
        cache.pop(key, None)
