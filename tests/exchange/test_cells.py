"""Tables for spreadsheet programs: no cell is run as a formula, whatever it contains."""

import csv
import io

import pytest
from openpyxl import load_workbook

from bot.exchange.tables.cells import SIGNS, Cell, as_csv, as_workbook, harmless

HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_a_text_that_begins_like_a_formula_stays_a_text(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("cell", ["", "a=b", "7", -3, 0.5, None])
def test_everything_else_stays_as_it_is(cell: Cell) -> None:
    assert harmless(cell) == cell


def test_both_kinds_of_file_hold_the_rows() -> None:
    table: list[list[Cell]] = [["Name", "Right"], [HOSTILE, 3], ["Zoë, “Z”\x07", -1]]
    read = [*csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline=""))]
    assert read == [["Name", "Right"], [f"'{HOSTILE}", "3"], ["Zoë, “Z”\x07", "-1"]]
    sheet = load_workbook(io.BytesIO(as_workbook(table))).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["Name", "Right"],
        [f"'{HOSTILE}", 3],
        ["Zoë, “Z”", -1],
    ]
    assert all(cell.data_type in "sn" for row in sheet.rows for cell in row)
