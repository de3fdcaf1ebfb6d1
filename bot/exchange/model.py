"""What's read from another program's file: the items that were taken, and what wasn't."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from bot.exchange.source import SourceFile

if TYPE_CHECKING:  # files are read in a process of their own, which begins sooner without the models of packs
    from bot.content.item import Item
    from bot.content.model import Pack


@dataclass(frozen=True, slots=True)
class Taken:
    """One item that was taken.

    Args:
        where: where it stands in the source, as its author would look for it: row 17; line 3; note 12.
        kind: the list of a pack that it belongs to: cards, clozes, terms, tips, questions …
        fields: what it says, named as in a pack's YAML, without id and objectives.
        key: what the source knows it by, whatever becomes of its text; "" if it has nothing of that sort.
        topic: the title of its topic; "" if the source has none.
        changed: what couldn't be kept as it was, in a few words each: “2 sounds left out”.
    """

    where: str
    kind: str
    fields: Mapping[str, Any]
    key: str = ""
    topic: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that wasn't taken.

    Args:
        where: where it stands in the source.
        why: what's wrong with it, and what to do: “has no answer; fill in its second column”.
    """

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All that was found in a file.

    Args:
        format: what sort of file it is, as people call it: Excel workbook, GIFT.
        taken: the items, in the order of the source.
        left: what wasn't taken.
        title: what the source calls itself; "" if it doesn't.
        images: the pictures that the items show: their file's name in the pack → bytes, not looked at yet.
        columns: of a table, which column was read as what: header → field, "" for none; empty for anything else.
        notes: what else to know of how it was read, a sentence each: “It isn't UTF-8, so I read it as Windows-1252.”
    """

    format: str
    taken: tuple[Taken, ...]
    left: tuple[LeftOut, ...] = ()
    title: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place in a pack.

    Args:
        taken: the item, as it was read.
        id: its id.
        topic: the title of its topic.
        fields: what it says, with its id and its objectives.
        item: the same, validated; None before that.
    """

    taken: Taken
    id: str
    topic: str
    fields: Mapping[str, Any]
    item: "Item | None" = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A pack made of a file.

    Args:
        pack: it, in order.
        placed: its items, in the order of the source.
        left: what wasn't taken, and why.
        found: what was read, as it was read.
        notes: what else to know, a sentence each.
    """

    pack: "Pack"
    placed: tuple[Placed, ...]
    left: tuple[LeftOut, ...]
    found: ParsedFile
    notes: tuple[str, ...]


class Format(Protocol):
    """A sort of file that's read."""

    @property
    def name(self) -> str:
        """Return what people call it."""
        ...

    def certainty(self, source: SourceFile) -> float:
        """Return how sure it is that a file is of this sort, from 0 (it isn't) to 1; its name doesn't count."""
        ...

    def read(self, source: SourceFile, columns: Mapping[str, str]) -> ParsedFile:
        """Read a file.

        Args:
            source: it, which may be hostile.
            columns: how to read a table's columns, where someone said: header → field.

        Raises:
            Unreadable: it can't be read as a whole.
        """
        ...
