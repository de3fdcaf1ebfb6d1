"""Excel workbooks: each visible sheet is a table."""

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol
from zipfile import BadZipFile

from bot.exchange import archive
from bot.exchange.model import Found
from bot.exchange.source import Source, Unreadable
from bot.exchange.tables.headers import field_of
from bot.exchange.tables.rows import Sheet, found_in

MOST_ROWS = 50_000
"""Rows read of all sheets together."""

MOST_COLUMNS = 50
MOST_SHEETS = 50
_MOST_EMPTY = 1000
"""Empty rows after which a sheet is over; some programs fill a million."""

_PARTS = re.compile(r"xl/|\[Content_Types\]\.xml|_rels/|docProps/")
_LARGEST_PART = 60 * 1024 * 1024
_BROKEN = "This workbook is broken; open it in your spreadsheet program and save it again as .xlsx."
_KAHOOT = "time limit"


class Cell(Protocol):
    """A cell of a sheet, as openpyxl has it."""

    value: Any
    number_format: str


class Workbook:
    """An Excel workbook, a Kahoot template among them."""

    name = "Excel workbook"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is a workbook: it's an archive with a workbook in it."""
        return float(archive.is_archive(source.raw) and b"xl/workbook.xml" in source.raw)

    def read(self, source: Source, columns: Mapping[str, str]) -> Found:
        """Read a workbook; formulas count as what they came to when it was saved.

        Args:
            source: the file.
            columns: which column is to be read as what, where that was said: header → field.

        Raises:
            Unreadable: it's broken or too large, or it can't be told what its columns are.
        """
        with archive.opened(source.raw) as parts:
            if any(_PARTS.match(each.filename) and each.file_size > _LARGEST_PART for each in parts.infolist()):
                raise Unreadable("This workbook is too large; split it into several.")
        sheets, notes = _sheets(source.raw)
        sheets = [each for each in sheets if any(any(row) for row in each.rows)]
        if not sheets:
            raise Unreadable("This workbook is empty; choose another one.")
        kind = "Kahoot spreadsheet" if any(map(_is_kahoot, sheets)) else self.name
        return found_in(kind, sheets if len(sheets) > 1 else [Sheet(sheets[0].rows)], columns, notes)


def _sheets(raw: bytes) -> tuple[list[Sheet], list[str]]:
    """Return the visible sheets, and what's told of the others."""
    from openpyxl import load_workbook  # late, as few files are workbooks

    sheets: list[Sheet] = []
    notes: list[str] = []
    room = MOST_ROWS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what's left out, such as drawings
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets[:MOST_SHEETS]:
                if sheet.sheet_state != "visible":
                    notes.append(f"The sheet “{sheet.title}” is hidden, so I left it out.")
                    continue
                rows = list(_rows(sheet.iter_rows(), room))
                room -= len(rows)
                sheets.append(Sheet(rows, sheet.title))
    except Unreadable:
        raise
    except BadZipFile as error:
        raise Unreadable(_BROKEN) from error
    except Exception as error:
        raise Unreadable(_BROKEN) from error
    return sheets, notes


def _rows(cells: Iterator[tuple[Cell, ...]], room: int) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts."""
    empty = 0
    for number, row in enumerate(cells):
        if number >= room:
            raise Unreadable(f"There are more than {MOST_ROWS:,} rows in this workbook; split it into several.")
        texts = [shown(cell) for cell in row[:MOST_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        empty = 0 if any(texts) else empty + 1
        if empty > _MOST_EMPTY:
            return
        yield texts


def shown(cell: Cell) -> str:
    """Return what a cell shows, as far as all programs agree: dates by ISO 8601, numbers by their format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General")
    return str(value)


_DECIMALS = re.compile(r"0\.(0+)")


def _number(value: float, form: str) -> str:
    """Return a number by its format: decimals, thousands and percent; what else formats can do is left out."""
    form = form.partition(";")[0]
    number = Decimal(repr(value)) * (100 if "%" in form else 1)
    decimals = _DECIMALS.search(form)
    if decimals or "%" in form or form in ("0", "#,##0"):
        number = number.quantize(Decimal(1).scaleb(-len(decimals[1]) if decimals else 0), ROUND_HALF_UP)
    elif number == number.to_integral_value() and abs(number) < 10**15:
        number = number.quantize(Decimal(1))
    text = f"{number:,f}" if "#,##" in form else f"{number:f}"
    return f"{text}%" if "%" in form else text


def _is_kahoot(sheet: Sheet) -> bool:
    """Return whether a sheet is laid out like Kahoot's template, which asks for a time limit with each question."""
    for row in sheet.rows[:20]:
        if any(cell.lower().startswith(_KAHOOT) for cell in row) and "prompt" in map(field_of, row):
            return True
    return False
