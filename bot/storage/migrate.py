"""Migrations: upgrade a database to this version's tables, or refuse to touch it."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from bot.storage import disk, revisions, sqlite, sqlite_file
from bot.storage.errors import StoreError, reason, to_do
from bot.storage.stamp import VERSION_TABLE, Stamp, stamp_in_file, stamp_of

if TYPE_CHECKING:  # it imports SQLAlchemy's ORM, which costs every start 0.1 seconds
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_log = logging.getLogger(__name__)

_MIGRATION_LOCK = 0x7665_7273_6564
"""Key of the PostgreSQL advisory lock for migrations, so that replicas that start together take turns."""

_LOCK_TIMEOUT = "1s"
"""Lock timeout for changing a table; anyone else who needs the table waits that long as well."""
_PAUSE = 2.0
"""Seconds between two attempts."""
_TRIES = 100
_IN_USE = ("55P03", "40P01")
"""PostgreSQL's error codes for a lock timeout and a deadlock."""


def migrate_sqlite(path: Path) -> None:
    """Check a SQLite file, back it up, and upgrade it to HEAD in one transaction.

    Args:
        path: the file, which is created if it has never existed.

    Raises:
        StoreError: the database is newer than this version, isn't Versed's, is damaged, or has disappeared.
    """
    with as_store_errors(path):
        sqlite_file.make(path)
        _check_file(path)
        with closing(sqlite.connect(path)) as file:
            file.execute("BEGIN IMMEDIATE")  # fail early if its log can't be written
            found = stamp_in_file(file)
        if is_behind(found, str(path)):
            if found.revision is not None:
                sqlite_file.back_up(path, found.revision)
            with _sqlite(path) as transaction:
                upgrade(transaction, str(path))
        sqlite_file.close_to_others(path)
        sqlite_file.remember(path)


def _check_file(path: Path) -> None:
    """Check an unused SQLite file before anything in it changes.

    Raises:
        StoreError: it's damaged, isn't Versed's, can't be written, or another process could open it under another
            name.
    """
    sqlite_file.check_name(path)
    sqlite_file.check_rights(path)
    with closing(sqlite3.connect(sqlite_file.address(path), uri=True)) as file:
        sqlite_file.check_structure(file, path)
        if stamp_in_file(file).revision is None and sqlite_file.has_tables(file):
            raise not_ours(str(path))


async def migrate_postgresql(engine: "AsyncEngine", url: URL, backups: Path | None) -> None:
    """Upgrade a PostgreSQL database to HEAD in one transaction; if it holds any rows, back it up first.

    Args:
        engine: the engine for the database.
        url: the database's URL.
        backups: the folder for the backup; None for no backup.

    Raises:
        StoreError: the database is newer than this version, isn't Versed's, or couldn't be backed up.
    """
    name = "The database"
    with as_store_errors(None):
        async with engine.begin() as connection:
            found = await connection.run_sync(stamp_of)
        if not is_behind(found, name):
            return
        async with engine.begin() as connection:
            await connection.execute(text("SET LOCAL lock_timeout = 0"))  # another replica's migration may take long
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            if not is_behind(await connection.run_sync(stamp_of), name):
                return  # another replica was quicker
            if backups is not None:
                await connection.run_sync(_check_ours, name)
                await _back_up_postgresql(engine, url, backups)
            await _upgrade_while_in_use(connection, name)


async def _upgrade_while_in_use(connection: "AsyncConnection", name: str) -> None:
    """Change the tables while replicas use them, giving up and retrying rather than blocking those replicas for long.

    A change waits for everything that reads the table, such as pg_dump, and everyone else queues behind the change.
    """
    for left in reversed(range(_TRIES)):
        try:
            async with connection.begin_nested():
                await connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
                await connection.run_sync(upgrade, name)
        except DBAPIError as error:
            if not left or getattr(error.orig, "sqlstate", "") not in _IN_USE:
                raise
            if left == _TRIES - 1:
                _log.warning("the tables are in use; they'll be changed once they're free")
            await asyncio.sleep(_PAUSE)
        else:
            return


async def _back_up_postgresql(engine: "AsyncEngine", url: URL, backups: Path) -> None:
    from bot.storage import postgresql_backup  # imported late, because few starts need it

    async with engine.connect() as connection:
        found = await connection.run_sync(postgresql_backup.contents)
    if found.revision is None or not found.rows:
        return
    file = backups / f"{url.database}.before-{found.revision}.dump"

    def dump() -> None:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        postgresql_backup.dump(url, file, found.tables, replace=True)

    try:
        await asyncio.to_thread(dump)
    except (StoreError, OSError) as error:
        why = f"{error.strerror or error}." if isinstance(error, OSError) else error
        raise StoreError(
            f"The database's tables are about to change from revision {found.revision} to {revisions.HEAD}, but it "
            f"couldn't be backed up to {file} first: {why} You can also back it up yourself and start once with "
            "VERSED_MIGRATE_WITHOUT_BACKUP=1."
        ) from error


def is_behind(stamp: Stamp, name: str) -> bool:
    """Return whether a database needs to be migrated.

    Args:
        stamp: the schema version recorded in the database.
        name: the database's name, for error messages.

    Raises:
        StoreError: the database is newer than this version can use.
    """
    if stamp.revision is None:
        return True
    if stamp.revision == revisions.HEAD:
        return False
    if not revisions.may_use(stamp):
        raise StoreError(f"{name} was written by a newer Versed; install that version, or restore a backup.")
    return stamp.revision in revisions.known()


@contextmanager
def _sqlite(path: Path) -> Iterator[Connection]:
    """Open a transaction on a SQLite file in the form that Alembic needs."""
    engine = create_engine("sqlite://", creator=lambda: sqlite.connect(path), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def upgrade(connection: Connection, name: str) -> None:
    """Bring a database's tables to HEAD, or make them, in the connection's transaction.

    Args:
        connection: a connection with an open transaction.
        name: the database's name, for error messages.

    Raises:
        StoreError: it has tables that aren't Versed's.
    """
    _check_ours(connection, name)
    _run_alembic(connection)
    connection.execute(text(f"UPDATE {VERSION_TABLE} SET oldest = :oldest"), {"oldest": revisions.oldest()})  # noqa: S608 (a name of ours)


def _check_ours(connection: Connection, name: str) -> None:
    if stamp_of(connection).revision is None and inspect(connection).get_table_names():
        raise not_ours(name)


def not_ours(name: str) -> StoreError:
    """Return the error for a database of another program."""
    return StoreError(f"{name} has tables that aren't Versed's; choose another VERSED_DATABASE_URL.")


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", revisions.location().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def as_store_errors(path: Path | None) -> Iterator[None]:
    """Turn a driver's error within the block into one sentence for the operator.

    Args:
        path: the database file; None for a database on a server.

    Raises:
        StoreError: the driver failed.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        problem = reason(error)
        if path and ("malformed" in problem or "not a database" in problem):
            sentence = f"{path} {sqlite_file.DAMAGED}; {sqlite_file.AFRESH}."
        else:
            sentence = f"{path or 'The database'} can't be used ({problem}); {to_do(problem)}."
            sentence = (path and disk.trouble(path)) or sentence
        raise StoreError(sentence) from error
