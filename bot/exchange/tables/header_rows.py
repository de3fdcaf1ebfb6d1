"""Find a table's headers, which may be in one row, or in two that complete each other. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TypeAlias

from bot.exchange.questions import QUESTION_MARKS
from bot.exchange.tables.headers import field_of, fields_of, is_language, named, names_column
from bot.language.text import fold

SheetRow: TypeAlias = "Sequence[str]"

_LOOKED_AT = 20
"""Headers are looked for in this many rows, as templates begin with instructions."""

_SAMPLED = 200
_MOST = 0.8
_LONGEST_HEADER = 40
_LONGEST_KNOWN = 80
_FEWEST_OPTIONS = 3
"""With at least this many columns for options, a row counts as headers even if no other header is known."""

ANSWERS = {"front": "back", "term": "definition", "prompt": "answer"}
BESIDE = {**ANSWERS, **{answer: asked for asked, answer in ANSWERS.items()}, "correct": "prompt"}
"""A known header's field → the field of a column beside it with an unknown header."""

_WHEN = (
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "tijdstempel",
    "start time", "startzeit", "heure de debut", "hora de inicio", "ora di inizio", "starttijd",
)  # fmt: skip
"""What form programs call the column with the time of an answer."""

_VOTED = frozenset({"votes", "number of votes", "respondents", "number of respondents", "stimmen"})
"""What poll programs call the column with the number of votes."""


def headers_in(rows: Sequence[SheetRow], columns: Mapping[str, str], width: int) -> tuple[SheetRow, int]:
    """Return the headers of a table and the index of the first row below them; (), 0 if there are no headers.

    Args:
        rows: all rows, as texts.
        columns: the fields that someone chose: header → field.
        width: the number of columns.
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


def hold_answers_of_people(rows: Sequence[SheetRow]) -> bool:
    """Return whether a table holds people's responses to a form or poll, judging by its headers."""
    first = next((row for row in rows[:_LOOKED_AT] if any(map(str.strip, row))), ())
    if len(first) > 2 and any(fold(cell.strip()) in _WHEN for cell in first[:3]):
        return True
    return any(fold(cell.strip()) in _VOTED for row in rows[:_LOOKED_AT] for cell in row[1:3])


def _known(rows: Sequence[SheetRow], columns: Mapping[str, str]) -> int | None:
    """Return the index of the row with the headers, if any of them are known."""
    called = named(columns)
    best, most = None, 1
    for place, row in enumerate(rows[:_LOOKED_AT]):
        found = [
            each or "" for each in fields_of([cell for cell in row if cell.strip() and len(cell) <= _LONGEST_KNOWN])
        ]
        score = sum(map(bool, found)) + sum(fold(cell.strip()) in called for cell in row)
        is_one = len(set(found) - {""}) > 1 or found.count("option") >= _FEWEST_OPTIONS or called
        if (score > most and is_one) or (called and best is None and score):
            best, most = place, max(score, most)
    return best


def _likely(rows: Sequence[SheetRow], width: int) -> int | None:
    """Return 0 if the first row looks like headers even though at most one of them is known.

    They're all filled in and short; and one is known, two are languages or usual names, or the cells below are
    longer.
    """
    if len(rows) < 2 or width < 2:
        return None
    first = [cell.strip() for cell in rows[0]]
    if len(first) < width or not all(first) or len(set(first)) < len(first):
        return None
    if any(len(cell) > _LONGEST_HEADER or cell[0].isdigit() for cell in first):
        return None
    if any(cell[-1] in "?.!," and not names_column(cell) for cell in first):
        return None
    if any(field_of(cell) in BESIDE for cell in first) and all(cell[0].isupper() for cell in first):
        return 0
    if _of_languages(first) and not _of_languages(rows[1]):
        return 0
    if _of_names(first) and not _of_names([cell.strip() for cell in rows[1]]):
        return 0
    is_over_questions = any(_heads_questions(cell, spot, rows[1:_SAMPLED]) for spot, cell in enumerate(first))
    if is_over_questions or _differs(first, rows[1:_SAMPLED]):
        return 0
    if len(rows) < 4:
        return None
    rest = [[row[spot].strip() for row in rows[1:_SAMPLED] if spot < len(row)] for spot in range(width)]
    longer = sum(
        median(map(len, column)) > 1.5 * len(cell) + 5 for cell, column in zip(first, rest, strict=True) if column
    )
    apart = any(repeats(column) and cell not in column for cell, column in zip(first, rest, strict=True))
    return 0 if longer * 2 >= width or (longer and apart) else None


def _heads_questions(cell: str, spot: int, below: Sequence[SheetRow]) -> bool:
    """Return whether a cell is a single word above questions, so that it's their header in any language."""
    asked = [each for row in below if (each := _cell(row, spot))]
    return len(cell.split()) == 1 and len(asked) > 1 and all(each.endswith(QUESTION_MARKS) for each in asked)


def _differs(first: SheetRow, rest: Sequence[SheetRow]) -> bool:
    """Return whether a first row of names is unlike those below: they're numbers, or begin with small letters."""
    if not all(cell[0].isalpha() and cell[0].upper() == cell[0] for cell in first):
        return False
    columns = [[cell for row in rest if (cell := _cell(row, spot))] for spot in range(len(first))]
    if any(len(column) > 1 and not any(map(str.isalpha, "".join(column))) for column in columns):
        return True
    cells = [cell for column in columns for cell in column]
    is_cased = first[0][0].isupper()
    return is_cased and len(cells) > len(first) and sum(cell[0].islower() for cell in cells) > _MOST * len(cells)


def _of_languages(row: SheetRow) -> bool:
    """Return whether at least two cells are languages."""
    return sum(map(is_language, row)) > 1


def _of_names(row: SheetRow) -> bool:
    """Return whether at least two cells, and half of them, are usual names of columns."""
    found = sum(map(names_column, row))
    return found > 1 and found * 2 >= len(row) and all(cell[:1].isupper() for cell in row)


def _complete(above: SheetRow, below: SheetRow) -> bool:
    """Return whether two rows are headers together: each has known ones where the other is empty."""
    pairs = [(_cell(above, spot), _cell(below, spot)) for spot in range(max(len(above), len(below)))]
    lower = [each for _, each in pairs if each]
    known = sum(field_of(each) is not None for each in lower)
    if not lower or known * 2 <= len(lower) or any(len(each) > _LONGEST_KNOWN for each in lower):
        return False
    return any(field_of(up) for up, down in pairs if not down) and any(field_of(down) for up, down in pairs if not up)


def _over(above: SheetRow, below: SheetRow) -> SheetRow:
    """Combine the headers of two rows; where both have one, the lower row's is more specific."""
    return [_cell(below, spot) or _cell(above, spot) for spot in range(max(len(above), len(below)))]


def _cell(row: SheetRow, spot: int) -> str:
    return row[spot].strip() if spot < len(row) else ""


def repeats(column: Sequence[str]) -> bool:
    """Return whether a column has few distinct values, as one with topics does."""
    filled = [cell for cell in column if cell]
    return len(filled) >= 4 and len(Counter(filled)) * 2 <= len(filled) and max(map(len, filled)) <= 80
