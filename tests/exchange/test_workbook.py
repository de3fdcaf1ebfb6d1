"""Excel workbooks: what cells show, several sheets, Kahoot's template."""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable
from bot.exchange.tables.sheet_xml import cells_in, shown, strings_in
from bot.exchange.tables.workbook import _sheets, number_shown


def book(**sheets: list[list[object]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def found(made: openpyxl.Workbook) -> ParsedFile:
    raw = io.BytesIO()
    made.save(raw)
    return read(raw.getvalue())


def test_cells_are_read_as_they_are_displayed() -> None:
    made = book(One=[["Front", "Back"], [dt.date(2026, 1, 2), 0.25], [3.0, 1234.5], [True, "x"], ["=1+1", "kept"]])
    made["One"]["B2"].number_format = "0%"
    made["One"]["B3"].number_format = "#,##0.00"
    read_back = found(made)
    assert [list(each.fields.values()) for each in read_back.taken] == [
        ["2026-01-02", "25%"],
        ["3", "1,234.50"],
        ["true", "x"],
    ]
    assert read_back.left[0].position == "row 5", "a formula counts as what it came to, and this was never worked out"


def test_sheets_are_topics_unless_rows_say_theirs_and_hidden_ones_are_left_out() -> None:
    made = book(
        Safety=[["Term", "Definition"], [], ["PPE", "What you wear"]],
        Quiz=[["Question", "Answer", "Topic"], ["How hot?", "75 °C", "Tea"]],
        Old=[["Term", "Definition"], ["x", "y"]],
    )
    made["Old"].sheet_state = "hidden"
    read_back = found(made)
    assert [(each.position, each.topic) for each in read_back.taken] == [
        ("sheet Safety, row 3", "Safety"),
        ("sheet Quiz, row 2", "Tea"),
    ]
    assert "The sheet “Old” is hidden, so I left it out." in read_back.notes


def test_hidden_columns_and_rows_are_left_out_and_reported() -> None:
    made = book(
        One=[["Question", "Answer", "Explanation"], ["Where's the key?", "Desk", "Code 1234"], ["Old?", "Old"]]
    )
    made["One"].column_dimensions["C"].hidden = True
    made["One"].row_dimensions[3].hidden = True
    made["One"].column_dimensions["F"].hidden = True
    read_back = found(made)
    assert [dict(each.fields) for each in read_back.taken] == [
        {"type": "free-text", "prompt": "Where's the key?", "answers": ["Desk"]}
    ]
    assert read_back.notes == ("I left out 1 hidden column and 1 hidden row; show them if you want them imported.",)


def test_formulas_that_were_never_worked_out_are_pointed_out() -> None:
    notes = found(book(One=[["Front", "Back"], ["2 + 2", "=2+2"], ["3", "three"]])).notes
    assert notes == ("A formula has no saved result; open and save the file in your spreadsheet program first.",)


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


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable, match="empty"):
        found(book(One=[]))


FORMATS = ("General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "00000", "yyyy-mm-dd", "h:mm", "[h]:mm:ss", "@")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)),  # noqa: DTZ001 (as in Excel)
    st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=40)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(lambda text: text[:1] != "="),
    st.sampled_from(["00123", " both ", "two\nlines", "#DIV/0!", "<b>&amp;", "_x005F_x0041_", "", "1e5"]),
)


def as_openpyxl_reads_it(raw: bytes) -> list[list[str]]:
    """Return the rows of a workbook's only sheet, as openpyxl reads them."""

    def text(cell: Any) -> str:
        if cell.value is None:
            return ""
        if isinstance(cell.value, bool):
            return "true" if cell.value else "false"
        if isinstance(cell.value, int | float):
            return number_shown(cell.value, cell.number_format or "General")
        return cell.value if isinstance(cell.value, str) else shown(cell.value)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about impossible dates
        sheet = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        rows = [[text(cell) for cell in row] for row in sheet.iter_rows()]
    return [row[: max((place + 1 for place, each in enumerate(row) if each), default=0)] for row in rows]


@given(
    st.lists(st.lists(st.tuples(VALUES, st.sampled_from(FORMATS)), max_size=4), min_size=1, max_size=4), st.booleans()
)
def test_cells_are_read_as_openpyxl_reads_them(cells: list[list[tuple[Any, str]]], old: bool) -> None:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900
    assert made.active is not None
    for number, row in enumerate(cells, 1):
        for column, (value, form) in enumerate(row, 1):
            cell = made.active.cell(2 * number, 2 * column, value)
            cell.number_format = form
    raw = io.BytesIO()
    made.save(raw)
    sheets, _ = _sheets(raw.getvalue())
    rows = [[*each] for each in sheets[0].rows]
    expected = as_openpyxl_reads_it(raw.getvalue())
    width = max(len(rows), len(expected))  # rows after the last one with contents are empty in both
    assert rows + [[]] * (width - len(rows)) == expected + [[]] * (width - len(expected))


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rows_of(data: str, strings: Sequence[str] = (), room: int = 100) -> list[list[str]]:
    """Return the rows that are read from a sheet as other programs write it."""
    raw = f"<worksheet {MAIN}><dimension ref='A1'/><sheetData>{data}</sheetData></worksheet>".encode()
    return cells_in(io.BytesIO(raw), strings, lambda written, style: f"{written}/{style}", room, {}).rows


