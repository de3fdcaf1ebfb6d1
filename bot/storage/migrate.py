"""Migrations: bringing a database to this version's tables, or refusing to touch it."""

import asyncio
import sqlite3
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import sqlite_file
from bot.storage.errors import StoreError, reason

HEAD = "0009"
"""The revision of this version's tables."""

_MIGRATION_LOCK = 0x7665_7273_6564
"""PostgreSQL's advisory lock while migrating, so that two replicas that start together take turns."""


async def migrate(engine: AsyncEngine, path: Path | None) -> None:
    """Bring a database to HEAD, in one transaction; a SQLite file is backed up and verified first.

    Args:
        engine: writes to the database.
        path: the SQLite file, or None for PostgreSQL.

    Raises:
        StoreError: the database is newer than this version, is not Versed's, or is damaged.
    """
    where = str(path) if path else "the database"
    try:
        if path is not None:
            sqlite_file.make(path)
        async with engine.begin() as connection:
            found = await connection.run_sync(_revision)
        if found == HEAD:
            return
        if found is not None and found not in revisions():
            raise StoreError(f"{where} was written by a newer Versed; install that version, or restore a backup.")
        if path is not None and found is not None:
            await asyncio.to_thread(sqlite_file.back_up, path, found)
        async with engine.begin() as connection:
            if path is None:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await _upgrade(connection, where)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreError(_explain(error, where)) from error


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(_location()).walk_revisions()][::-1]


async def _upgrade(connection: AsyncConnection, where: str) -> None:
    found = await connection.run_sync(_revision)
    if found == HEAD:
        return  # another replica was quicker
    if found is None and await connection.run_sync(_has_tables):
        raise StoreError(f"{where} holds tables that are not Versed's; choose another VERSED_DATABASE_URL.")
    await connection.run_sync(_run_alembic)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


def _run_alembic(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _location().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _location() -> str:
    return str(files("bot.storage") / "migrations")


def _explain(error: Exception, where: str) -> str:
    said = reason(error)
    if "malformed" in said or "not a database" in said:
        return f"{where} is damaged or no SQLite database; restore a backup, or move it away to start afresh."
    return f"{where} cannot be used ({said}); mend that and start again."
