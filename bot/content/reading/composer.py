"""Composing the tree of a file with libyaml, past the slips at which it stops."""

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
"""Values, keys and lists of one file; a file of prose with more would be larger than LARGEST_FILE."""

_TEXT = scalars.ScalarKind.TEXT  # looked up once, as it's compared for every scalar

_MARKED = re.compile(r"[&*!](?<!\w[&*!])(?:(?<=!)|(?=[\w-]))")
"""Where an anchor, an alias or a tag may stand: none can begin within a word, and prose seldom looks like this."""

_MARKS: dict[type[yaml.Token], str] = {
    yaml.AnchorToken: syntax.ANCHOR,
    yaml.AliasToken: syntax.ALIAS,
    yaml.TagToken: syntax.TAG,
}


class TooManyNodesError(Exception):
    """A file holds more values than any pack needs."""


class _Composer(CParser):
    """libyaml's composer, naming each scalar's kind instead of its tag."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nodes = 0

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> scalars.ScalarKind:
        """Return the kind of a node that carries no tag; libyaml's binding calls this for each node.

        Args:
            kind: the node's class: scalar, sequence or mapping.
            value: a scalar's text.
            implicit: whether libyaml lets a tag be inferred: for a plain scalar, and for a quoted one.
        """
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TooManyNodesError
        return scalars.kind_of(value) if kind is ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Do nothing: paths play no part here."""

    def ascend_resolver(self) -> None:
        """Do nothing: paths play no part here."""


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """What came of composing a file.

    Args:
        root: its tree; None where there's nothing in it, or where nobody can say what follows from a slip.
        faults: each slip that kept it from being YAML.
        patched: lines that were patched to read on; what else is wrong there may come from that.
    """

    root: Node | None
    faults: list[Problem]
    patched: set[int]


def compose(text: str, path: Path) -> ComposedFile:
    """Return the tree of a file, or what kept it from being one.

    Raises:
        TooManyNodesError: the file holds more than any pack.
        yaml.reader.ReaderError: the file has characters that no YAML has.
    """
    faults: list[Problem] = []
    patched: set[int] = set()  # what else is wrong on these lines may come from a patch
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
    """Yield each anchor, alias and tag."""
    scanner = CParser(text)
    try:
        while (token := scanner.get_token()) is not None:
            if type(token) in _MARKS:
                yield token
    except yaml.YAMLError:
        return  # the composer meets the same fault, and says so


def _fault(token: yaml.Token, path: Path) -> Problem:
    return Problem(path, token.start_mark.line + 1, token.start_mark.column + 1, _MARKS[type(token)])
