"""Parse a file into a tree of nodes with libyaml, reading on after the errors at which libyaml stops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml
from yaml._yaml import CParser
from yaml.nodes import Node, ScalarNode

from bot.content import scalars
from bot.content.reading import recovery, syntax
from bot.content.reading.problems import MOST_SHOWN, Problem

MOST_NODES = 400_000
"""At most this many values, keys and lists in one file; a normal file with more would exceed LARGEST_FILE."""

_TEXT = scalars.ScalarKind.TEXT  # a global, as it's needed for every scalar and enum lookups take time

_MARKED = re.compile(r"[&*!](?<!\w[&*!])(?:(?<=!)|(?=[\w-]))")
"""The possible start of an anchor, alias or tag, which is never within a word; this rarely occurs in prose."""

_MARKS: dict[type[yaml.Token], str] = {
    yaml.AnchorToken: syntax.ANCHOR,
    yaml.AliasToken: syntax.ALIAS,
    yaml.TagToken: syntax.TAG,
}


class TooManyNodesError(Exception):
    """A file has more values than any pack needs."""


class _Composer(CParser):
    """libyaml's composer, which sets each node's tag to its kind of scalar."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nodes = 0

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> scalars.ScalarKind:
        """Return the kind of a node without an explicit tag; libyaml's binding calls this for each node.

        Args:
            kind: the node's class: scalar, sequence or mapping.
            value: the text of a scalar.
            implicit: whether libyaml allows inferring the tag: of a plain scalar, and of a quoted one.
        """
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TooManyNodesError
        return scalars.kind_of(value) if kind is ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Do nothing: kinds don't depend on the path."""

    def ascend_resolver(self) -> None:
        """Do nothing: kinds don't depend on the path."""


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """The result of parsing a file.

    Args:
        root: the tree; None if the file is empty, or if reading couldn't go on after an error.
        faults: every syntax error of the file.
        patched: the lines that were patched to read on; other problems there may be caused by the patch.
    """

    root: Node | None
    faults: list[Problem]
    patched: set[int]


def compose(text: str, path: Path) -> ComposedFile:
    """Return the tree of a file, or its syntax errors.

    Raises:
        TooManyNodesError: the file has more values than any pack needs.
        yaml.reader.ReaderError: the file has characters that YAML doesn't allow.
    """
    faults: list[Problem] = []
    patched: set[int] = set()  # other problems on these lines may be caused by a patch
    left = recovery.MOST_READ
    while True:
        tokens = list(islice(_marks(text), MOST_SHOWN + 1)) if _MARKED.search(text) else []
        faults += (_fault(token, path) for token in tokens)
        patched.update(token.start_mark.line + 1 for token in tokens)
        if len(tokens) > MOST_SHOWN:
            return ComposedFile(None, faults, patched)
        text = recovery.without(text, tokens)
        try:
            return ComposedFile(_Composer(text).get_single_node(), faults, patched)
        except yaml.MarkedYAMLError as error:
            fault = syntax.problem(error, text, path)
            left -= len(text)
            after = recovery.patch(text, error) if left > 0 and len(patched) < recovery.MOST else None
            is_certain = fault.line not in patched or (error.problem in recovery.CERTAIN and fault not in faults)
            if is_certain and (after is not None or not faults):
                faults.append(fault)
            if after is None:
                return ComposedFile(None, faults, patched)
            patched.add(fault.line)
            text = after


def _marks(text: str) -> Iterator[yaml.Token]:
    """Yield the token of each anchor, alias and tag."""
    scanner = CParser(text)
    try:
        while (token := scanner.get_token()) is not None:
            if type(token) in _MARKS:
                yield token
    except yaml.YAMLError:
        return  # the composer hits the same error and reports it


def _fault(token: yaml.Token, path: Path) -> Problem:
    return Problem(path, token.start_mark.line + 1, token.start_mark.column + 1, _MARKS[type(token)])
