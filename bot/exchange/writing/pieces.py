"""Convert a pack item by item for export, and collect what a format can't hold. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from bot.content.item import Item
from bot.content.model import Pack
from bot.content.question import Explanation
from bot.exchange.model import LeftOut
from bot.language.text import counted, shortened

PieceT = TypeVar("PieceT")

_KINDS = {
    "cards": ("card", "cards"),
    "clozes": ("card with gaps", "cards with gaps"),
    "terms": ("term", "terms"),
    "questions": ("question", "questions"),
    "tips": ("tip", "tips"),
    "comparisons": ("comparison", "comparisons"),
    "examples": ("example", "examples"),
    "worked": ("worked problem", "worked problems"),
}
"""The lists of a pack, with the singular and plural name of their items."""

_OWN = frozenset({"id", "was", "objectives", "type", "checked", "until", "owner"})
"""Fields for those who maintain the pack; files for learners don't need them."""


class NoPlaceError(Exception):
    """A format can't hold an item; the message says why."""


@dataclass(frozen=True, slots=True)
class Piece(Generic[PieceT]):
    """An item converted to a format.

    Args:
        body: the converted item.
        fields: the names of the item's fields that it includes.
        changed: what else couldn't be kept, in a few words each.
    """

    body: PieceT
    fields: frozenset[str]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file made from a pack.

    Args:
        data: the bytes of the file.
        count: the number of items in it.
        left: items that were left out, and why.
        changed: what couldn't be kept, item by item.
    """

    data: bytes
    count: int
    left: tuple[LeftOut, ...] = ()
    changed: tuple[LeftOut, ...] = ()


@dataclass(slots=True)
class Pieces(Generic[PieceT]):
    """All items of a pack that a format can hold.

    Args:
        by_topic: the title of each topic → its converted items, in order.
        count: the number of converted items.
        left: items that were left out, and why.
        changed: what couldn't be kept, item by item.
    """

    by_topic: dict[str, list[PieceT]] = field(default_factory=dict)
    count: int = 0
    left: list[LeftOut] = field(default_factory=list)
    changed: list[LeftOut] = field(default_factory=list)

    def written(self, data: bytes) -> Written:
        """Return the file that consists of these items."""
        return Written(data, self.count, tuple(self.left), tuple(self.changed))


class Writer(Protocol):
    """A file format that packs can be exported to."""

    @property
    def name(self) -> str:
        """Return the format's name, as people call it."""
        ...

    @property
    def ending(self) -> str:
        """Return the extension of file names, without the dot."""
        ...

    def write(self, pack: Pack, images: Mapping[str, bytes], /) -> Written:
        """Write a pack; formats that can't hold pictures leave them all out.

        Args:
            pack: the pack to write.
            images: the pack's pictures: file name in the pack → bytes; missing ones are left out.
        """
        ...


def pieces(pack: Pack, makers: Mapping[str, Callable[[Any], Piece[PieceT]]], name: str) -> Pieces[PieceT]:
    """Convert all items that a format can hold.

    Args:
        pack: the pack to write.
        makers: list of the pack → function that converts one of its items, or raises NoPlaceError.
        name: the format's name.
    """
    found: Pieces[PieceT] = Pieces({topic.title: [] for topic in pack.topics})
    for kind, (one, many) in _KINDS.items():
        items: tuple[Item, ...] = getattr(pack, kind)
        maker = makers.get(kind)
        if maker is None:
            found.left += [LeftOut(counted(len(items), one, many), f"{name} can't hold them")] if items else []
            continue
        for item in (_with_case(pack, each) for each in items):
            where = f"{one} {item.id}"
            try:
                piece = maker(item)
            except NoPlaceError as error:
                found.left.append(LeftOut(where, str(error)))
                continue
            found.by_topic[pack.topic_of(item).title].append(piece.body)
            found.count += 1
            found.changed += (LeftOut(where, what) for what in (*_lost(item, piece.fields), *piece.changed))
    return found


def _with_case(pack: Pack, item: Item) -> Item:
    """Return an item with its case before what it asks, as other formats have no cases; what a case shows is lost."""
    case = pack.case_by_id.get(item.case or "")
    field = next((name for name in ("prompt", "statement", "front") if hasattr(item, name)), "")
    if case is None or not field:
        return item
    shows = case.figure or case.image or case.code
    asked = f"{case.text} {getattr(item, field)}"
    return item.model_copy(update={field: asked, "case": item.case if shows else None})


def lines(written: Written, name: str, most: int = 40) -> Iterator[str]:
    """Yield what was written, what was left out and why, and what wasn't kept, line by line.

    Args:
        written: the file.
        name: the name of its format.
        most: the maximum number of lines; what doesn't fit is only counted.
    """
    yield f"{name}: {counted(written.count, 'item')} written, {len(written.left)} left out."
    room = (most - 1) // 2
    for title, entries in (("Left out", written.left), ("Not kept", written.changed)):
        if entries:
            yield f"{title}:"
            first_entries = entries if len(entries) < room else entries[: room - 2]
            yield from (f"  {shortened(f'{each.position}: {each.why}', 160)}" for each in first_entries)
            if len(first_entries) < len(entries):
                yield f"  … and {len(entries) - len(first_entries)} more"


def told(explanation: Explanation | None) -> tuple[str, tuple[str, ...]]:
    """Return an explanation as a single text, and a note if its text for wrong answers is lost."""
    if explanation is None:
        return "", ()
    same = explanation.right == explanation.wrong
    return explanation.right, () if same else ("what to say to people who were wrong",)


def _lost(item: Item, written_fields: frozenset[str]) -> list[str]:
    names = item.model_dump(exclude_defaults=True).keys() - _OWN - written_fields
    return [", ".join(sorted(name.replace("_", " ") for name in names))] if names else []
