"""Read JSON and YAML with an object for each question or card, by treating their fields as columns of a table."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import yaml

from bot.exchange.model import ParsedFile
from bot.exchange.source import SourceFile, Unreadable
from bot.exchange.tables.headers import MANY, field_of, folded
from bot.exchange.tables.rows import MOST_ROWS, Worksheet, parsed_file

_Entries: TypeAlias = "list[dict[str, Any]]"

_ENTRY = re.compile(r"^[ \t]*- +[\"']?([a-z][a-z_ ]+)[\"']?:(?:\s|$)", re.MULTILINE)
"""The first field of an entry in YAML; capitals would make it a list in Markdown."""

_LONGEST_START = 20_000
_SAMPLED = 50
_MOST_COLUMNS = 40
_DEEPEST = 5
_UNKNOWN = (
    "I can't tell what's in this JSON; it needs a list of objects with fields such as question, options and answer, "
    "or front and back."
)


class JsonList:
    """Reads JSON lists."""

    name = "JSON"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is JSON, by its beginning and its end."""
        text = (source.text or "").strip()
        is_json = text.startswith(("{", "[")) and text.endswith(("}", "]")) and '"' in text
        return 0.98 if is_json and text[1:].lstrip().startswith(('"', "{")) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a list.

        Raises:
            Unreadable: the JSON is broken or too long, or has no list of questions or cards.
        """
        try:
            data = _parsed(source.text or "")
        except (ValueError, RecursionError) as error:
            line = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise Unreadable(f"This JSON is broken{line}; export it again.") from error
        lists = list(_lists_in(data, "", 0))
        if not lists:
            raise Unreadable(_UNKNOWN)
        return _converted(self.name, lists, source)


class YamlList:
    """Reads YAML lists."""

    name = "YAML"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a YAML list: entries begin with a known field, and have others."""
        found = _ENTRY.search((source.text or "")[:_LONGEST_START])
        return 0.98 if found and field_of(found[1]) and _listed(source.text or "") else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a list; all values are read as text, so that “no” can be an answer.

        Raises:
            Unreadable: it's too long.
        """
        return _converted(self.name, _listed(source.text or ""), source)


def _listed(text: str) -> list[tuple[str, _Entries]]:
    """Return the lists of questions or cards in YAML; none if it's broken."""
    try:
        return list(_lists_in(yaml.load(text, yaml.CBaseLoader), "", 0))  # noqa: S506 - it only makes texts and lists
    except (yaml.YAMLError, RecursionError, ValueError):
        return []


def _converted(format_name: str, lists: Sequence[tuple[str, _Entries]], source: SourceFile) -> ParsedFile:
    """Return what's in lists of entries.

    Args:
        format_name: the name of the file's format.
        lists: the lists, each with its name.
        source: the file.

    Raises:
        Unreadable: they're too long.
    """
    if sum(len(entries) for _, entries in lists) > MOST_ROWS:
        raise Unreadable(
            f"There are more than {MOST_ROWS:,} entries in this {format_name}; split it into several files."
        )
    sheets = [Worksheet(_rows(entries), name if len(lists) > 1 else "", of_program=True) for name, entries in lists]
    found = parsed_file(format_name, sheets, source.columns, source.notes)
    taken = tuple(replace(each, position=_where(each.position)) for each in found.taken)
    return replace(
        found, taken=taken, left=tuple(replace(each, position=_where(each.position)) for each in found.left)
    )


def _parsed(text: str) -> Any:  # noqa: ANN401 - of whatever shape it has
    """Return the data of a file; of one with a JSON object on each line, the list of them."""
    lines = [line for line in text.split("\n") if line.strip()]
    is_by_line = len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines)
    return [json.loads(line) for line in lines] if is_by_line else json.loads(text)


def _where(where: str) -> str:
    """Turn a row's position into an entry's: “row 2”, below the headers, is “entry 1”."""
    place, row, number = where.removeprefix("sheet ").rpartition("row ")
    return f"{place}entry {int(number) - 1}" if row else where


def _lists_in(data: Any, name: str, depth: int) -> Iterator[tuple[str, _Entries]]:  # noqa: ANN401 - of whatever shape it has
    """Yield the lists of questions or cards, each with the name of the object that contains it."""
    if isinstance(data, list):
        entries = [each for each in data if isinstance(each, dict)]
        keys = list(dict.fromkeys(key for each in entries[:_SAMPLED] for key in each))
        fields = {_header(key, keys, entries) for key in keys if field_of(key)}
        if len(fields) > 1 or "options" in fields:
            yield name, entries
            return
    if depth == _DEEPEST:
        return
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        if isinstance(value, dict | list):
            own_name = _first(value, ("title", "name", "topic")) if isinstance(value, dict) else ""
            yield from _lists_in(value, own_name or name or str(key), depth + 1)


def _rows(entries: _Entries) -> list[list[str]]:
    """Return the rows of a table, headers first; fields with the same meaning in different entries share a column."""
    keys = list(dict.fromkeys(key for each in entries for key in each))[:_MOST_COLUMNS]
    columns: dict[str, list[str]] = {}
    for key in keys:
        header = _header(key, keys, entries)
        field = field_of(header)
        same = next(
            (each for each in columns if field and field not in MANY - {"correct"} and field_of(each) == field), ""
        )
        is_free = same and not any(key in each and any(other in each for other in columns[same]) for each in entries)
        columns.setdefault(same if is_free else header, []).append(key)
    return [
        [*columns],
        *([_cell(each, header, original) for header, original in columns.items()] for each in entries),
    ]


def _header(key: str, keys: Sequence[str], entries: _Entries) -> str:
    return "options" if _holds_options(key, keys, entries) else key


def _holds_options(key: str, keys: Sequence[str], entries: _Entries) -> bool:
    """Return whether “answers” holds options: they're objects, or another field says which one is right."""
    if folded(key) not in ("answers", "answer") or any(field_of(each) == "options" for each in keys):
        return False
    lists = [each[key] for each in entries[:_SAMPLED] if isinstance(each.get(key), list)]
    is_apart = any(field_of(each) == "correct" for each in keys)
    return bool(lists) and (is_apart or any(isinstance(each, dict) for found in lists for each in found))


def _cell(entry: Mapping[str, Any], header: str, keys: Sequence[str]) -> str:
    """Return the text of a cell.

    Args:
        entry: the object for the row.
        header: the header of the column.
        keys: the object's fields that share the column.
    """
    value = next((entry[key] for key in keys if entry.get(key) is not None), None)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if field_of(header) == "options":
            return json.dumps([str(each) for each in value.values()])
        return _first(value, ("text", "value", "name", "title"))
    if isinstance(value, list):
        if field_of(header) == "options":
            return json.dumps([each if isinstance(each, dict) else str(each) for each in value])
        return ";".join(str(each) for each in value if not isinstance(each, dict | list))
    return "" if value is None else str(value)


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((str(fields[name]) for name in names if isinstance(fields.get(name), str | int)), "")
