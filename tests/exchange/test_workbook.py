"""Excel workbooks: what cells show, several sheets, Kahoot's template."""

import datetime as dt
import io

import openpyxl
import pytest

from bot.exchange.formats import read
from bot.exchange.model import Found
from bot.exchange.source import Unreadable


def book(**sheets: list[list[object]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def found(made: openpyxl.Workbook) -> Found:
    raw = io.BytesIO()
    made.save(raw)
    return read(raw.getvalue())


def test_cells_are_read_as_they_show() -> None:
    made = book(One=[["Front", "Back"], [dt.date(2026, 1, 2), 0.25], [3.0, 1234.5], [True, "x"], ["=1+1", "kept"]])
    made["One"]["B2"].number_format = "0%"
    made["One"]["B3"].number_format = "#,##0.00"
    read_back = found(made)
    assert [list(each.fields.values()) for each in read_back.taken] == [
        ["2026-01-02", "25%"],
        ["3", "1,234.50"],
        ["true", "x"],
    ]
    assert read_back.left[0].where == "row 5", "a formula counts as what it came to, and this was never worked out"


def test_sheets_are_topics_unless_rows_say_theirs_and_hidden_ones_are_left_out() -> None:
    made = book(
        Safety=[["Term", "Definition"], [], ["PPE", "What you wear"]],
        Quiz=[["Question", "Answer", "Topic"], ["How hot?", "75 °C", "Tea"]],
        Old=[["Term", "Definition"], ["x", "y"]],
    )
    made["Old"].sheet_state = "hidden"
    read_back = found(made)
    assert [(each.where, each.topic) for each in read_back.taken] == [
        ("sheet Safety, row 3", "Safety"),
        ("sheet Quiz, row 2", "Tea"),
    ]
    assert "The sheet “Old” is hidden, so I left it out." in read_back.notes


def test_kahoots_template() -> None:
    made = book(
        Sheet1=[
            [None, "Quiz template"],
            [],
            [None, "Question - max 120 characters", *(f"Answer {n} - max 75 characters" for n in (1, 2, 3, 4)),
             "Time limit (sec) – 5, 10, 20", "Correct answer(s) - choose at least one"],
            [1, "2 + 2?", 3, 4, 5, None, 20, 2],
            [2, "Even?", 2, 4, 5, None, 20, "1,2"],
        ]
    )  # fmt: skip
    read_back = found(made)
    assert read_back.format == "Kahoot spreadsheet"
    right = [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in read_back.taken]
    assert right == [["4"], ["2", "4"]]


def test_an_empty_workbook_is_told() -> None:
    with pytest.raises(Unreadable, match="empty"):
        found(book(One=[]))
