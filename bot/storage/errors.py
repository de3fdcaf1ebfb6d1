"""The store's errors, and which database errors count as an outage."""

import re
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.runtime.bulkhead import OutageError

_TROUBLE = ("08", "26000", "28", "3D", "40", "42501", "42703", "42P01", "42P05", "53", "57", "58", "XX")
"""Prefixes of PostgreSQL's error codes that aren't caused by the data: connection, session, sign-in, missing
database, rollback, missing privilege, missing column or table, resources, operator intervention, system, internal
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


_HELD_UP = ("55P03", "57014")
"""PostgreSQL's error codes for a lock timeout and a statement timeout."""

TO_DO_ABOUT_A_POOLER = "set the pooler in between to session mode, or connect to the server itself"

_POOLER_CODES = {"26000": TO_DO_ABOUT_A_POOLER, "42P05": TO_DO_ABOUT_A_POOLER}
"""What to do about PostgreSQL's error codes for a prepared statement that's missing or already there: a pooler, such
as pgBouncer, gives each transaction another session."""

_TO_DO_TO_CONNECT = {
    **_POOLER_CODES,
    "28": "check the user and the password in VERSED_DATABASE_URL",
    "3D": "make it with createdb, or correct its name in VERSED_DATABASE_URL",
    "42704": "correct or remove that parameter of VERSED_DATABASE_URL",
    "53": "give the server more connections, or close some",
}
"""What to do when a connection fails, by the start of PostgreSQL's error code."""

_NAME_OF_A_STATEMENT = re.compile(r' "__asyncpg_\w+__"')
"""Matches the driver's name for a prepared statement: it's new each time, so a log would never say the same twice."""

_OVERFLOW = "integer overflow"
"""SQLite's error message when a sum overflows; only damaged data has numbers that large."""


class StoreError(OutageError):
    """The store can't do its work; the text is one sentence for the operator: what's wrong, what to do."""


class HeldUpError(StoreError):
    """One piece of work timed out, usually waiting for rows locked by others; other work can still succeed."""


def is_trouble(error: Exception) -> bool:
    """Return whether the database, its disk or its connection failed, as opposed to the statement itself."""
    if isinstance(error, sqlite3.OperationalError):
        return str(error) != _OVERFLOW
    if isinstance(error, sqlite3.Error):
        # A damaged file raises the base class itself; a faulty statement raises a subclass.
        return type(error) is sqlite3.DatabaseError
    if not isinstance(error, DBAPIError):
        return isinstance(error, StoreError | PoolTimeout | OSError)
    if error.connection_invalidated or isinstance(error, OperationalError | InternalError):
        return True
    # A damaged SQLite file raises the base class itself; a faulty statement raises a subclass.
    return type(error) is DatabaseError or _state(error).startswith(_TROUBLE)


def _state(error: Exception) -> str:
    """Return an error's PostgreSQL code; "" if it has none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", ""))


def reason(error: BaseException) -> str:
    """Return the first line of the driver's error message."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate isn't accepted: {cause.verify_message.rstrip('.')}"
    if isinstance(cause, TimeoutError) and not str(cause):
        return "no answer"
    if isinstance(cause, OSError) and cause.strerror:
        return f"{cause.strerror}: {cause.filename}" if cause.filename else cause.strerror
    return _NAME_OF_A_STATEMENT.sub("", str(cause).partition("\n")[0])


def to_do(problem: str) -> str:
    """Return what to do about a database that can't be used but isn't damaged.

    Args:
        problem: the driver's error message.
    """
    if "unable to open" in problem or "readonly" in problem:
        return "let the user that runs Versed read and write it (chown)"
    if "prepared statement" in problem:
        return TO_DO_ABOUT_A_POOLER
    if "permission denied" in problem:
        return "make the user in VERSED_DATABASE_URL its owner"
    if "disk I/O" in problem or "is full" in problem:  # the first also if its -shm has no room
        return "make sure that its disk works and isn't full"
    return "fix that and try again"


@contextmanager
def while_connecting() -> Iterator[None]:
    """Turn any failure to connect to PostgreSQL into a StoreError that says what to do.

    Raises:
        StoreError: the connection failed.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"The database can't be reached ({reason(error)}); {_to_do_to_connect(error)}.") from error


def _to_do_to_connect(error: Exception) -> str:
    """Return what to do about a failure to connect."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "use the host name in that certificate, and set sslrootcert to its authority's, or to system"
    if isinstance(error, ssl.SSLError):
        return "check the certificates that VERSED_DATABASE_URL names"
    if isinstance(error, FileNotFoundError):  # which one isn't said: a certificate, or a socket's folder
        return "check that it's running, and the paths in VERSED_DATABASE_URL"
    state = _state(error)
    by_code = (do for code, do in _TO_DO_TO_CONNECT.items() if state.startswith(code))
    return next(by_code, "check that it's running, and VERSED_DATABASE_URL")


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn failures of the database into a StoreError; other errors pass through.

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
        do = _POOLER_CODES.get(_state(error), "check its disk or connection")
        sentence = f"The database isn't working right now ({reason(error)}); {do}."
        raise StoreError(sentence) from error
