"""What is computed once from a pack and kept until the pack changes."""

from collections.abc import Callable
from typing import Generic, TypeVar

from bot.content.model import Pack

_T = TypeVar("_T")


class PerPack(Generic[_T]):
    """One derived thing for each pack in use, made when first wanted and again when the pack was reloaded.

    Args:
        make: computes it.
    """

    def __init__(self, make: Callable[[Pack], _T]) -> None:
        self._make = make
        self._made: dict[str, tuple[Pack, _T]] = {}

    def __call__(self, pack: Pack) -> _T:
        """The thing that belongs to this very pack."""
        made = self._made.get(pack.id)
        if made is None or made[0] is not pack:
            made = self._made[pack.id] = (pack, self._make(pack))
        return made[1]
