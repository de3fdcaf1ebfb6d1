"""Tables as files for spreadsheet programs, in which no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a program may take for a formula
(https://owasp.org/www-community/attacks/CSV_Injection)."""

Cell: TypeAlias = str | int | float | None


def harmless(cell: Cell) -> Cell:
    """Return a cell that no program takes for a formula: a text that begins like one gets an apostrophe before it.

    So does one that begins so after apostrophes of its own, or nobody could tell them from ours.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'")[:1] in SIGNS else cell


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, with the mark by which Excel knows that."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as an Excel workbook."""
    return as_sheets({"Sheet": rows})


def as_sheets(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """Return tables as an Excel workbook.

    Args:
        sheets: name → rows.
    """
    from openpyxl import Workbook  # late, as few want one
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def storable(cell: Cell) -> Cell:
        # A workbook can't hold control characters.
        return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([storable(harmless(cell)) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
