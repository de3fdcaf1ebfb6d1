"""Where a table's headers are: in one row, or in two that complete each other. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TypeAlias

from bot.exchange.tables.headers import field_of, fields_of, is_language, named
from bot.language.text import fold

Row: TypeAlias = "Sequence[str]"

_LOOKED_AT = 20
"""Rows among which headers are looked for: templates explain themselves first."""

_SAMPLED = 200
_LONGEST_HEADER = 40
_LONGEST_KNOWN = 80
_FEWEST_OPTIONS = 3
"""Columns for options by which a row is known to be one of headers, even if it has no other."""

ANSWERS = {"front": "back", "term": "definition", "prompt": "answer"}
BESIDE = {**ANSWERS, **{answer: asked for asked, answer in ANSWERS.items()}, "correct": "prompt"}
"""What a column is whose header isn't known, beside one whose header is."""

_WHEN = (
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "tijdstempel",
    "start time", "startzeit", "heure de debut", "hora de inicio", "ora di inizio", "starttijd",
)  # fmt: skip
"""How programs for forms head the column that says when someone answered."""

_VOTED = frozenset({"votes", "number of votes", "respondents", "number of respondents", "stimmen"})
"""How programs for polls head the column that says how many chose something."""


def headers_in(rows: Sequence[Row], columns: Mapping[str, str], width: int) -> tuple[Row, int]:
    """Return the headers of a table, and the place of the first row below them; no headers, and 0, if there are none.

    Args:
        rows: all of it, as texts.
        columns: what was said: header → field.
        width: how many columns it has.
    """
    place = _known(rows, columns)
    if place is None:
        place = _likely(rows, width)
    if place is None:
        return (), 0
    row = rows[place]
    if place and _complete(rows[place - 1], row):
        return _over(rows[place - 1], row), place + 1
    if place + 1 < len(rows) and _complete(row, rows[place + 1]):
        return _over(row, rows[place + 1]), place + 2
    return row, place + 1


def hold_answers_of_people(rows: Sequence[Row]) -> bool:
    """Return whether a table holds what people answered in a form, as its first headers say when they did."""
    first = next((row for row in rows[:_LOOKED_AT] if any(map(str.strip, row))), ())
    if len(first) > 2 and any(fold(cell.strip()) in _WHEN for cell in first[:3]):
        return True
    return any(fold(cell.strip()) in _VOTED for row in rows[:_LOOKED_AT] for cell in row[1:3])


def _known(rows: Sequence[Row], columns: Mapping[str, str]) -> int | None:
    """Return where the headers stand, if any are known."""
    said = named(columns)
    best, most = None, 1
    for place, row in enumerate(rows[:_LOOKED_AT]):
        found = [
            each or "" for each in fields_of([cell for cell in row if cell.strip() and len(cell) <= _LONGEST_KNOWN])
        ]
        score = sum(map(bool, found)) + sum(fold(cell.strip()) in said for cell in row)
        is_one = len(set(found) - {""}) > 1 or found.count("option") >= _FEWEST_OPTIONS or said
        if (score > most and is_one) or (said and best is None and score):
            best, most = place, max(score, most)
    return best


def _likely(rows: Sequence[Row], width: int) -> int | None:
    """Return 0 if the first row looks like headers, at most one of them known.

    They're all filled and short, and one is known, all are languages, or the rest is longer.
    """
    if len(rows) < 2 or width < 2:
        return None
    first = [cell.strip() for cell in rows[0]]
    if len(first) < width or not all(first) or len(set(first)) < len(first):
        return None
    if any(len(cell) > _LONGEST_HEADER or cell[-1] in "?.!," or cell[0].isdigit() for cell in first):
        return None
    if any(field_of(cell) in BESIDE for cell in first) and all(cell[0].isupper() for cell in first):
        return 0
    if _of_languages(first) and not _of_languages(rows[1]):
        return 0
    if len(rows) < 4:
        return None
    rest = [[row[spot].strip() for row in rows[1:_SAMPLED] if spot < len(row)] for spot in range(width)]
    longer = sum(
        median(map(len, column)) > 1.5 * len(cell) + 5 for cell, column in zip(first, rest, strict=True) if column
    )
    apart = any(repeats(column) and cell not in column for cell, column in zip(first, rest, strict=True))
    return 0 if longer * 2 >= width or (longer and apart) else None


def _of_languages(row: Row) -> bool:
    """Return whether cells are languages, two at least, and what may stand beside them."""
    languages = sum(map(is_language, row))
    return languages > 1 and languages + sum(field_of(cell) is not None for cell in row) >= len(row)


def _complete(above: Row, below: Row) -> bool:
    """Return whether two rows are headers together: each has some where the other has none, and nothing else."""
    pairs = [(_cell(above, spot), _cell(below, spot)) for spot in range(max(len(above), len(below)))]
    lower = [each for _, each in pairs if each]
    known = sum(field_of(each) is not None for each in lower)
    if not lower or known * 2 <= len(lower) or any(len(each) > _LONGEST_KNOWN for each in lower):
        return False
    return any(field_of(up) for up, down in pairs if not down) and any(field_of(down) for up, down in pairs if not up)


def _over(above: Row, below: Row) -> Row:
    """Return the headers of two rows; the lower one says more where both say something."""
    return [_cell(below, spot) or _cell(above, spot) for spot in range(max(len(above), len(below)))]


def _cell(row: Row, spot: int) -> str:
    return row[spot].strip() if spot < len(row) else ""


def repeats(column: Sequence[str]) -> bool:
    """Return whether a column has few different values, as one of topics does."""
    filled = [cell for cell in column if cell]
    return len(filled) >= 4 and len(Counter(filled)) * 2 <= len(filled) and max(map(len, filled)) <= 80
