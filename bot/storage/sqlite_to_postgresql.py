"""Moving to PostgreSQL: a backup of a SQLite database is restored into a PostgreSQL database."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Boolean, Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from bot.storage import migrate, postgresql_backup, revisions, sqlite_backup, sqlite_file
from bot.storage.backup_model import Backup
from bot.storage.errors import StoreError, in_plain_words, is_trouble, reason
from bot.storage.postgresql import open_engine
from bot.storage.tables import metadata

_AT_ONCE = 1_000
"""Rows to copy at once."""


async def restore(url: URL, file: Path) -> Backup:
    """Restore a SQLite backup into an empty PostgreSQL database, in one transaction (see backup.restore).

    Args:
        url: the database's URL.
        file: the backup.
    """
    await postgresql_backup.check_empty(url)
    backup = await asyncio.to_thread(sqlite_backup.examine, file)
    if backup.revision not in revisions.known():  # copying only the tables known here would lose the others
        raise StoreError(f"{file} was written by a newer Versed; use that version to move it to PostgreSQL.")
    engine = open_engine(url)
    try:
        with in_plain_words():
            async with engine.begin() as connection:
                await connection.run_sync(_copy, file, backup)
    finally:
        await engine.dispose()
    return backup


def _copy(connection: Connection, file: Path, backup: Backup) -> None:
    migrate.upgrade(connection, "The database")
    with _up_to_date(file, backup) as source, closing(sqlite3.connect(source, uri=True)) as reading:
        # PostgreSQL takes neither bytes that aren't UTF-8 nor zeros in texts; SQLite may hold both, if damaged.
        reading.text_factory = lambda raw: raw.decode("utf-8", "replace").replace("\0", "")
        for table in metadata.sorted_tables:
            try:
                _copy_table(connection, reading, table)
            except DBAPIError as error:
                if is_trouble(error):
                    raise
                raise StoreError(
                    f"A row of {file} doesn't fit into PostgreSQL's table {table.name} ({reason(error)}); "
                    "nothing was restored, so correct that row and try again."
                ) from error


@contextmanager
def _up_to_date(file: Path, backup: Backup) -> Iterator[str]:
    """Give the URI of a backup with this version's tables; if it's older, that's a migrated copy of it."""
    if backup.revision == revisions.HEAD:
        yield sqlite_file.address(file, immutable=True)
        return
    with tempfile.TemporaryDirectory(prefix="versed-") as folder:
        copy = Path(folder, "versed.db")
        sqlite_file.copy_into(sqlite_file.address(file, immutable=True), copy)
        migrate.migrate_sqlite(copy)
        yield sqlite_file.address(copy)


def _copy_table(connection: Connection, reading: sqlite3.Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    flags = {column.name for column in table.columns if isinstance(column.type, Boolean)}  # SQLite stores 0 and 1
    rows = reading.execute(str(select(table)))
    copied = 0
    while some := rows.fetchmany(_AT_ONCE):
        values = [dict(zip(names, row, strict=True)) for row in some]
        for each in values:
            each.update({name: bool(each[name]) for name in flags if each[name] is not None})
        connection.execute(table.insert(), values)
        copied += len(some)
    arrived = connection.execute(select(func.count()).select_from(table)).scalar_one()
    if arrived != copied:
        raise StoreError(f"Of {copied:,} rows of {table.name}, {arrived:,} arrived; nothing was restored.")
