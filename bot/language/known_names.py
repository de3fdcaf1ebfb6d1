"""How well a phrase matches a name that an open option accepts: a pack's topics and terms, or teams."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Known(IntEnum):
    """How well a phrase matches a name that an open option accepts."""

    NO = 0
    LIKELY = 1
    """Misspelt, or a part of a name."""
    ALIAS = 2
    NAME = 3


Knows = Callable[[str, str], Known]
"""Takes an option's name and a phrase; returns how well the phrase matches a name that the option accepts."""


def _knows_nothing(_option: str, _phrase: str) -> Known:
    return Known.NO


@dataclass(frozen=True, slots=True)
class Names:
    """The names that open options accept from a certain person.

    Args:
        exactly: recognises names that are spelt correctly.
        probably: recognises misspelt names, too, but takes longer; used only if nothing else makes sense.
    """

    exactly: Knows = _knows_nothing
    probably: Knows = _knows_nothing


NO_NAMES = Names()
"""No known names."""
