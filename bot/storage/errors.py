"""What the store says when it can't go on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.runtime.bulkhead import OutageError

_TROUBLE = ("08", "40", "42501", "42703", "42P01", "53", "57", "58", "XX")
"""How PostgreSQL's error codes begin where no row is to blame: connection, rollback, a right, a column or a table
that is missing, resources, operator, system, internal
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


_HELD_UP = ("55P03", "57014")
"""PostgreSQL's codes for rows that others held for too long, and for a statement that took too long."""

_OVERFLOW = "integer overflow"
"""What SQLite says of a sum of numbers that no program of ours would keep."""


class StoreError(OutageError):
    """The store can't do its work; the text is one sentence for the operator: what's wrong, what to do."""


class HeldUpError(StoreError):
    """One piece of work took too long, mostly as others held rows that it needs; other work may well go on."""


def is_trouble(error: Exception) -> bool:
    """Return whether the database, its disk or its connection failed, rather than what was asked of it."""
    if isinstance(error, sqlite3.OperationalError):
        return str(error) != _OVERFLOW
    if isinstance(error, sqlite3.Error):
        # A damaged file is reported by the base class itself; what a statement did wrong has a subclass.
        return type(error) is sqlite3.DatabaseError
    if not isinstance(error, DBAPIError):
        return isinstance(error, StoreError | PoolTimeout | OSError)
    if error.connection_invalidated or isinstance(error, OperationalError):
        return True
    # SQLite reports a damaged file by the base class itself; what a statement did wrong has a subclass.
    return type(error) is DatabaseError or _state(error).startswith(_TROUBLE)


def _state(error: Exception) -> str:
    """Return PostgreSQL's code of an error; "" if it has none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", ""))


def reason(error: BaseException) -> str:
    """Return what a driver said, in one line."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn trouble with the database into a StoreError; other errors pass through.

    Raises:
        HeldUpError: the work took too long.
        StoreError: the database, its disk or its connection failed.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        if _state(error) in _HELD_UP:
            sentence = f"The database took too long ({reason(error)}); look for what holds its rows, or for its load."
            raise HeldUpError(sentence) from error
        if not is_trouble(error):
            raise
        sentence = f"The database isn't working right now ({reason(error)}); check its disk or connection."
        raise StoreError(sentence) from error
