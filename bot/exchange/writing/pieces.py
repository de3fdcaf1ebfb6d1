"""What's written of a pack, item by item, and what a format can't hold. Pure."""

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
"""What a pack teaches with."""

_OWN = frozenset({"id", "was", "objectives", "type", "checked", "until", "owner"})
"""What's said of an item for those who look after the pack; files for learners don't need it."""


class NoPlaceError(Exception):
    """A format can't hold an item; the text says why."""


@dataclass(frozen=True, slots=True)
class Piece(Generic[PieceT]):
    """An item as a format has it.

    Args:
        body: what's written.
        fields: names of the item's fields that it says.
        changed: what else couldn't be kept.
    """

    body: PieceT
    fields: frozenset[str]
    changed: tuple[str, ...] = ()


@dataclass(slots=True)
class Pieces(Generic[PieceT]):
    """What's written of a pack.

    Args:
        by_topic: the title of each topic → its pieces, in order.
        count: of the pieces.
        left: items that aren't in it, and why.
        changed: what isn't as it was in the pack, item by item.
    """

    by_topic: dict[str, list[PieceT]] = field(default_factory=dict)
    count: int = 0
    left: list[LeftOut] = field(default_factory=list)
    changed: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A file made of a pack.

    Args:
        data: its bytes.
        count: items in it.
        left: items that aren't, and why.
        changed: what isn't as it was in the pack, item by item.
    """

    data: bytes
    count: int
    left: tuple[LeftOut, ...] = ()
    changed: tuple[LeftOut, ...] = ()


class Writer(Protocol):
    """A sort of file that's written."""

    @property
    def name(self) -> str:
        """Return what people call it."""
        ...

    @property
    def ending(self) -> str:
        """Return what the names of such files end in, without the dot."""
        ...

    def write(self, pack: Pack, images: Mapping[str, bytes]) -> Written:
        """Write a pack.

        Args:
            pack: what to write.
            images: its pictures: their file's name in the pack → bytes; what isn't there is left out.
        """
        ...


def pieces(pack: Pack, makers: Mapping[str, Callable[[Any], Piece[PieceT]]], name: str) -> Pieces[PieceT]:
    """Make pieces of all items that a format can hold.

    Args:
        pack: what to write.
        makers: the list of a pack → what makes a piece of an item in it; may raise NoPlaceError.
        name: of the format.
    """
    found: Pieces[PieceT] = Pieces({topic.title: [] for topic in pack.topics})
    for kind, (one, many) in _KINDS.items():
        items: tuple[Item, ...] = getattr(pack, kind)
        maker = makers.get(kind)
        if maker is None:
            found.left += [LeftOut(counted(len(items), one, many), f"{name} can't hold them")] if items else []
            continue
        for item in items:
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


def lines(written: Written, name: str, most: int = 40) -> Iterator[str]:
    """Yield what was written, what was changed, and what was left out and why.

    Args:
        written: the file.
        name: of its format.
        most: lines; what doesn't fit is counted.
    """
    yield f"{name}: {counted(written.count, 'item')} written, {len(written.left)} left out."
    room = (most - 1) // 2
    for title, entries in (("Left out", written.left), ("Not kept", written.changed)):
        if entries:
            yield f"{title}:"
            shown = entries if len(entries) < room else entries[: room - 2]
            yield from (f"  {shortened(f'{each.where}: {each.why}', 160)}" for each in shown)
            if len(shown) < len(entries):
                yield f"  … and {len(entries) - len(shown)} more"


def told(explanation: Explanation | None) -> tuple[str, tuple[str, ...]]:
    """Return one text for an explanation, and what's not kept if it has another one for those who were wrong."""
    if explanation is None:
        return "", ()
    same = explanation.right == explanation.wrong
    return explanation.right, () if same else ("what's said to those who were wrong",)


def _lost(item: Item, kept: frozenset[str]) -> list[str]:
    names = item.model_dump(exclude_defaults=True).keys() - _OWN - kept
    return [", ".join(sorted(name.replace("_", " ") for name in names))] if names else []
