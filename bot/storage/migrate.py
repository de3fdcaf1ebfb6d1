"""Migrations: bringing a database to this version's tables, or refusing to touch it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from bot.storage import sqlite, sqlite_file
from bot.storage.errors import StoreError, reason

if TYPE_CHECKING:  # with SQLAlchemy's ORM, a tenth of a second of a start that needs neither
    from sqlalchemy.ext.asyncio import AsyncEngine

HEAD = "0026"
"""The revision of this version's tables."""

_MIGRATION_LOCK = 0x7665_7273_6564
"""PostgreSQL's advisory lock while migrating, so that two replicas that start together take turns."""


def migrate_sqlite(path: Path) -> None:
    """Check a SQLite file, and bring it to HEAD in one transaction; it's backed up and verified first.

    Args:
        path: of the file, which is made if it isn't there and never was.

    Raises:
        StoreError: the database is newer than this version, isn't Versed's, is damaged, or was here and is gone.
    """
    with explained(str(path)):
        sqlite_file.make(path)
        sqlite_file.close_to_others(path)
        sqlite_file.check(path)
        with _sqlite(path) as connection:
            found = revision_of(connection)
        if is_behind(found, str(path)):
            if found is not None:
                sqlite_file.back_up(path, found)
            with _sqlite(path) as connection:
                _upgrade(connection, str(path))
        sqlite_file.remember(path)


async def migrate_postgresql(engine: "AsyncEngine", url: URL, copies: Path | None) -> None:
    """Bring a PostgreSQL database to HEAD, in one transaction; if there are rows in it, it's backed up first.

    Args:
        engine: speaks to the database.
        url: of the database.
        copies: the folder for the backup; None to go on without one.

    Raises:
        StoreError: the database is newer than this version, isn't Versed's, or couldn't be backed up.
    """
    where = "the database"
    with explained(where):
        async with engine.begin() as connection:
            found = await connection.run_sync(revision_of)
        if not is_behind(found, where):
            return
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            if copies is not None and await connection.run_sync(revision_of) != HEAD:
                await connection.run_sync(_check_ours, where)
                await _back_up_postgresql(engine, url, copies)
            await connection.run_sync(_upgrade, where)


async def _back_up_postgresql(engine: "AsyncEngine", url: URL, copies: Path) -> None:
    from bot.storage import postgresql_backup  # late, as few starts need it

    async with engine.connect() as connection:
        found = await connection.run_sync(postgresql_backup.contents)
    if found.revision is None or not found.rows:
        return
    file = copies / f"{url.database}.before-{found.revision}.dump"

    def dump() -> None:
        copies.mkdir(parents=True, exist_ok=True, mode=0o700)
        postgresql_backup.dump(url, file, found.tables, replace=True)

    try:
        await asyncio.to_thread(dump)
    except (StoreError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"The database's tables are about to change from revision {found.revision} to {HEAD}, but it couldn't be "
            f"backed up to {file} first: {why} Or back it up yourself, and start once with "
            "VERSED_MIGRATE_WITHOUT_BACKUP=1."
        ) from error


def revisions() -> list[str]:
    """Return all revisions, the oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(_location()).walk_revisions()][::-1]


def is_known(revision: str) -> bool:
    """Tell whether a revision is this version's, or an older one's."""
    return revision == HEAD or revision in revisions()


def is_behind(found: str | None, where: str) -> bool:
    """Tell whether a database of some revision is to be migrated.

    Args:
        found: its revision; None if it has none yet.
        where: it is, as those who run Versed know it.

    Raises:
        StoreError: it's newer than this version.
    """
    if found is not None and not is_known(found):
        raise StoreError(f"{where} was written by a newer Versed; install that version, or restore a backup.")
    return found != HEAD


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database's tables; None if they aren't Versed's, or there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _sqlite(path: Path) -> Iterator[Connection]:
    """Open a transaction on a SQLite file, the way alembic needs it."""
    engine = create_engine("sqlite://", creator=lambda: sqlite.connect(path), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def _upgrade(connection: Connection, where: str) -> None:
    if revision_of(connection) == HEAD:
        return  # another replica was quicker
    _check_ours(connection, where)
    _run_alembic(connection)


def _check_ours(connection: Connection, where: str) -> None:
    if revision_of(connection) is None and inspect(connection).get_table_names():
        raise StoreError(f"{where} has tables that aren't Versed's; choose another VERSED_DATABASE_URL.")


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
def explained(where: str) -> Iterator[None]:
    """Say in a sentence what a driver says of a database.

    Args:
        where: it is, as those who run Versed know it.

    Raises:
        StoreError: the driver failed.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = reason(error)
        if "malformed" in said or "not a database" in said:
            sentence = (
                f"{where} is damaged or isn't a SQLite database; restore a backup, or move it away to start afresh."
            )
        else:
            sentence = f"{where} can't be used ({said}); fix that and start again."
        raise StoreError(sentence) from error
