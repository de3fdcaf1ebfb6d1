"""Read one YAML file of a pack: strictly, safely, at the speed of libyaml, and keeping source positions.

libyaml's composer builds the tree of nodes with their marks. This module turns it into plain values itself, because
that's faster than PyYAML's constructor, refuses what a pack doesn't need (tags, anchors, duplicate keys …), and keeps
the nodes, so that the position of a value is known without reading the file again.
"""

import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content import scalars
from bot.content.reading import hidden, misreadings
from bot.content.reading.composer import MOST_NODES, TooManyNodesError, compose
from bot.content.reading.problems import Problem, capped

LARGEST_FILE = 4 * 1024 * 1024
"""Maximum size of a file in bytes."""

DEEPEST = 20
"""Maximum nesting depth of lists and mappings."""

FileValue: TypeAlias = "str | bool | int | float | list[FileValue] | dict[str, FileValue] | None"
"""Any value that a file can hold."""

_TEXT = scalars.ScalarKind.TEXT  # a global, as it's needed for every scalar and enum lookups take time

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that libyaml refuses in a file (YAML 1.1, section 5.1) …"""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""… and those that could still get in through an escape such as "\\0"."""

_SEPARATORS = "\x85\u2028\u2029"
"""Characters that end a line for libyaml (YAML 1.1), but for nobody else."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read.

    Args:
        path: the file.
        data: the file's contents as plain values.
        root: the tree of nodes that `data` was made from, with source positions.
        problems: faults of the file even though it's valid YAML.
    """

    path: Path
    data: dict[str, FileValue]
    root: MappingNode
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that can't be read.

    Args:
        problems: the reasons.
    """

    problems: tuple[Problem, ...]


def parse(raw: bytes, path: Path) -> Document | Unread:
    """Read the bytes of one file.

    Args:
        raw: the file's bytes.
        path: the file, for problems.

    Returns:
        The file's contents, or why it can't be read; faults never raise an exception.
    """
    if len(raw) > LARGEST_FILE:
        megabytes = LARGEST_FILE // 1024**2
        return _unread(Problem(path, 1, 1, f"the file is larger than {megabytes} MiB; split it into several files"))
    try:
        text = raw.decode("utf-8-sig").replace("\n\ufeff", "\n")  # a file that was added to another keeps its mark
    except UnicodeDecodeError as error:
        readable = raw[: error.start].decode("utf-8", "replace")
        return _unread(Problem(path, *_end_of(readable), "this isn't UTF-8; save the file with the encoding UTF-8"))
    for separator in _SEPARATORS:
        if separator in text:
            return _unread(_invisible(text.index(separator), text, path))
    try:
        composed = compose(text, path)
    except TooManyNodesError:
        sentence = f"the file holds more than {MOST_NODES:,} values; split it into several files"
        return _unread(Problem(path, 1, 1, sentence))
    except yaml.reader.ReaderError:
        return _unread(_unprintable(text, path))
    if not composed.faults:
        return _document(composed.root, text, path)
    read = _document(composed.root, text, path) if composed.root is not None else None
    more = (problem for problem in read.problems if problem.line not in composed.patched) if read else ()
    return _unread(*capped(chain(composed.faults, more), path))


def _unread(*problems: Problem) -> Unread:
    return Unread(problems)


def _end_of(text: str) -> tuple[int, int]:
    """Return the line and column that follow a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _unprintable(text: str, path: Path) -> Problem:
    """Return the problem of the first character that YAML doesn't allow."""
    found = _UNPRINTABLE.search(text)
    if found is None:
        return Problem(path, 1, 1, "the file has characters that YAML doesn't allow; rewrite it as plain text")
    return _invisible(found.start(), text, path)


def _invisible(position: int, text: str, path: Path) -> Problem:
    code = f"U+{ord(text[position]):04X}"
    return Problem(path, *_end_of(text[:position]), f"the invisible character {code} isn't allowed; delete it")


