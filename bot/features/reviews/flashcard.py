"""A flashcard: one thing that's asked, and what should be remembered of it. Pure."""

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
        back: what should be remembered.
        typed: what may be typed; no answers if typing makes no sense.
        more: what's said below the back: an example, or what to take away.
    """

    front: str
    back: str
    typed: Keys = NOTHING
    more: str = ""


@dataclass(frozen=True)
class Flashcard:
    """One card as a learner meets it.

    Args:
        id: stable for as long as the item keeps its id: kind:item, such as card:da-oil or term:rag, and of an item
            with several cards also which one, such as card:da-oil:reverse, cloze:sample:2 or worked:recall:3.
        item: what it was made from.
        say: works out what it says, once someone gets to see it: a deck has thousands of cards.
        was: ids that it had before its item was renamed, the first one first.
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
        """Return what should be remembered."""
        return self._faces.back

    @property
    def typed(self) -> Keys:
        """Return what may be typed."""
        return self._faces.typed

    @property
    def more(self) -> str:
        """Return what's said below the back."""
        return self._faces.more

    @property
    def is_of_its_answer(self) -> bool:
        """Return whether it asks for what its item tells, so that a picture of the item would give it away."""
        return isinstance(self.item, Term | Comparison)

    @cached_property
    def code(self) -> str:
        """Return a short name for the card's id, the same everywhere and always, which fits into a button."""
        return code_of(self.id)


def code_of(card: str) -> str:
    """Return the short name that a card with that id has in buttons."""
    digest = hashlib.blake2b(card.encode(), digest_size=8).digest()
    return format(int.from_bytes(digest, "big") >> (64 - _CODE_BITS), "x")
