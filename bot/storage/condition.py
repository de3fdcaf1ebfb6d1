"""A read-only check of a database's condition, whether or not it's in use."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text

from bot.storage import disk, lock, migrate, revisions, sessions, sqlite_file, urls
from bot.storage.errors import StoreError, while_connecting
from bot.storage.postgresql import open_engine
from bot.storage.stamp import Stamp, stamp_in_file, stamp_of

_MAY_CREATE = text("SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)")


async def examine(url: str, *, backs_up: bool = True) -> str:
    """Check a database; return its condition as a phrase.

    Args:
        url: the database to check.
        backs_up: whether a PostgreSQL database would be backed up before a migration; a SQLite file always is.

    Raises:
        StoreError: it can't be used; the sentence says why and what to do.
    """
    parsed = urls.parse(url)
    path = urls.path_of(parsed)
    return await (_examine_postgresql(parsed, backs_up) if path is None else asyncio.to_thread(_examine_sqlite, path))


async def _examine_postgresql(url: URL, backs_up: bool) -> str:
    speaking = open_engine(url)
    try:
        with while_connecting():
            async with speaking.connect() as connection:
                found, others = await connection.run_sync(_stamp_or_tables)
                may_create = (await connection.execute(_MAY_CREATE)).scalar_one()
                await sessions.check(speaking, connection)
    finally:
        await speaking.dispose()
    verdict = _verdict(found, others, "The database", backs_up=backs_up)
    if not may_create and migrate.is_behind(found, "The database"):
        raise StoreError("The user in VERSED_DATABASE_URL may not make tables; make that user the database's owner.")
    if found.revision is not None and migrate.is_behind(found, "The database"):
        verdict += _next_to_running(found.revision)
    return f"can be reached, {verdict}"


def _stamp_or_tables(connection: Connection) -> tuple[Stamp, bool]:
    return stamp_of(connection), bool(inspect(connection).get_table_names())


def _examine_sqlite(path: Path) -> str:
    user = lock.holder(path)
    if not path.exists():
        return _examine_place(path, user)
    sqlite_file.check_kind(path)
    with migrate.as_store_errors(path):
        sqlite_file.check_name(path)
        if user is None and _is_half_changed(path):
            return "was left in the middle of a change; the next start undoes that, and checks it"
        with closing(sqlite3.connect(_address(path), uri=True)) as connection:
            sqlite_file.check_structure(connection, path)
            tables = sqlite_file.has_tables(connection)
            found = stamp_in_file(connection)
    verdict = _verdict(found, tables, str(path))
    if user is None:
        sqlite_file.check_rights(path)
    if user is None and not os.access(path.parent, os.W_OK | os.X_OK):
        raise StoreError(f"The folder {path.parent} can't be written; let the user that runs Versed write there.")
    disk.check(path)
    return f"in use by Versed (process {user.process}), {verdict}" if user else f"can be opened, {verdict}"


def _examine_place(path: Path, user: lock.LockHolder | None) -> str:
    if user is not None:
        raise StoreError(
            f"{path} is gone, though Versed (process {user.process}) is using it; stop Versed, and bring the file "
            "back or restore a backup."
        )
    sqlite_file.check_is_new(path)
    disk.check(path)
    folder = next(each for each in path.parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"{path} can't be made ({folder} can't be written); set VERSED_DATABASE_URL to another file."
        )
    return f"the first start makes {path}"


def _address(path: Path) -> str:
    """Return the URI with which SQLite reads a database, changing neither it nor its log, whether or not it's in use.

    A connection that may write would move the log's rows into the database when it's closed.
    """
    has_log = _beside(path, "-wal").exists()
    return f"{path.as_uri()}?mode=ro" if has_log else sqlite_file.address(path, immutable=True)


def _is_half_changed(path: Path) -> bool:
    """Return whether a database still has the journal of a transaction that was interrupted outside WAL mode."""
    journal = _beside(path, "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _verdict(stamp: Stamp, tables: bool, where: str, *, backs_up: bool = True) -> str:
    if stamp.revision is None and tables:
        raise migrate.not_ours(where)
    if stamp.revision is None:
        return "empty; the first start makes its tables"
    if migrate.is_behind(stamp, where):
        first = "after a backup" if backs_up else "without a backup"
        return f"revision {stamp.revision}; the next start brings it to {revisions.HEAD}, {first}"
    newer = "" if stamp.revision == revisions.HEAD else ", which a newer Versed made and this one may use"
    return f"revision {stamp.revision}{newer}"


def _next_to_running(revision: str) -> str:
    """Say whether processes of the version that made the tables can keep running once those are migrated."""
    known = revisions.known()
    if known.index(revision) >= known.index(revisions.oldest()):
        return "; what's running now can keep running"
    return "; first stop everything that's running now"
