"""Write tables for spreadsheet programs, safe from formula injection."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
"""Characters at the start of a cell that programs may take for a formula
(https://owasp.org/www-community/attacks/CSV_Injection)."""

Cell: TypeAlias = str | int | float | None


def harmless(cell: Cell) -> Cell:
    """Return a cell that no program takes for a formula: a text that begins like one gets an apostrophe.

    So does one that begins like a formula after apostrophes of its own; otherwise, they'd be confused with ours.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'")[:1] in SIGNS else cell


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, with the byte order mark that Excel needs."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as an Excel workbook."""
    return as_sheets({"Sheet": rows})


def as_sheets(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """Return tables as an Excel workbook.

    Args:
        sheets: the name of each sheet → its rows.
    """
    from openpyxl import Workbook  # imported late, as it's rarely needed
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def storable(cell: Cell) -> Cell:
        # Workbooks can't hold control characters.
        return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([storable(harmless(cell)) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
