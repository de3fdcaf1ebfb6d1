"""Write a pack as YAML files: one for the cover, and one or more for each kind of item."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from bot.content.item import Item
from bot.content.model import Cover, Pack, Sheet
from bot.content.writing.texts import WIDTH, block, item, scalar

FULLEST = 512 * 1024
"""Start a new file once an entry would take this one past this many bytes; the reader accepts eight times as much."""

_FIRST = ("id", "was", "objectives", "case", "level", "type", "prompt")
_LAST = (
    *("reject", "accepts", "rejects", "explanation", "misconception", "hint"),
    *(name for name in Item.model_fields if name not in _FIRST),
)
"""The fields that an item starts and ends with; those specific to its kind come in between."""


def files_of(pack: Pack) -> dict[str, bytes]:
    """Return a pack's files without its images: name → bytes.

    Reading them gives an equal pack. Default values are left out.
    """
    found = pack.model_dump(exclude_defaults=True)
    cover = {name: found[name] for name in Cover.model_fields if name in found}
    files = {"pack.yaml": "\n".join(_mapping(cover, ""))}
    for kind in Sheet.model_fields:
        files |= _sheets(kind, found.get(kind, ()))
    return {name: f"{text}\n".encode() for name, text in files.items()}


def sheet_of(kind: str, entry: dict[str, Any]) -> bytes:
    """Return a file with a single entry.

    Args:
        kind: the list that the entry belongs to, such as `cards`.
        entry: the entry's fields in any order; lists are tuples.
    """
    (text,) = _sheets(kind, (entry,)).values()
    return f"{text}\n".encode()


def _sheets(kind: str, entries: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the files that hold the entries of one kind: name → text."""
    sheets: list[list[str]] = []
    room = 0
    for entry in entries:
        text = "\n".join(_entry(_in_order(entry), "  "))
        size = len(text.encode()) + len("\n\n")
        if size > room or not sheets:
            sheets.append([])
            room = FULLEST
        room -= size
        sheets[-1].append(text)
    width = len(str(len(sheets)))
    names = [kind] if len(sheets) == 1 else [f"{kind}-{number:0{width}}" for number in range(1, len(sheets) + 1)]
    return {f"{name}.yaml": f"{kind}:\n" + "\n\n".join(texts) for name, texts in zip(names, sheets, strict=True)}


def _in_order(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an entry in the order in which an author would write them."""
    return {name: entry[name] for name in _order(tuple(entry))}


@cache
def _order(names: tuple[str, ...]) -> list[str]:
    ranks = {name: rank for rank, name in enumerate((*_FIRST, "", *_LAST))}
    return sorted(names, key=lambda name: ranks.get(name, ranks[""]))


_name = cache(scalar)
"""A field's name in YAML, cached because there are few names and each is written thousands of times."""


def _mapping(fields: Mapping[str, Any], indent: str) -> list[str]:
    """Return the lines of a mapping."""
    lines: list[str] = []
    inner = f"{indent}  "
    for name, value in fields.items():
        head = f"{indent}{_name(name)}:"
        if isinstance(value, dict):
            lines.append(head if value else f"{head} {{}}")
            lines += _mapping(value, inner)
        elif isinstance(value, tuple):
            line = _line(value, WIDTH - len(head))
            lines.append(f"{head} {line}" if line else head)
            lines += () if line else _listing(value, inner)
        else:
            lines.append(f"{head} {block(value, inner, WIDTH - len(head))}")
    return lines


def _listing(values: Sequence[Any], indent: str) -> list[str]:
    """Return the lines of a list."""
    lines: list[str] = []
    inner = f"{indent}  "
    for value in values:
        if isinstance(value, dict):
            lines += _entry(value, indent)
        elif isinstance(value, tuple):
            lines.append(f"{indent}- {_line(value, None)}")
        else:
            lines.append(f"{indent}- {block(value, inner, WIDTH - len(inner))}")
    return lines


def _entry(fields: Mapping[str, Any], indent: str) -> list[str]:
    """Return the lines of a mapping as one entry of a list."""
    lines = _mapping(fields, f"{indent}  ")
    lines[0] = f"{indent}- {lines[0].lstrip(' ')}"
    return lines


def _line(values: Sequence[Any], room: int | None) -> str:
    """Return a list on one line, or "" if it doesn't fit or holds other lists or mappings.

    Args:
        values: the list's values.
        room: the number of characters left on the line; None for no limit.
    """
    if any(isinstance(value, dict | tuple) for value in values):
        return ""
    line = f"[{', '.join(map(item, values))}]"
    return line if room is None or len(line) < room else ""
