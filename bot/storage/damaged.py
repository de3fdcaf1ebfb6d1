"""Texts in a SQLite file that are no longer valid UTF-8, for example after a disk fault.

Python's driver then fails the whole query, as if the database were broken. So invalid bytes are read as �, and only
the one damaged row suffers: its JSON, date or kind turns out invalid, or a word shows a �.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.runtime.bulkhead import set_aside
from bot.storage.transaction import Row

_NO_UTF_8 = "decode to UTF-8"
"""Part of the driver's error message, because the error has no code."""


class _Damaged(str):
    """A text in which � replaces invalid UTF-8."""

    __slots__ = ()


def is_of_a_text(error: sqlite3.Error) -> bool:
    """Return whether the driver failed because a text is damaged."""
    return _NO_UTF_8 in str(error)


@contextmanager
def read_anyway(connection: sqlite3.Connection) -> Iterator[None]:
    """Tolerate damaged texts within the block; doing so all the time would slow down reading any text."""
    connection.text_factory = _text
    try:
        yield
    finally:
        connection.text_factory = str


def with_sound_keys(columns: Iterable[Any], rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose primary key is intact; log and count the others, which no statement could address.

    Args:
        columns: the columns of the rows, in order.
        rows: rows that may hold damaged texts.
    """
    keys = [(place, column) for place, column in enumerate(columns) if getattr(column, "primary_key", False)]
    found: list[Row] = []
    for row in rows:
        broken = next((column for place, column in keys if isinstance(row[place], _Damaged)), None)
        if broken is None:
            found.append(row)
        else:
            set_aside("row with a damaged key", LookupError(f"{broken} can't be read"), hash(row))
    return found


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _Damaged(raw.decode(errors="replace"))
