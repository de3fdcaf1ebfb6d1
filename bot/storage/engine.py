"""Engines: how SQLite and PostgreSQL are spoken to."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage import sqlite, sqlite_driver
from bot.storage.errors import StoreError

_READERS = 4
"""Connections that read a SQLite file at once."""


def parse(url: str) -> URL:
    """A database URL, taken apart.

    Raises:
        StoreError: it is no URL, or names another kind of database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("VERSED_DATABASE_URL is no database URL; write sqlite:///path or postgresql://…") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql")
        case _:
            raise StoreError("VERSED_DATABASE_URL must be sqlite:///path or postgresql://…; set one of them.")


def path_of(url: URL) -> Path | None:
    """The file of a SQLite database, by its one true name, which its lock is named after; None for PostgreSQL.

    Raises:
        StoreError: there's no such path.
    """
    if url.get_backend_name() != "sqlite":
        return None
    try:
        path = Path(url.database or "").expanduser().resolve()
        folder = path.is_dir()
    except (RuntimeError, OSError) as error:  # nobody has that name, or links go round in a circle
        raise StoreError(f"VERSED_DATABASE_URL names no file ({error}); write sqlite:///path.") from error
    if folder:
        raise StoreError(f"VERSED_DATABASE_URL names the folder {path}; name a file in it.")
    return path


def sqlite_writer(path: Path) -> AsyncEngine:
    """The one connection that writes a SQLite file.

    The driver leaves transactions to us, and each takes the write lock when it begins: one that took it later would
    be refused at once if another had written in between (https://www.sqlite.org/isolation.html).
    """
    engine = _sqlite(path, pool_size=1)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def sqlite_readers(path: Path) -> AsyncEngine:
    """The connections that read a SQLite file; they cannot write.

    Each query stands alone, so there is no transaction to roll back when a connection is given back: one round trip
    to the driver's thread in five.
    """
    engine = _sqlite(path, pool_size=_READERS, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)
    event.listen(engine.sync_engine, "connect", _forbid_writing)
    return engine


def _sqlite(path: Path, pool_size: int, **options: Any) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=str(path))
    connecting = partial(sqlite_driver.connect, path)
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, async_creator=connecting, **options)
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's adapted connection)
    cursor = connection.cursor()
    for statement in sqlite.SET_UP:
        cursor.execute(statement)
    cursor.close()


def _forbid_writing(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's adapted connection)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
