"""The results of reading another program's file: the items taken, and those left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from bot.exchange.source import SourceFile

if TYPE_CHECKING:  # files are read in a separate process, which starts faster without the models of packs
    from bot.content.item import Item
    from bot.content.model import Pack


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One item taken from a file.

    Args:
        position: its position in the source, as its author would look for it: row 17; line 3; note 12.
        kind: the list of a pack that it belongs to: cards, clozes, terms, tips, questions …
        fields: its fields, named as in a pack's YAML, without id and objectives.
        key: the source's key for it, which stays the same when its text changes; "" if there's none.
        topic: the title of its topic; "" if the source has none.
        changed: what couldn't be kept unchanged, in a few words each: “2 sounds left out”.
        case: the situation that it asks about, to be shown above it; "" if it's on its own.
    """

    position: str
    kind: str
    fields: Mapping[str, Any]
    key: str = ""
    topic: str = ""
    changed: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a file that wasn't taken.

    Args:
        position: its position in the source.
        why: what's wrong with it and what to do about it: “has no answer; fill in its second column”.
    """

    position: str
    why: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """Everything that was found in a file.

    Args:
        format: the file's format, as people call it: Excel workbook, GIFT.
        taken: the items, in the order of the source.
        left: what wasn't taken.
        title: the source's own title; "" if it has none.
        images: the pictures that the items show: file name in the pack → bytes, not checked yet.
        columns: how a table's columns were read: header → field, "" for unused ones; empty if it isn't a table.
        notes: remarks on how it was read, a sentence each: “It isn't UTF-8, so I read it as Windows-1252.”
    """

    format: str
    taken: tuple[ImportedItem, ...]
    left: tuple[LeftOut, ...] = ()
    title: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its id and topic in a pack.

    Args:
        taken: the item, as it was read.
        id: its id.
        topic: the title of its topic.
        fields: its fields, including id and objectives.
        item: the validated item; None before validation.
    """

    taken: ImportedItem
    id: str
    topic: str
    fields: Mapping[str, Any]
    item: "Item | None" = None

    def teaching(self, objectives: Sequence[str]) -> "Placed":
        """Return a valid item with other objectives; one that isn't valid stays as it is."""
        if self.item is None:
            return self
        item = self.item.model_copy(update={"objectives": tuple(objectives)})
        return replace(self, fields={**self.fields, "objectives": list(objectives)}, item=item)


@dataclass(frozen=True, slots=True)
class Imported:
    """A pack made from a file.

    Args:
        pack: the valid pack.
        placed: its items, in the order of the source.
        left: what wasn't taken, and why.
        found: what was read from the file.
        notes: remarks for the importing person, a sentence each.
    """

    pack: "Pack"
    placed: tuple[Placed, ...]
    left: tuple[LeftOut, ...]
    found: ParsedFile
    notes: tuple[str, ...]


class Format(Protocol):
    """A file format that can be imported."""

    @property
    def name(self) -> str:
        """Return the format's name, as people call it."""
        ...

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file has this format, from 0 (it doesn't) to 1, by its contents alone."""
        ...

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a file.

        Raises:
            Unreadable: the file as a whole can't be read.
        """
        ...
