"""A pack as read from its files, before validation: every entry with its position.

References and teaching faults are checked on a raw pack, because it still knows the line of everything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.model import Sheet
from bot.content.reading.problems import Problem, Severity
from bot.content.reading.reader import Document, FileValue

ValuePath: TypeAlias = "tuple[str | int, ...]"
"""The path from the top of a file to a value: field names and list indexes."""

ITEM_KINDS = tuple(kind for kind in Sheet.model_fields if kind not in ("objectives", "cases"))
"""The lists of a sheet whose entries have objectives."""

KINDS = ("sides", "topics", *Sheet.model_fields)
"""Every list of a pack whose entries have ids."""


def position(root: Node, path: Iterable[str | int], *, of_name: bool = False) -> tuple[int, int]:
    """Return the position of a value in a file.

    Args:
        root: the tree of the file.
        path: the path to the value; if it doesn't exist, the last existing part of the path is used.
        of_name: whether to return the position of the field's name instead of its value.

    Returns:
        Line and column, from 1.
    """
    name, node = _found(root, path)
    mark = (name if of_name else node).start_mark
    return mark.line + 1, mark.column + 1


def written(root: Node, path: Iterable[str | int]) -> str:
    """Return the text of a scalar as written in a file, without quotes; "" for anything else.

    Args:
        root: the tree of the file.
        path: the path to the value.
    """
    _, node = _found(root, path)
    return str(node.value) if isinstance(node, ScalarNode) else ""


def _found(root: Node, path: Iterable[str | int]) -> tuple[Node, Node]:
    """Return the nodes of the name and value at the end of a path, or the last ones that exist."""
    node, name = root, root
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        name, node = found
    return name, node


def _step(node: Node, step: str | int) -> tuple[Node, Node] | None:
    """Return the nodes of the name and value one step further; the entry of a list is its own name."""
    if isinstance(node, MappingNode):
        return next((pair for pair in reversed(node.value) if pair[0].value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one of a pack's lists, such as one card.

    Args:
        document: the file with the entry.
        kind: the name of the list, such as `cards`.
        index: the entry's index in the file's list.
        fields: the entry's fields, which may have any shape as they aren't validated yet.
    """

    document: Document
    kind: str
    index: int
    fields: dict[str, FileValue]

    @property
    def id(self) -> str | None:
        """Return the entry's id, if it has one."""
        found = self.fields.get("id")
        return found if isinstance(found, str) else None

    @property
    def place(self) -> str:
        """Return the entry's file and line, to refer to it in a message."""
        problem = self.problem("", "id")
        return f"{problem.path}:{problem.line}"

    def texts(self, field: str) -> Iterator[tuple[int, str]]:
        """Yield the texts in a field's list, each with its index; nothing if the field isn't a list."""
        found = self.fields.get(field)
        for index, text in enumerate(found if isinstance(found, list) else ()):
            if isinstance(text, str):
                yield index, text

    def problem(self, text: str, *path: str | int, of_name: bool = False) -> Problem:
        """Create a problem at a value of this entry.

        Args:
            text: what's wrong and what to do about it.
            path: the path from the entry to the value; none for the entry itself.
            of_name: whether the problem is at the field's name instead of its value.
        """
        line, column = position(self.document.root, (self.kind, self.index, *path), of_name=of_name)
        return Problem(self.document.path, line, column, text)

    def warning(self, text: str, *path: str | int) -> Problem:
        """Create a warning at a value of this entry: a teaching fault that nearly every author would fix."""
        return replace(self.problem(text, *path), severity=Severity.WARNING)

    def note(self, text: str, *path: str | int) -> Problem:
        """Create a note at a value of this entry: something to look at that may well be intended."""
        return replace(self.problem(text, *path), severity=Severity.NOTE)


@dataclass(frozen=True)
class RawPack:
    """All files of a pack as read, before validation.

    Args:
        folder: the pack's folder.
        documents: the pack's files; the cover comes first if it could be read.
        is_whole: whether every file could be read; if not, an unknown id may be defined in a missing one.
    """

    folder: Path
    documents: tuple[Document, ...]
    is_whole: bool

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """Return the entries of every list, in the same order as the loaded pack's tuples."""
        return {kind: list(self._entries(kind)) for kind in KINDS}

    def ids(self, kind: str) -> dict[str, Entry]:
        """Return the entries of a list by id; if two have the same id, the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries[kind]:
            if entry.id is not None:
                found.setdefault(entry.id, entry)
        return found

    def _entries(self, kind: str) -> Iterator[Entry]:
        for document in self.documents:
            found = document.data.get(kind)
            for index, fields in enumerate(found if isinstance(found, list) else ()):
                if isinstance(fields, dict):
                    yield Entry(document, kind, index, fields)
