"""Read Excel workbooks, in which each visible sheet is a table."""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.exchange import archive
from bot.exchange.model import ParsedFile
from bot.exchange.source import SourceFile, Unreadable
from bot.exchange.tables.headers import field_of
from bot.exchange.tables.rows import MOST_ROWS, Worksheet, parsed_file
from bot.exchange.tables.sheet_xml import SheetCells, cells_in, shown, strings_in
from bot.language.text import counted

MOST_SHEETS = 50

_PARTS = re.compile(r"xl/|\[Content_Types\]\.xml|_rels/|docProps/")
_LARGEST_PART = 60 * 1024 * 1024
_BROKEN = "This workbook is broken; open it in your spreadsheet program and save it again as .xlsx."
_KAHOOT = "time limit"


class Workbook:
    """Reads Excel workbooks, including Kahoot's template."""

    name = "Excel workbook"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a workbook: it's an archive with a workbook in it."""
        return float(archive.is_archive(source.raw) and b"xl/workbook.xml" in source.raw)

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a workbook; for formulas, use the results that were saved.

        Raises:
            Unreadable: the workbook is broken or too large, or its columns can't be identified.
        """
        with archive.opened(source.raw) as parts:
            if any(_PARTS.match(each.filename) and each.file_size > _LARGEST_PART for each in parts.infolist()):
                raise Unreadable("This workbook is too large; split it into several.")
        sheets, notes = _sheets(source.raw)
        sheets = [each for each in sheets if any(any(row) for row in each.rows)]
        if not sheets:
            raise Unreadable("This workbook is empty; choose another one.")
        sheets = [replace(each, by_place=_is_kahoot(each)) for each in sheets]
        kind = "Kahoot spreadsheet" if any(each.by_place for each in sheets) else self.name
        return parsed_file(kind, sheets if len(sheets) > 1 else [replace(sheets[0], name="")], source.columns, notes)


def _sheets(raw: bytes) -> tuple[list[Worksheet], list[str]]:
    """Return the visible sheets, and notes about the others."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what's left out, such as drawings
            return _read(raw)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_BROKEN) from error


