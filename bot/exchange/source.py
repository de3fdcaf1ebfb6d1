"""A file to import: its bytes, its text if it's a text file, and how someone wants its columns read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.exchange.encodings import NAMES, guessed
from bot.exchange.fenced import unwrapped
from bot.exchange.pleasantries import without_pleasantries
from bot.exchange.wikitext import as_markdown

LARGEST = 50 * 1024 * 1024
"""Maximum size of a file in bytes; decks with pictures have tens of megabytes."""

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks and their encodings (section 23.8 of the Unicode Standard)."""

_NO_TEXT = (b"{\\rtf", b"%PDF-")
"""What documents begin with that consist of characters, but aren't text that people wrote."""

_MAIL = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version: *1\.0", re.IGNORECASE)
"""Matches the beginning of an e-mail, or of a web page that a browser saved as one file."""

_LINK = re.compile(rb"\s*(?:\[InternetShortcut\]|\{\s*\"(?:url|doc_id|resource_id)\"\s*:[^{}]*\bdoc_id\b)")
"""Matches shortcuts to web pages, among them those that Google Drive keeps on a computer."""

_XML = re.compile(r"\ufeff?\s*<(?:\?xml|!doctype|html|[a-z]+(?:\s[^<>]*)?>\s*<)", re.IGNORECASE)
_LOOKED_AT = 4096


class Unreadable(Exception):
    """A file as a whole can't be read; the message is a sentence that says why and what to do about it."""


@dataclass(frozen=True)
class SourceFile:
    """A file to read.

    Args:
        raw: the file's bytes, which may be hostile.
        columns: how to read a table's columns, if someone chose: header → field.
    """

    raw: bytes
    columns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def encoding(self) -> str:
        """Return the encoding of the text; "" if it isn't a text file."""
        for mark, encoding in _MARKS:
            if self.raw.startswith(mark):
                return encoding
        start = self.raw[:_LOOKED_AT]
        if start.startswith(_NO_TEXT) or is_mail(start) or is_link(start):
            return ""
        if b"\0" in start:
            return _wide(start)
        try:
            self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return "" if _is_binary(start) else guessed(self.raw)
        return "" if _is_binary(start) else "utf-8"

    @cached_property
    def text(self) -> str | None:
        """Return the text with all line ends as line feeds; None if it isn't a text file.

        If a chatbot wrote it, return it without the sentences around what it was asked for; if it's only there for a
        fenced block of data, return the block.
        """
        if not self.encoding:
            return None
        try:
            text = self.raw.decode(self.encoding)
        except UnicodeDecodeError:
            text = self.raw.decode(self.encoding, "replace")
        text = text.replace("\ufeff", "")  # files that are joined keep their marks, within the text
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        text = text.replace("\x0b", "\n").replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
        return as_markdown(unwrapped(without_pleasantries(text)))

    @property
    def notes(self) -> tuple[str, ...]:
        """Return notes for the importing person on how the text was read."""
        if name := NAMES.get(self.encoding):
            return (f"The file isn't UTF-8, so I read it as {name}; if letters look wrong, save it as UTF-8.",)
        return ()


def is_mail(raw: bytes) -> bool:
    """Return whether a file begins like an e-mail."""
    return _MAIL.match(raw[:_LOOKED_AT].lstrip()) is not None


def is_link(raw: bytes) -> bool:
    """Return whether a file only says where to find another one."""
    return _LINK.match(raw[:_LOOKED_AT]) is not None


def is_xml(text: str) -> bool:
    """Return whether a text begins like XML or a web page."""
    return _XML.match(text) is not None


def _wide(start: bytes) -> str:
    """Detect UTF-16 without a byte order mark; return "" for anything else."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = max(1, len(start) // 2)
    if odd / half > 0.4 and even / half < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even / half > 0.4 and odd / half < 0.05 else ""


def _is_binary(start: bytes) -> bool:
    """Return whether a file begins with many control characters, unlike text."""
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in start)
    return odd > len(start) // 50
