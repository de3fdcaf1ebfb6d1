"""Find texts that look empty, and texts whose letters are displayed in a different order than they're stored in.

Unicode's bidirectional control characters can make a text display something other than what it contains
(https://trojansource.codes). Versed isolates texts of different directions itself, so packs don't need them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.reading.problems import Problem
from bot.language.text import as_seen, has_invisible

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPED = re.compile(r"\\(?:u|U0000)20(?:2[a-e]|6[6-9])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\[NUuxLP_]")


def problems(root: Node, text: str, path: Path) -> Iterator[Problem]:
    """Yield a problem for each text that looks empty or is displayed in another order.

    Args:
        root: the tree of the file.
        text: the text of the whole file.
        path: the file, for problems.
    """
    if has_invisible(text) or _ESCAPE.search(text):  # for most packs, this quick check is enough
        for node in _scalars(root):
            yield from _of(node, text, path)


def _of(node: ScalarNode, text: str, path: Path) -> Iterator[Problem]:
    word: str = node.value
    if not has_invisible(word):
        return
    if found := _TURNS.search(word):
        code = f"U+{ord(found[0]):04X}"
        line, column = _place(node, text)
        yield Problem(
            path, line, column, f"the invisible character {code} changes the order of the letters; delete it"
        )
    elif not as_seen(word):
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        yield Problem(path, line, column, "this text is invisible; write something, or delete the field")


def _place(node: ScalarNode, text: str) -> tuple[int, int]:
    """Return the line and column, from 1, of the first bidirectional control character."""
    start, end = node.start_mark.index, node.end_mark.index
    places = [found.start() for pattern in (_TURNS, _ESCAPED) if (found := pattern.search(text, start, end))]
    place = min(places, default=start)
    before = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text[start:place])
    return node.start_mark.line + len(before), len(before[-1]) + 1 + (
        node.start_mark.column if len(before) == 1 else 0
    )


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """Yield every scalar of a tree, including names of fields, in the file's order."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, ScalarNode):
            yield found
        elif isinstance(found, SequenceNode):
            waiting += reversed(found.value)
        elif isinstance(found, MappingNode):
            waiting += (each for pair in reversed(found.value) for each in reversed(pair))
