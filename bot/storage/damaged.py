"""Texts in a SQLite file that are no UTF-8 any more, as after damage to the disk.

Python's driver reads none of a statement's rows then, and blames the database. So what's damaged is read as �, and it
shows in one row alone: as JSON, a date or a kind that nobody knows, or as a word with a hole.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.runtime.bulkhead import set_aside
from bot.storage.transaction import Row

_NO_UTF_8 = "decode to UTF-8"
"""Words of the driver's error, which has no code."""


class _Damaged(str):
    """A text with � for what's no UTF-8."""

    __slots__ = ()


def is_of_a_text(error: sqlite3.Error) -> bool:
    """Return whether the driver failed because a text is damaged."""
    return _NO_UTF_8 in str(error)


@contextmanager
def read_anyway(connection: sqlite3.Connection) -> Iterator[None]:
    """Read damaged texts within the block; doing so all the time would make every text slower to read."""
    connection.text_factory = _text
    try:
        yield
    finally:
        connection.text_factory = str


def with_sound_keys(columns: Iterable[Any], rows: Sequence[Row]) -> list[Row]:
    """Return rows without those that nobody could name in another statement; those are logged and counted.

    Args:
        columns: those of the rows, in order.
        rows: with damaged texts.
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
