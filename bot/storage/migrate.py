"""Migrations: bringing a database to this version's tables, or refusing to touch it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage import sqlite, sqlite_file
from bot.storage.errors import StoreError, reason

HEAD = "0010"
"""The revision of this version's tables."""

_MIGRATION_LOCK = 0x7665_7273_6564
"""PostgreSQL's advisory lock while migrating, so that two replicas that start together take turns."""


def migrate_sqlite(path: Path) -> None:
    """Bring a SQLite file to HEAD in one transaction; it's backed up and verified first.

    Args:
        path: of the file, which is made if it isn't there.

    Raises:
        StoreError: the database is newer than this version, isn't Versed's, or is damaged.
    """
    with _explained(str(path)):
        sqlite_file.make(path)
        with _sqlite(path) as connection:
            found = _revision(connection)
        if not _is_behind(found, str(path)):
            return
        if found is not None:
            sqlite_file.back_up(path, found)
        with _sqlite(path) as connection:
            _upgrade(connection, str(path))


async def migrate_postgresql(engine: AsyncEngine) -> None:
    """Bring a PostgreSQL database to HEAD, in one transaction.

    Args:
        engine: speaks to the database.

    Raises:
        StoreError: the database is newer than this version, or isn't Versed's.
    """
    where = "the database"
    with _explained(where):
        async with engine.begin() as connection:
            found = await connection.run_sync(_revision)
        if not _is_behind(found, where):
            return
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade, where)


def revisions() -> list[str]:
    """Return all revisions, the oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(_location()).walk_revisions()][::-1]


@contextmanager
def _sqlite(path: Path) -> Iterator[Connection]:
    """Open a transaction on a SQLite file, the way alembic needs it."""
    engine = create_engine("sqlite://", creator=lambda: sqlite.connect(path), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def _is_behind(found: str | None, where: str) -> bool:
    """Tell whether a database of some revision is to be migrated."""
    if found is not None and found != HEAD and found not in revisions():
        raise StoreError(f"{where} was written by a newer Versed; install that version, or restore a backup.")
    return found != HEAD


def _upgrade(connection: Connection, where: str) -> None:
    found = _revision(connection)
    if found == HEAD:
        return  # another replica was quicker
    if found is None and inspect(connection).get_table_names():
        raise StoreError(f"{where} holds tables that are not Versed's; choose another VERSED_DATABASE_URL.")
    _run_alembic(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _location().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _location() -> str:
    return str(files("bot.storage") / "migrations")


@contextmanager
def _explained(where: str) -> Iterator[None]:
    """Say in a sentence what a driver says of a database."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = reason(error)
        if "malformed" in said or "not a database" in said:
            sentence = f"{where} is damaged or no SQLite database; restore a backup, or move it away to start afresh."
        else:
            sentence = f"{where} cannot be used ({said}); mend that and start again."
        raise StoreError(sentence) from error
