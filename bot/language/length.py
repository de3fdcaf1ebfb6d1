"""How long a message is on a phone, in lines of 40 characters. Pure.

What all in a channel see stays within one screen; more is a press away.
"""

from collections.abc import Iterable, Iterator

from bot.language.message import Block, Facts, Footer, Heading, Progress, Table, Text

WIDTH = 40
"""Characters of a line on a phone."""

MOST_LINES = 25
"""Lines of a message that all in a channel see."""

_SPARE = 4
"""Lines kept for who asked for what, and for what a platform's own marks take."""


def lines(blocks: Iterable[Block]) -> int:
    """Return how many lines the texts of a message take, where tables are written out."""
    return sum(wrapped(line) for block in blocks for line in _written(block))


def fits(blocks: Iterable[Block]) -> bool:
    """Return whether an answer is short enough for all in a channel."""
    return lines(blocks) + _SPARE <= MOST_LINES


def wrapped(line: str) -> int:
    """Return how many lines of a phone a line takes."""
    return max(1, -(-len(line) // WIDTH))


def in_one_line(row: Iterable[str]) -> str | None:
    """Return a table's row as a line of a phone; None if it's too long for one."""
    line = " · ".join(row)
    return line if len(line) <= WIDTH and "\n" not in line else None


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Footer(text):
            yield text
        case Text(spans):
            yield from "".join(span.text for span in spans).split("\n")
        case Facts(pairs):
            for label, value in pairs:
                yield from f"{label}: {value}".split("\n")
        case Progress():
            yield block.bar
        case Table(columns, rows) if all(in_one_line(row) for row in rows):
            yield from (" · ".join(row) for row in (columns, *rows))
        case Table(columns, rows):
            for row in rows:
                yield row[0]
                yield from (f"{column}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=True))
        case _:
            return
