"""Repair rows of tables as text in which a separator also occurs within a cell, without quotes around it. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.exchange.model import LeftOut
from bot.exchange.tables.header_rows import headers_in
from bot.exchange.tables.headers import field_of
from bot.language.text import counted

_TEXTS = frozenset({"back", "definition", "answer", "explanation", "example", "hint"})
"""Fields of columns with running text, in which a separator may be just a comma."""

_MOST = 0.8
"""If more rows than this have surplus cells, there's a column without a header instead."""


def straightened(text: str, mark: str) -> str:
    """Return a table with straight quotes around the cells that a word processor put into curly ones.

    Args:
        text: the table.
        mark: its separator.
    """
    if "“" not in text:
        return text
    curly = re.compile(rf"(^|{re.escape(mark)})[ \t]*“([^“”\"\n]*)”[ \t]*(?={re.escape(mark)}|$)", re.MULTILINE)
    every_line = len(curly.findall(text)) >= text.strip().count("\n")
    return curly.sub(lambda cell: f'{cell[1]}"{cell[2]}"' if every_line or mark in cell[2] else cell[0], text)


def joined(
    rows: Sequence[list[str]], mark: str, columns: Mapping[str, str]
) -> tuple[list[list[str]], list[LeftOut], list[str]]:
    """Join the last cell of rows with their surplus cells; return the rows, those to leave out, and notes.

    If the last column isn't text, nobody knows which cell the surplus belongs to. Such rows become empty.

    Args:
        rows: all rows of a table.
        mark: its separator.
        columns: how to read columns, if someone chose: header → field.
    """
    width, start, is_text = _expected(rows, columns)
    filled = [place for place, row in enumerate(rows) if any(row) and place >= start]
    longer = [place for place in filled if any(map(str.strip, rows[place][width:]))]
    if not width or not longer or len(longer) > _MOST * len(filled):
        return list(rows), [], []
    repaired, called = list(rows), "a tab" if mark == "\t" else f"“{mark}”"
    if not is_text:
        why = f"has more cells than there are headers; put quotes around a text with {called}"
        for place in longer:
            repaired[place] = []
        return repaired, [LeftOut(f"row {place + 1}", why) for place in longer], []
    for place in longer:
        repaired[place] = [*rows[place][: width - 1], _together(rows[place][width - 1 :], mark)]
    note = f"{counted(len(longer), 'row')} had {called} within a text, so I joined the last cells."
    return repaired, [], [note]


def _expected(rows: Sequence[list[str]], columns: Mapping[str, str]) -> tuple[int, int, bool]:
    """Return how many cells a row should have, the index of the first row, and whether the last cell is text."""
    if any(header.strip().lower().startswith("column ") for header in columns):
        return 0, 0, False
    _, start = headers_in(rows, columns, max(map(len, rows), default=0))
    if start:
        row = rows[start - 1]
        return len(row), start, bool(row) and field_of(row[-1]) in _TEXTS
    widths = Counter(len(row) for row in rows if any(row))
    width = max(widths, key=lambda each: widths[each], default=0)
    return (2, 0, True) if width == 2 else (0, 0, False)


def _together(cells: Sequence[str], mark: str) -> str:
    """Return a text from the parts that its separators split it into."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    text = cells[0]
    for before, after in pairwise(cells):
        is_number = before[-1:].isdigit() and after[:1].isdigit()
        text += f"{mark}{'' if is_number or mark == '|' else ' '}{after}"
    return text
