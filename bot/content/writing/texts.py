"""Write a single value as YAML: plain if every parser reads it correctly, otherwise in quotes or as a block.

PyYAML's emitter writes tabs and line breaks in double quotes as escapes that packs don't allow, leaves texts unquoted
that YAML 1.2 reads as numbers, and takes a second for 10,000 cards; so this module writes the few shapes of a pack.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import TypeAlias

from bot.content import scalars

Scalar: TypeAlias = "str | bool | int | float | dt.date"

WIDTH = 100
"""Maximum number of characters on a line before a text is wrapped."""

_ESCAPED = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that a pack's file mustn't contain unescaped, or that end a line in YAML 1.1."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@` \t")
"""Characters with a special meaning at the start of a plain text."""

_BROKEN = re.compile(r":(?:\s|$)|\s(?:#|$)|[\t\n]")
"""What ends a plain text or has a special meaning within it."""

_CUT = re.compile(r"[,:?\[\]{}]")
"""What would end a plain text in a list on one line."""

_LISTED = re.compile(r"(?:^| )(?:[-*•]|\d{1,2}[.)]) ")
"""What would look like a list item if a wrapped line happened to start with it."""


_CLEAR = re.compile(r"[A-Za-z][\w'().,/!?;+-]*(?: [\w'(&).,/!?;+-]+)+", re.ASCII)
"""Ordinary words, like most texts: they need no quotes and no further checks."""


def scalar(value: Scalar) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return f'"{value}"' if isinstance(value, dt.date) else str(value)


def item(value: Scalar) -> str:
    """Return a value as YAML for a list on one line, between commas."""
    is_cut = isinstance(value, str) and _CUT.search(value) and _is_plain(value)
    return _quoted(str(value)) if is_cut else scalar(value)


def block(value: Scalar, indent: str, room: int) -> str:
    """Return a value as YAML after its name; long and multi-line texts become blocks on the following lines.

    Args:
        value: the value to write.
        indent: the indentation of a block's lines.
        room: the number of characters left on the line after the name.
    """
    if not isinstance(value, str):
        return scalar(value)
    if len(value) <= room and _CLEAR.fullmatch(value):
        return value
    if _ESCAPED.search(value) or value.endswith("\n"):
        return scalar(value)
    if "\n" in value:
        return _literal(value, indent)
    if len(value) > room and _folds(value):
        return "\n".join([">-", *(indent + line for line in _wrapped(value, WIDTH))])
    return scalar(value)


def _is_plain(text: str) -> bool:
    """Return whether a text can be written without quotes."""
    return _CLEAR.fullmatch(text) is not None or (
        bool(text)
        and text[0] not in _INDICATORS
        and not _BROKEN.search(text)
        and not _ESCAPED.search(text)
        and scalars.kind_of(text) is scalars.ScalarKind.TEXT
    )


def _quoted(text: str) -> str:
    """Return a text in quotes, if possible without escapes."""
    if "\n" in text or _ESCAPED.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\x0a")
        return f'"{_ESCAPED.sub(_escape, escaped)}"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    """Return a character's escape for double quotes."""
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _literal(text: str, indent: str) -> str:
    """Return a multi-line text as a literal block, with an indentation indicator if it begins with a blank."""
    bar = "|2" if text[0].isspace() else "|"
    return "\n".join([bar, *(indent + line if line else "" for line in text.split("\n"))])


def _folds(text: str) -> bool:
    """Return whether a text can be wrapped: joining the lines restores it, and no line looks like a list item."""
    return not ("  " in text or "\t" in text or text[0] == " " or text[-1] == " " or _LISTED.search(text))


def _wrapped(text: str, width: int) -> list[str]:
    """Split a text into lines at spaces."""
    lines: list[str] = []
    while len(text) > width:
        end = text.rfind(" ", 0, width + 1)
        if end < 0:
            end = text.find(" ")
        if end < 0:
            break
        lines.append(text[:end])
        text = text[end + 1 :]
    return [*lines, text]
