"""Read tables as text: CSV and TSV, with any separator."""

import csv
import io
from collections import Counter
from dataclasses import replace

from bot.exchange.model import ParsedFile
from bot.exchange.source import SourceFile, Unreadable, is_xml
from bot.exchange.tables.headers import fields_of
from bot.exchange.tables.rows import MOST_ROWS, Worksheet, parsed_file
from bot.exchange.tables.separators import joined, straightened

_MARKS = "\t;,|"
_SAMPLED = 50
_MOST_UNDIVIDED = 0.25
"""The largest share of lines without a comma in a table without headers."""

_LONGEST_SAMPLE = 100_000
_MOST_COLUMNS = 1_000
_LINES_OF_A_CELL = 60
"""A cell with more lines than this comes from a quote that was never closed."""


class Delimited:
    """Reads tables as text."""

    name = "table (CSV)"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a table: its lines have the same number of columns."""
        if source.text is None or is_xml(source.text):
            return 0.0
        mark, share, rows = _best(source.text)
        if share == 0 or (mark == "|" and any(map(_is_rule, rows[:5]))):
            return 0.0
        heads = [[field or "" for field in fields_of(row)] for row in rows[:20]]
        if any(len(set(head) - {""}) > 1 for head in heads):
            return 0.6 + 0.37 * share  # above GIFT, for which braces in the cells might speak
        if mark in ",;" and sum(len(row) == 1 for row in rows) > _MOST_UNDIVIDED * len(rows):
            return 0.0  # sentences have commas, too
        return 0.55 * share if len(rows) > 1 else 0.2

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a table.

        Raises:
            Unreadable: the table is too large, or its columns can't be identified.
        """
        text = source.text or ""
        mark, _, _ = _best(text)
        rows, left, notes = joined(_rows(text, mark), mark, source.columns)
        name = {"\t": "table (TSV)", ",": "table (CSV)"}.get(mark, f"table (CSV with “{mark}”)")
        found = parsed_file(name, [Worksheet(rows)], source.columns, (*source.notes, *notes))
        return replace(found, left=(*left, *found.left))


def _is_rule(row: list[str]) -> bool:
    """Return whether a row is the line below the headers of a table in Markdown."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and all(set(cell) <= {"-", ":"} for cell in cells)


def _best(text: str) -> tuple[str, float, list[list[str]]]:
    """Return the best separator, the share of the first rows with the most common width, and those first rows."""
    best: tuple[str, float, list[list[str]]] = ",", 0.0, []
    for mark in _MARKS:
        if mark not in text[:_LONGEST_SAMPLE]:
            continue
        rows = [row for row in _parsed(text[:_LONGEST_SAMPLE], mark, _SAMPLED) if any(map(str.strip, row))]
        widths = Counter(len(row) for row in rows)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if width > 1 and count / len(rows) > best[1]:
            best = mark, count / len(rows), rows
    return best


def _rows(text: str, mark: str) -> list[list[str]]:
    rows = _parsed(text, mark, MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"There are more than {MOST_ROWS:,} rows in this table; split it into several files.")
    width = _width(rows)
    if width > _MOST_COLUMNS:
        raise Unreadable(
            f"There are more than {_MOST_COLUMNS:,} columns in this table; keep only those with questions."
        )
    return [row[:width] for row in rows]


def _width(rows: list[list[str]]) -> int:
    """Return how many columns a table has without those at its right that are empty."""
    width = 0
    for row in rows:
        end = len(row)
        while end > width and not row[end - 1].strip():
            end -= 1
        width = max(width, end)
    return width


def _parsed(text: str, mark: str, most: int) -> list[list[str]]:
    """Parse rows; if the quotes don't match up, treat them as ordinary characters.

    Raises:
        Unreadable: a cell is too long either way.
    """
    text = straightened(text, mark)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=mark, quoting=quoting, skipinitialspace=mark != "\t"
        )
        rows: list[list[str]] = []
        try:
            for row in reader:
                rows.append(row)
                if len(rows) >= most:
                    break
        except csv.Error:
            continue
        if quoting == csv.QUOTE_NONE or not any(cell.count("\n") > _LINES_OF_A_CELL for row in rows for cell in row):
            return rows
    raise Unreadable(f"A cell has more than {csv.field_size_limit():,} characters; shorten it.")
