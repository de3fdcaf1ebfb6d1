"""Read the cells of a workbook's sheets directly from their XML.

openpyxl lists the sheets and knows the formats of cells, but takes many times as long to read a cell as it takes to
parse its XML (decision 215).
Source: ECMA-376, Part 1, 18.3.1 (worksheets) and 18.4 (shared strings).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, NoReturn
from xml.parsers import expat

from bot.exchange.source import Unreadable

MOST_COLUMNS = 50
MOST_EMPTY = 1000
"""After this many empty rows, the rest of a sheet is ignored; some programs write a million."""

_CHUNK = 256 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _FORMULA, _COLUMN = (f"{_MAIN}{name}" for name in ("row", "c", "v", "f", "col"))
_STRING, _TEXT, _PHONETIC = (f"{_MAIN}{name}" for name in ("si", "t", "rPh"))

NumberText = Callable[[str, int], str]
"""Returns the text that a number is shown as, by its stored text and its style."""


class _OverError(Exception):
    """The rest of a sheet doesn't have to be read."""


def strings_in(file: IO[bytes]) -> list[str]:
    """Return the shared strings of a workbook, without formatting and phonetic text.

    Raises:
        expat.ExpatError, ValueError: the XML is broken, or has a document type.
    """
    found: list[str] = []
    texts = _Texts()

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        if name == _STRING:
            texts.clear()
        else:
            texts.start(name)

    def end(name: str) -> None:
        if name == _STRING:
            found.append(texts.said.replace("x005F_", ""))  # an escaped escape sequence
        else:
            texts.end(name)

    _parse(file, start, end, texts.take)
    return found


@dataclass(slots=True)
class SheetCells:
    """The visible cells of a sheet.

    Args:
        rows: its rows as texts, without trailing empty cells; hidden rows are empty.
        hidden_columns: the numbers of the hidden columns that have contents.
        hidden_rows: how many hidden rows have contents.
        unworked: how many formulas were never worked out.
        looks: the cells that stand out, in bold or in a colour: number of the row → text → what it looks like.
    """

    rows: list[list[str]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    unworked: int = 0
    looks: dict[int, dict[str, object]] = field(default_factory=dict)


def cells_in(
    file: IO[bytes], strings: Sequence[str], number: NumberText, room: int, looks: Mapping[int, object]
) -> SheetCells:
    """Return the visible cells of a sheet.

    Args:
        file: the sheet's XML.
        strings: the workbook's shared strings.
        number: formats a number.
        room: the maximum number of rows.
        looks: the styles whose cells stand out, each with what it looks like.

    Raises:
        Unreadable: the sheet has more rows.
        expat.ExpatError, ValueError, LookupError: the XML is broken, or has a document type.
    """
    sheet = _Sheet(strings, number, room, looks)
    with suppress(_OverError):
        _parse(file, sheet.start, sheet.end, sheet.texts.take)
    return sheet.cells


class _Texts:
    """Collects the parts of a text, skipping phonetic ones."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._is_text = False
        self._is_spoken = False

    @property
    def said(self) -> str:
        """Return the text collected so far."""
        return "".join(self._parts)

    def clear(self) -> None:
        self._parts.clear()

    def start(self, name: str) -> None:
        if name == _TEXT:
            self._is_text = not self._is_spoken
        elif name == _PHONETIC:
            self._is_spoken = True

    def end(self, name: str) -> None:
        if name == _TEXT:
            self._is_text = False
        elif name == _PHONETIC:
            self._is_spoken = False

    def value(self) -> None:
        """Collect the following characters, as they're a cell's value."""
        self._is_text = True

    def take(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)


class _Sheet:
    """Builds the rows of a sheet from XML events."""

    def __init__(self, strings: Sequence[str], number: NumberText, room: int, looks: Mapping[int, object]) -> None:
        self.cells = SheetCells()
        self.texts = _Texts()
        self._hidden: list[range] = []
        self._is_hidden = self._is_formula = False
        self._strings = strings
        self._number = number
        self._room = room
        self._looks = looks
        self._row: list[str] = []
        self._place = 0
        self._column = 0
        self._empty = 0
        self._kind = ""
        self._style = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _CELL:
            where = attributes.get("r")
            self._column = _column(where.rstrip("0123456789")) if where else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self._is_formula = False
            self.texts.clear()
        elif name == _VALUE:
            if self._kind != "inlineStr":
                self.texts.value()
        elif name == _ROW:
            self._row, self._column = [], 0
            self._is_hidden = _is_on(attributes)
            where = attributes.get("r")
            self._place = int(float(where)) if where else self._place + 1
        elif name == _FORMULA:
            self._is_formula = True
        elif name == _COLUMN:
            if _is_on(attributes):
                self._hidden.append(range(int(attributes["min"]), int(attributes["max"]) + 1))
        elif self._kind == "inlineStr":
            self.texts.start(name)

    def end(self, name: str) -> None:
        if name == _CELL:
            self._put(self._shown(self.texts.said))
        elif name == _ROW:
            while len(self.cells.rows) + 1 < self._place:
                self._add([])
            if len(self.cells.rows) < self._place:
                self.cells.hidden_rows += self._is_hidden and any(self._row)
                self._add([] if self._is_hidden else self._row)
        else:
            self.texts.end(_TEXT if name == _VALUE else name)

    def _put(self, text: str) -> None:
        self.cells.unworked += self._is_formula and self._kind == "n" and not text
        if text and self._hidden and any(self._column in each for each in self._hidden):
            self.cells.hidden_columns.add(self._column)
        elif text and self._column <= MOST_COLUMNS:
            self._row += [""] * (self._column - len(self._row))
            self._row[self._column - 1] = text
            if look := self._looks.get(self._style):
                self.cells.looks.setdefault(self._place, {})[text.strip()] = look

    def _add(self, row: list[str]) -> None:
        if len(self.cells.rows) >= self._room:
            raise Unreadable("There are more rows in this workbook than I can read; split it into several.")
        self._empty = 0 if any(row) else self._empty + 1
        if self._empty > MOST_EMPTY:
            raise _OverError
        self.cells.rows.append(row)

    def _shown(self, value: str) -> str:
        """Return the text that a cell is shown as."""
        if not value:
            return ""
        match self._kind:
            case "s":
                return self._strings[int(value)]
            case "n":
                return self._number(value, self._style)
            case "b":
                return "true" if int(value) else "false"
            case "d":
                from openpyxl.utils.datetime import from_ISO8601

                return shown(from_ISO8601(value))  # type: ignore[no-untyped-call]
            case _:
                return value


def _is_on(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden", "0") in ("1", "true")


def shown(value: object) -> str:
    """Return a date or time in ISO 8601, without the time of day if it's midnight; anything else as text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


@lru_cache
def _column(letters: str) -> int:
    """Return the number of a column, from 1, by its letters, such as AB."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _parse(
    file: IO[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse(*_about: object) -> NoReturn:
    """Refuse a document type: no workbook needs one, and its entities could expand without limit."""
    raise ValueError("a workbook with a document type")
