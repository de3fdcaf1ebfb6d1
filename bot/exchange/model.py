"""What's read from another program's file: the items that were taken, and what wasn't."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


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
class Left:
    """Something that wasn't taken.

    Args:
        where: where it stands in the source.
        why: what's wrong with it, and what to do: “has no answer; fill in its second column”.
    """

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found in a file.

    Args:
        format: what sort of file it is, as people call it: Excel workbook, GIFT.
        taken: the items, in the order of the source.
        left: what wasn't taken.
        title: what the source calls itself; "" if it doesn't.
        images: the pictures that the items show: their file's name in the pack → bytes, not looked at yet.
        columns: of a table, which column was read as what: header → field; empty for anything else.
    """

    format: str
    taken: tuple[Taken, ...]
    left: tuple[Left, ...] = ()
    title: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """A file can't be read as a whole; the text is a sentence that says why and what to do."""


class Format(Protocol):
    """A sort of file that's read."""

    @property
    def name(self) -> str:
        """Return what people call it."""
        ...

    def suits(self, raw: bytes) -> bool:
        """Return whether a file's bytes look like this sort; its name doesn't count."""
        ...

    def read(self, raw: bytes, columns: Mapping[str, str]) -> Found:
        """Read a file.

        Args:
            raw: its bytes, which may be hostile.
            columns: of a table, which column is to be read as what, where that was said: header → field.

        Raises:
            Unreadable: it can't be read as a whole.
        """
        ...
