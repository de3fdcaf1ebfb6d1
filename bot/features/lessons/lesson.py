"""What a lesson returns: a message, and the items that it showed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from bot.content.derived import PerPack
from bot.content.item import Item
from bot.content.model import Card, Comparison, Example, Pack, Side, Term, Tip, Topic
from bot.content.renamed import ById
from bot.language.message import Message

_MOST_CACHED = 5_000
"""Lessons of a pack that are kept, more than most packs have; the least recently read go first."""

_KINDS: dict[type[Item], str] = {Comparison: "comparison", Term: "term", Tip: "tip", Example: "example", Card: "card"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message that teaches.

    Args:
        message: what's said.
        pack: the id of the pack that it comes from.
        shown: keys of the items that the learner has now seen (see key).
        in_full: how many of them, the first ones, are shown in full.
    """

    message: Message
    pack: str
    shown: tuple[str, ...] = ()
    in_full: int = 1


class Lessons:
    """Lessons that depend on nothing but the pack, each made once for all who ask for it."""

    def __init__(self) -> None:
        self._made = PerPack[LRUCache[tuple[object, ...], Lesson]](lambda _: LRUCache(_MOST_CACHED))

    def cached(
        self, make: Callable[..., Lesson], pack: Pack, *about: Item | Topic | Sequence[Side], private: bool = False
    ) -> Lesson:
        """Return a lesson, made the first time that it's asked for.

        Args:
            make: makes it of the pack and what it's about, `private` or not.
            pack: where it comes from.
            about: things of that pack.
            private: for the asker alone.
        """
        made = self._made(pack)
        of = (make, private, *(_name(each) for each in about))
        if (known := made.get(of)) is None:
            known = made[of] = make(pack, *about, private=private)
        return known


def _name(thing: Item | Topic | Sequence[Side]) -> object:
    """Return what tells it from all others of its pack; pydantic's own comparison would go through all of it."""
    return tuple(side.id for side in thing) if isinstance(thing, Sequence) else (type(thing), thing.id)


def key(item: Item) -> str:
    """Return an item's identity within its pack, as kind:id, for example term:rag."""
    return f"{_KINDS[type(item)]}:{item.id}"


def teachings(pack: Pack) -> Iterable[Item]:
    """Return everything in a pack that can be seen outside a quiz."""
    return (*pack.comparisons, *pack.terms, *pack.tips, *pack.examples)


def _taught(pack: Pack) -> ById[str]:
    """Return the id of the topic of everything in a pack that can be seen outside a quiz, by key."""
    return ById(
        {key(each): pack.topic_of(each).id for each in teachings(pack)},
        {f"{_KINDS[type(each)]}:{old}": key(each) for each in teachings(pack) for old in each.was},
    )


topics_taught = PerPack[ById[str]](_taught)
"""The same, worked out once for all who ask (see _taught)."""
