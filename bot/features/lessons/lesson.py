"""A lesson: a message, and the items that it shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from bot.content.derived import CachedPerPack
from bot.content.item import Item
from bot.content.model import Card, Comparison, Example, Pack, Side, Term, Tip, Topic
from bot.content.question import QuestionItem
from bot.content.renamed import ById
from bot.language.message import Message

_MOST_CACHED = 5_000
"""Maximum number of cached lessons per pack, more than most packs have; the least recently used ones go first."""

_KINDS: dict[type[Item], str] = {Comparison: "comparison", Term: "term", Tip: "tip", Example: "example", Card: "card"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message that teaches.

    Args:
        message: the message.
        pack: the id of the pack that it comes from.
        shown: the keys of the items that it shows (see the function `key`).
        in_full: how many of these, from the first, are shown in full.
    """

    message: Message
    pack: str
    shown: tuple[str, ...] = ()
    in_full: int = 1


class Lessons:
    """A cache of lessons that depend on nothing but the pack."""

    def __init__(self) -> None:
        self._made = CachedPerPack[LRUCache[tuple[object, ...], Lesson]](lambda _: LRUCache(_MOST_CACHED))

    def cached(
        self, make: Callable[..., Lesson], pack: Pack, *about: Item | Topic | Sequence[Side], private: bool = False
    ) -> Lesson:
        """Return a lesson from the cache, or make it.

        Args:
            make: makes it from the pack, `about` and `private`.
            pack: the pack that it comes from.
            about: things in that pack.
            private: whether only the asker sees it.
        """
        known_lessons = self._made(pack)
        of = (make, private, *(_name(each) for each in about))
        if (known := known_lessons.get(of)) is None:
            known = known_lessons[of] = make(pack, *about, private=private)
        return known


def _name(thing: Item | Topic | Sequence[Side]) -> object:
    """Return a short cache key for something in a pack; pydantic's own comparison would compare all fields."""
    return tuple(side.id for side in thing) if isinstance(thing, Sequence) else (type(thing), thing.id)


def key(item: Item) -> str:
    """Return an item's identity within its pack, as kind:id, for example term:rag."""
    return f"{'question' if isinstance(item, QuestionItem) else _KINDS[type(item)]}:{item.id}"


def teachings(pack: Pack) -> Iterable[Item]:
    """Return all items of a pack that can be seen outside a quiz."""
    return (*pack.comparisons, *pack.terms, *pack.tips, *pack.examples)


def _taught(pack: Pack) -> ById[str]:
    """Map the key of every item that can be seen outside a quiz to its topic's id."""
    return ById(
        {key(each): pack.topic_of(each).id for each in teachings(pack)},
        {f"{_KINDS[type(each)]}:{old}": key(each) for each in teachings(pack) for old in each.was},
    )


topics_taught = CachedPerPack[ById[str]](_taught)
"""The topic's id by an item's key, computed once per pack (see `_taught`)."""
