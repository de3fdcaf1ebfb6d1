"""How long a message is on a phone, in lines of 40 characters. Pure.

What all in a channel see stays within one screen; more is a press away.
"""

from collections.abc import Iterable, Iterator

from bot.language.message import Block, CodeBlock, Countdown, Facts, Footer, Heading, Progress, Table
from bot.language.rich_text import Line, Text, in_words

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


def in_one_line(row: Iterable[Line]) -> str | None:
    """Return a table's row as a line of a phone; None if it's too long for one."""
    line = " · ".join(map(in_words, row))
    return line if len(line) <= WIDTH and "\n" not in line else None


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(said) | Footer(said):
            yield in_words(said)
        case Text():
            yield from in_words(block).split("\n")
        case Facts(pairs):
            for label, value in pairs:
                yield from f"{label}: {in_words(value)}".split("\n")
        case CodeBlock(said):
            yield from said.split("\n")
        case Progress():
            yield block.bar
        case Countdown():
            yield block.in_words
        case Table():
            yield from _rows(block)
        case _:
            return


def _rows(table: Table) -> Iterator[str]:
    if all(in_one_line(row) for row in table.rows):
        yield from (" · ".join(map(in_words, row)) for row in (table.columns, *table.rows))
        return
    for row in table.rows:
        name, *cells = map(in_words, row)
        yield name
        yield from (f"{column}: {cell}" for column, cell in zip(table.columns[1:], cells, strict=True))
