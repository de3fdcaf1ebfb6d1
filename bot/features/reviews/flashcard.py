"""A flashcard: a question, and what to remember. Pure."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.content.item import Item
from bot.content.keys import NOTHING, Keys
from bot.content.model import Comparison, Term

_CODE_BITS = 60


class CardFaces(NamedTuple):
    """What a card says.

    Args:
        front: what's asked.
        back: what to remember.
        typed: the answers that may be typed; none if typing makes no sense.
        more: a text below the back, such as an example or a takeaway.
    """

    front: str
    back: str
    typed: Keys = NOTHING
    more: str = ""


@dataclass(frozen=True)
class Flashcard:
    """One card as a learner sees it.

    Args:
        id: stable as long as the item keeps its id: kind:item, such as card:da-oil or term:rag. If an item has
            several cards, it also says which one: card:da-oil:reverse, cloze:sample:2 or worked:recall:3.
        item: the item that it was made from.
        say: makes its texts; only called when someone sees the card, as a deck has thousands.
        was: its ids before the item was renamed, the oldest first.
    """

    id: str
    item: Item
    say: Callable[[], CardFaces] = field(repr=False, compare=False)
    was: tuple[str, ...] = ()

    @cached_property
    def _faces(self) -> CardFaces:
        return self.say()

    @property
    def front(self) -> str:
        """Return what's asked."""
        return self._faces.front

    @property
    def back(self) -> str:
        """Return what to remember."""
        return self._faces.back

    @property
    def typed(self) -> Keys:
        """Return the answers that may be typed."""
        return self._faces.typed

    @property
    def more(self) -> str:
        """Return the text below the back."""
        return self._faces.more

    @property
    def is_of_its_answer(self) -> bool:
        """Return whether the item itself is the answer, so that its picture would give the answer away."""
        return isinstance(self.item, Term | Comparison)

    @cached_property
    def code(self) -> str:
        """Return a short, stable code for the card's id that fits in a button's data."""
        return code_of(self.id)


def code_of(card: str) -> str:
    """Return the code for a card's id, as used in buttons."""
    digest = hashlib.blake2b(card.encode(), digest_size=8).digest()
    return format(int.from_bytes(digest, "big") >> (64 - _CODE_BITS), "x")
