"""How well a phrase names what an open option may be: a pack's topics and terms, or teams."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Known(IntEnum):
    """How well a phrase names something that an open option may be."""

    NO = 0
    LIKELY = 1
    """Misspelt, or a part of a name."""
    ALIAS = 2
    NAME = 3


Knows = Callable[[str, str], Known]
"""Tells how well a phrase names what an option (its name comes first) may be."""


def _knows_nothing(_option: str, _phrase: str) -> Known:
    return Known.NO


@dataclass(frozen=True, slots=True)
class Names:
    """The names that open options may have for one who types.

    Args:
        exactly: knows those that are spelt out.
        probably: knows those that are misspelt, too, and takes longer; asked where nothing else makes sense.
    """

    exactly: Knows = _knows_nothing
    probably: Knows = _knows_nothing


NO_NAMES = Names()
"""Nobody knows any."""
