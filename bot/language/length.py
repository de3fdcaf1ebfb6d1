"""The length of a message on a phone, in lines of 40 characters. Pure.

Public messages stay within one screen; more is a press away.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.language.message import Block, CodeBlock, Countdown, Facts, Footer, Heading, Progress, Table
from bot.language.rich_text import Line, Text, in_words

WIDTH = 40
"""Characters per line on a phone."""

MOST_LINES = 25
"""Maximum number of lines of a public message."""

_NAME = 20
"""Characters of a table's row that are left for its name."""

_SPARE = 4
"""Lines reserved for the line that says who asked for what, and for the platform's own additions."""


def lines(blocks: Iterable[Block]) -> int:
    """Return the number of lines of a message's texts, with tables written out as text."""
    return sum(wrapped(line) for block in blocks for line in _written(block))


def fits(blocks: Iterable[Block]) -> bool:
    """Return whether an answer is short enough to be public."""
    return lines(blocks) + _SPARE <= MOST_LINES


def wrapped(line: str) -> int:
    """Return how many lines a line takes when it's wrapped on a phone."""
    return max(1, -(-len(line) // WIDTH))


def in_one_line(row: Iterable[Line]) -> str | None:
    """Return a table's row as one line on a phone; None if it doesn't fit."""
    line = " · ".join(map(in_words, row))
    return line if len(line) <= WIDTH and "\n" not in line else None


def in_rows(rows: Iterable[Sequence[Line]]) -> bool:
    """Return whether a table's rows are written as one line each: a long name may wrap if the values are short."""
    return all(in_one_line(row) or in_one_line(["-" * _NAME, *row[1:]]) for row in rows)


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(content) | Footer(content):
            yield in_words(content)
        case Text():
            yield from in_words(block).split("\n")
        case Facts(pairs):
            for label, value in pairs:
                yield from f"{label}: {in_words(value)}".split("\n")
        case CodeBlock(content):
            yield from content.split("\n")
        case Progress():
            yield block.bar
        case Countdown():
            yield block.in_words
        case Table():
            yield from _rows(block)
        case _:
            return


def _rows(table: Table) -> Iterator[str]:
    if in_rows(table.rows):
        yield from (" · ".join(map(in_words, row)) for row in (table.columns, *table.rows))
        return
    for row in table.rows:
        name, *cells = map(in_words, row)
        yield name
        yield from (f"{column}: {cell}" for column, cell in zip(table.columns[1:], cells, strict=True))