def test_what_other_programs_write() -> None:
    spoken = "<is><r><rPr><b/></rPr><t>To</t></r><r><t xml:space='preserve'> kyo</t></r><rPh><t>x</t></rPh></is>"
    cells = f"<c t='inlineStr'>{spoken}</c><c t='s'><v>1</v></c><c s='3'><v>7</v></c><c t='b'><v>1</v></c>"
    more = "<c t='d'><v>2026-01-31T00:00:00</v></c><c t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>came</v></c><c/>"
    assert rows_of(f"<row>{cells}{more}</row>", ["no", "yes"]) == [
        ["To kyo", "yes", "7/3", "true", "2026-01-31", "#N/A", "came"]
    ]
    assert rows_of(
        "<row r='3'><c r='C3'><v>1</v></c><c r='A3'><v>2</v></c></row><row r='2'><c><v>0</v></c></row>"
    ) == [
        [],
        [],
        ["2/0", "", "1/0"],
    ]
    assert strings_in(io.BytesIO(f"<sst {MAIN}><si><t>one</t></si><si>{spoken[4:-5]}</si><si/></sst>".encode())) == [
        "one",
        "To kyo",
        "",
    ]


def test_a_sheet_ends_after_many_empty_rows_and_has_a_limit_of_rows() -> None:
    assert len(rows_of("<row r='1'><c><v>1</v></c></row><row r='1000000'><c><v>2</v></c></row>", room=5000)) == 1001
    with pytest.raises(Unreadable, match="more rows"):
        rows_of("<row><c><v>1</v></c></row>" * 5, room=4)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    made, raw = book(One=[["Front", "Back"], ["a", "b"]]), io.BytesIO()
    made.save(raw)
    evil, declared, part = io.BytesIO(), b'<!DOCTYPE x [<!ENTITY a "ha">]>', "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            new.writestr(name, declared + old.read(name) if name == part else old.read(name))
    with pytest.raises(Unreadable, match="is broken"):
        read(evil.getvalue())
    with pytest.raises(ValueError, match="document type"):
        strings_in(io.BytesIO(declared + f"<sst {MAIN}><si><t>&a;</t></si></sst>".encode()))


CAPITALS: list[list[object]] = [
    ["Question", "A", "B", "C"],
    ["Italy?", "Milan", "Rome", "Turin"],
    ["Spain?", "Madrid", "Seville", "Vigo"],
    ["Peru?", "Cusco", "Puno", "Lima"],
]
BOLD, GREEN = {"font": Font(bold=True)}, {"fill": PatternFill("solid", fgColor="C6EFCE")}


def standing_out(cells: dict[str, dict[str, Any]]) -> ParsedFile:
    made = book(Quiz=CAPITALS)
    for place, styles in cells.items():
        for name, style in styles.items():
            setattr(made["Quiz"][place], name, style)
    return found(made)


@pytest.mark.parametrize("style", [BOLD, GREEN, {"font": Font(color="FF0000")}])
def test_right_options_may_be_in_bold_or_in_a_colour(style: dict[str, Any]) -> None:
    read_back = standing_out(dict.fromkeys(("A1", "B1", "C1", "C2", "B3", "D4"), style))
    options = [option for each in read_back.taken for option in each.fields["options"]]
    assert [each["text"] for each in options if each.get("correct")] == ["Rome", "Madrid", "Lima"]
    assert "Options in bold or in a colour count as right; check a few." in read_back.notes


@pytest.mark.parametrize(
    "cells",
    [
        dict.fromkeys(("B2", "B3", "B4"), GREEN),
        {"B2": BOLD, "C2": GREEN},
        dict.fromkeys(("A2", "A3", "A4"), BOLD),
    ],
    ids=["a column", "several looks", "questions"],
)
def test_other_formatting_says_nothing_about_what_is_right(cells: dict[str, dict[str, Any]]) -> None:
    assert [each.why for each in standing_out(cells).left] == ["doesn't say which option is right; mark one"] * 3


def test_a_template_numbers_rows_that_nobody_filled_in() -> None:
    rows: list[list[object]] = [
        ["No", "Question", "Answer"],
        [1, "How hot?", "75 °C"],
        [2, None, None],
        [3, None, None],
    ]
    read_back = found(book(Quiz=rows))
    assert (len(read_back.taken), read_back.left) == (1, ())


def test_kahoot_names_right_answers_by_their_place_even_if_answers_are_numbers() -> None:
    head: list[object] = ["Question", "Answer 1", "Answer 2", "Answer 3", "Time limit", "Correct answer(s)"]
    read_back = found(book(Quiz=[head, ["How many cups?", 3, 2, 1, 20, 1], ["How many pots?", 2, 3, 1, 20, "1,3"]]))
    options = [each.fields["options"] for each in read_back.taken]
    assert [[each["text"] for each in item if each.get("correct")] for item in options] == [["3"], ["2", "1"]]
