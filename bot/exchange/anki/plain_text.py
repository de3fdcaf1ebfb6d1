"""Read Anki's plain-text exports: a table below header lines that describe its layout.

The header lines: https://docs.ankiweb.net/importing/text-files.html#file-headers.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from html import escape

from bot.exchange.anki.collection import MOST_NOTES, AnkiCollection, Note, NoteType, Template
from bot.exchange.anki.package import parsed_file
from bot.exchange.model import ParsedFile
from bot.exchange.pictures import Gallery
from bot.exchange.source import SourceFile, Unreadable

_HEADER = re.compile(
    r"#(separator|html|columns|(?:notetype|deck|tags|guid)(?: column)?|if matches|match scope|tag):(.*)",
    re.IGNORECASE,
)
_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_BESIDE = ("notetype", "deck", "tags", "guid")
"""What columns can hold other than a note's fields."""

_NO_NAME = re.compile(r"[{}:#^/]")
"""Characters that a field's name can't have in a template."""

_BOTH_WAYS = "reversed"
_TYPED = "type in"
_GAPS = re.compile(r"\{\{c\d{1,3}::")


class AnkiText:
    """Reads notes or cards exported from Anki as plain text."""

    name = "Anki text"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is from Anki: it begins with header lines that only Anki writes."""
        headers, _ = _taken_apart((source.text or "")[:10_000])
        return 0.99 if not {"separator", "html", "columns"}.isdisjoint(headers) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a plain-text export.

        Raises:
            Unreadable: there are too many notes, or a cell is too long.
        """
        headers, body = _taken_apart(source.text or "")
        mark = _mark(headers.get("separator", "tab"))
        rows = [row for row in _rows(body, mark) if any(map(str.strip, row))]
        notes = tuple(_note(row, headers, _names(headers, mark)) for row in rows)
        return parsed_file(self.name, AnkiCollection(notes), Gallery(), lambda src: None, source.notes)


def _taken_apart(text: str) -> tuple[dict[str, str], str]:
    """Split a file into its header lines, name → value, and the rest."""
    headers: dict[str, str] = {}
    rest = text
    while found := _HEADER.fullmatch(rest.partition("\n")[0]):
        headers[found[1].lower()] = found[2]
        rest = rest.partition("\n")[2]
    return headers, rest


def _mark(name: str) -> str:
    """Return the separator of columns, given by its name or literally."""
    return _MARKS.get(name.strip().lower()) or name[:1].strip('"') or "\t"


def _rows(text: str, mark: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) > MOST_NOTES:
                raise Unreadable(f"There are more than {MOST_NOTES:,} notes in this file; export a part of them.")
    except csv.Error as error:
        raise Unreadable(f"A cell has more than {csv.field_size_limit():,} characters; shorten it.") from error
    return rows


def _names(headers: Mapping[str, str], mark: str) -> list[str]:
    """Return the names of the columns, as far as the file gives them."""
    rows = _rows(headers.get("columns", ""), mark)
    names = rows[0] if rows else []
    names = names[0].split() if len(names) == 1 else names  # some programs separate them with spaces
    return [_NO_NAME.sub(" ", name).strip() for name in names]


def _note(row: Sequence[str], headers: Mapping[str, str], names: Sequence[str]) -> Note:
    """Convert a row to a note.

    Args:
        row: the row's cells.
        headers: the file's header lines, name → value.
        names: the names of the columns.
    """
    columns = {name: headers.get(f"{name} column", "").strip() for name in _BESIDE}
    places = {name: int(number) - 1 for name, number in columns.items() if number.isdecimal() and len(number) < 5}
    beside = {name: row[place].strip() for name, place in places.items() if 0 <= place < len(row)}
    is_html = headers.get("html", "").strip().lower() == "true"
    fields: dict[str, str] = {}
    for place, cell in enumerate(row):
        if place not in places.values():
            name = (names[place] if place < len(names) else "") or f"field {len(fields) + 1}"
            fields[name if name not in fields else f"{name} {place + 1}"] = cell if is_html else _as_html(cell)
    kind = _kind(beside.get("notetype") or headers.get("notetype", ""), fields)
    deck = beside.get("deck") or headers.get("deck", "").strip()
    tags = (*headers.get("tags", "").split(), *beside.get("tags", "").split())
    return Note(beside.get("guid", ""), kind, fields, tags, dict.fromkeys(kind.templates, deck))


def _as_html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _kind(name: str, fields: Mapping[str, str]) -> NoteType:
    """Return a note type with templates guessed from its name, as the file doesn't contain any.

    Args:
        name: the name of the note type.
        fields: the note's fields; the first one is the question.
    """
    first, *others = [name for name, text in fields.items() if text.strip()] or [""]
    if _GAPS.search(fields.get(first, "")):
        return NoteType(True, tuple(fields), {0: Template(f"{{{{cloze:{first}}}}}", "")})
    kind = name.lower()
    if "optional reversed" in kind:
        kind = kind if len(others) > 1 else ""
        others = others[:1]
    answer = "<br>".join(f"{{{{{each}}}}}" for each in others)
    typed = f"{{{{type:{others[0]}}}}}" if _TYPED in kind and others else ""
    templates = {0: Template(f"{{{{{first}}}}}{typed}", answer)}
    if _BOTH_WAYS in kind:
        templates[1] = Template(answer, f"{{{{{first}}}}}")
    return NoteType(False, tuple(fields), templates)