def _read(raw: bytes) -> tuple[list[Worksheet], list[str]]:
    from openpyxl.reader.excel import ExcelReader  # imported late, as few files are workbooks
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.xml.constants import SHARED_STRINGS

    book = ExcelReader(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    book.read_manifest()
    book.read_workbook()
    apply_stylesheet(book.archive, book.wb)
    strings: list[str] = []
    shared = book.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
    if shared is not None:
        with book.archive.open(shared.PartName[1:]) as file:
            strings = strings_in(file)
    sheets: list[Worksheet] = []
    notes: list[str] = []
    room, number, looks = MOST_ROWS, _Numbers(book.wb), _looks(book.wb)
    sheets_there = [each for each in book.parser.find_sheets() if "worksheet" in each[1].Type]
    for sheet, part in sheets_there[:MOST_SHEETS]:
        if part.target not in book.valid_files:
            continue
        if sheet.state != "visible":
            notes.append(f"The sheet “{sheet.name}” is hidden, so I left it out.")
            continue
        with book.archive.open(part.target) as file:
            cells = cells_in(file, strings, number, room, looks)
        room -= len(cells.rows)
        sheets.append(Worksheet(cells.rows, sheet.name, looks=cells.looks))
        notes += _missing(cells, f" on the sheet “{sheet.name}”" if len(sheets_there) > 1 else "")
    return sheets, notes


def _missing(cells: SheetCells, where: str) -> Iterator[str]:
    """Yield notes about the cells of a sheet that can't be read."""
    columns, rows = len(cells.hidden_columns), cells.hidden_rows
    hidden = [
        *([counted(columns, "hidden column")] if columns else []),
        *([counted(rows, "hidden row")] if rows else []),
    ]
    if hidden:
        yield f"I left out {' and '.join(hidden)}{where}; show them if you want them imported."
    if cells.unworked:
        formulas = "A formula has" if cells.unworked == 1 else f"{cells.unworked} formulas have"
        yield f"{formulas} no saved result{where}; open and save the file in your spreadsheet program first."


def _looks(book: Any) -> dict[int, object]:  # noqa: ANN401 (openpyxl's, of which not all is public)
    """Return the styles whose cells stand out, in bold or in a colour, each with what it looks like."""
    found: dict[int, object] = {}
    for index, style in enumerate(book._cell_styles):  # noqa: SLF001
        font, fill = book._fonts[style.fontId], book._fills[style.fillId]  # noqa: SLF001
        is_filled = getattr(fill, "patternType", None) == "solid"
        look = (
            bool(font.b),
            _colour(font.color, _INK) if font.color is not None else "",
            _colour(fill.fgColor, _PAPER) if is_filled else "",
        )
        if any(look):
            found[index] = look
    return found


def _colour(colour: Any, usual: frozenset[object]) -> str:  # noqa: ANN401 (openpyxl's)
    """Return a colour; "" if it's a usual one."""
    return "" if (colour.type, colour.value) in usual else f"{colour.type} {colour.value} {colour.tint}"


_INK = frozenset(
    (("rgb", "FF000000"), ("rgb", "00000000"), ("theme", 1), ("theme", 10), ("indexed", 8), ("indexed", 64))
)
"""What text is usually written in, including the colour of links."""

_PAPER = frozenset((("rgb", "FFFFFFFF"), ("rgb", "00FFFFFF"), ("theme", 0), ("indexed", 9), ("indexed", 65)))


class _Numbers:
    """Formats the numbers of a workbook by their styles.

    Args:
        book: the workbook, from openpyxl.
    """

    def __init__(self, book: Any) -> None:  # noqa: ANN401 (openpyxl's, of which not all is public)
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        own_formats = book._number_formats  # noqa: SLF001
        ids = (style.numFmtId for style in book._cell_styles)  # noqa: SLF001
        self._formats = [
            BUILTIN_FORMATS.get(each, "General")
            if each < BUILTIN_FORMATS_MAX_SIZE
            else own_formats[each - BUILTIN_FORMATS_MAX_SIZE]
            for each in ids
        ]
        self._dates, self._durations = book._date_formats, book._timedelta_formats  # noqa: SLF001
        self._epoch = book.epoch

    def __call__(self, written: str, style: int) -> str:
        """Return the text that a number is shown as.

        Args:
            written: the number as stored.
            style: the index of the cell's style.
        """
        value = float(written) if any(each in written for each in ".eE") else int(written)
        if style in self._dates:
            return self._moment(value, style)
        return number_shown(value, self._formats[style] or "General")

    def _moment(self, value: float, style: int) -> str:
        from openpyxl.utils.datetime import from_excel

        try:
            return shown(from_excel(value, self._epoch, timedelta=style in self._durations))
        except (OverflowError, ValueError):
            return "#VALUE!"


_DECIMALS = re.compile(r"0\.(0+)")
_MOST_DECIMALS = 9
_USUAL = 10**15
"""Numbers from here on, which people rarely write, aren't formatted."""


def number_shown(value: float, form: str) -> str:
    """Format a number, with support for decimals, thousands separators and percent only."""
    if not abs(value) < _USUAL:
        return repr(value)
    form = form.partition(";")[0]
    number = Decimal(repr(value)) * (100 if "%" in form else 1)
    decimals = _DECIMALS.search(form)
    if decimals or "%" in form or form in ("0", "#,##0"):
        places = min(len(decimals[1]), _MOST_DECIMALS) if decimals else 0
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    text = f"{number:,f}" if "#,##" in form else f"{number:f}"
    return f"{text}%" if "%" in form else text


def _is_kahoot(sheet: Worksheet) -> bool:
    """Return whether a sheet follows Kahoot's template, which has a column for a time limit."""
    for row in sheet.rows[:20]:
        if any(cell.lower().startswith(_KAHOOT) for cell in row) and "prompt" in map(field_of, row):
            return True
    return False