def _document(root: Node | None, text: str, path: Path) -> Document | Unread:
    """Turn a tree, and the text that it was parsed from, into a document."""
    if root is None or (isinstance(root, ScalarNode) and root.tag is scalars.ScalarKind.NOTHING):
        return _unread(Problem(path, 1, 1, "the file is empty; delete it, or start it with a line such as `cards:`"))
    line, column = root.start_mark.line + 1, root.start_mark.column + 1
    if not isinstance(root, MappingNode):
        held = "a list" if isinstance(root, SequenceNode) else "a single text"
        return _unread(
            Problem(
                path, line, column, f"the file is {held}; start it with the name of what it holds, such as `cards:`"
            )
        )
    builder = _Builder(text, path)
    data = builder.mapping(root, 1)
    problems = chain(builder.problems, misreadings.cuts(root, text, path), hidden.problems(root, text, path))
    return Document(path, data, root, tuple(capped(problems, path)))


class _Builder:
    """Turns nodes into plain values and collects problems."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.has_escapes = "\\" in text
        self.problems: list[Problem] = []

    def note(self, node: Node, text: str) -> None:
        """Add a problem at a node."""
        self.problems.append(Problem(self.path, node.start_mark.line + 1, node.start_mark.column + 1, text))

    def value(self, node: Node, depth: int) -> FileValue:
        """Return the value of a node.

        Args:
            node: the node to convert.
            depth: the number of lists and mappings around it.
        """
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if depth >= DEEPEST:
            self.note(node, f"lists and fields are nested more than {DEEPEST} deep; write this flatter")
            return None
        if isinstance(node, SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        assert isinstance(node, MappingNode)  # noqa: S101 - the third and last kind of node
        return self.mapping(node, depth + 1)

    def scalar(self, node: ScalarNode) -> FileValue:
        """Return the value of a scalar."""
        word: str = node.value
        if node.style:
            return self.quoted(node, word)
        if node.tag is _TEXT:
            if " " in word and misreadings.may_be_joined(word):
                self.look_for_lists(node)
            return word
        kind = scalars.ScalarKind(node.tag)
        refusal = scalars.refusal(word, kind)
        if refusal is not None:
            self.note(node, refusal)
            return word
        return scalars.value_of(word, kind)

    def quoted(self, node: ScalarNode, text: str) -> str:
        """Return the text of a quoted or block scalar, without the line breaks at a block's end."""
        if node.style in "|>":
            text = text.rstrip("\n")
        if node.style == '"' and self.has_escapes and (sentence := misreadings.escaped(node, self.text)):
            self.note(node, sentence)
        elif node.style not in "|>" and _CONTROL.search(text):
            self.note(node, "the text holds an invisible control character; delete its escape, such as \\0")
        elif not text or text.isspace():
            self.note(node, misreadings.blank(node, self.text))
        if misreadings.may_be_joined(text):
            self.look_for_lists(node)
        return text

    def look_for_lists(self, node: ScalarNode) -> None:
        """Add a problem if lines of a list were joined to a text."""
        problem = misreadings.joined(node, self.text, self.path)
        self.problems += [problem] if problem else []

    def mapping(self, node: MappingNode, depth: int) -> dict[str, FileValue]:
        """Return the fields of a mapping."""
        fields: dict[str, FileValue] = {}
        for key, child in node.value:
            name = key.value
            is_word = type(key) is ScalarNode and key.tag is _TEXT
            if not is_word and not self.is_name(key):
                continue
            fields[name] = self.value(child, depth)
        if len(fields) < len(node.value):
            self.note_doubles(node)
        return fields

    def is_name(self, key: Node) -> bool:
        """Return whether a key can name a field; if it can't, add a problem that says why."""
        if not isinstance(key, ScalarNode):
            self.note(key, "a field's name can't be a list or a mapping; write a plain word before the colon")
        elif key.style:
            return True
        elif key.tag is scalars.ScalarKind.NOTHING:
            self.note(key, "a name is missing before the colon; write one, or delete the line")
        else:
            self.note(
                key,
                scalars.refusal(key.value, scalars.ScalarKind(key.tag), is_name=True)
                or f'`{key.value}` has to be text; put it in quotes: "{key.value}"',
            )
        return False

    def note_doubles(self, node: MappingNode) -> None:
        """Add a problem for each repeated key of a mapping."""
        first: dict[str, ScalarNode] = {}
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                continue
            earlier = first.setdefault(key.value, key)
            if earlier is not key:
                lines = f"lines {earlier.start_mark.line + 1} and {key.start_mark.line + 1}"
                self.note(key, f"`{key.value}` is given twice, on {lines}; keep one of them")
