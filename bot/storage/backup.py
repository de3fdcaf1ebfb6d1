"""Backups: make a verified copy of a database while it's in use, and restore it."""

import asyncio
from pathlib import Path

from bot.storage import postgresql_backup, sqlite_backup, sqlite_to_postgresql, urls
from bot.storage.backup_model import Backup
from bot.storage.errors import StoreError


async def back_up(url: str, file: Path) -> Backup:
    """Copy a database into a file, verify the copy, and return a summary of it; the database may be in use.

    Args:
        url: the database to copy.
        file: the file to write.

    Raises:
        StoreError: there's no such database, it can't be copied, the copy isn't good, or the file is there already.
    """
    parsed = urls.parse(url)
    path = urls.path_of(parsed)
    if path is None:
        return await postgresql_backup.back_up(parsed, file)
    return await asyncio.to_thread(sqlite_backup.back_up, path, file)


async def examine(file: Path) -> Backup:
    """Read a backup file from start to end, and return a summary of it.

    Args:
        file: a backup made by `back_up`.

    Raises:
        StoreError: it's damaged, not Versed's, or of a newer version.
    """
    of = postgresql_backup if _is_dump(file) else sqlite_backup
    return await asyncio.to_thread(of.examine, file)


async def check_place(url: str, file: Path) -> str:
    """Check that a backup can be restored into a database, without changing anything; return the database's name.

    Args:
        url: the database to restore into.
        file: the backup.

    Raises:
        StoreError: the backup is of a PostgreSQL database and the target isn't, or the target isn't empty.
    """
    parsed = urls.parse(url)
    path = urls.path_of(parsed)
    if _is_dump(file) and path is not None:
        raise StoreError(f"{file} is the copy of a PostgreSQL database; set VERSED_DATABASE_URL to postgresql://….")
    if path is None:
        await postgresql_backup.check_empty(parsed)
        return parsed.render_as_string(hide_password=True)
    sqlite_backup.check_empty(path)
    return str(path)


async def restore(url: str, file: Path) -> Backup:
    """Restore a database from a backup, all of it or nothing; return a summary of it.

    A backup of a SQLite database can also be restored into PostgreSQL, but not the other way round.

    Args:
        url: the database to restore into, which must be empty.
        file: the backup.

    Raises:
        StoreError: the database isn't empty, or the backup is damaged.
    """
    parsed = urls.parse(url)
    path = urls.path_of(parsed)
    if path is not None:
        return await sqlite_backup.restore(path, file)
    if _is_dump(file):
        return await postgresql_backup.restore(parsed, file)
    return await sqlite_to_postgresql.restore(parsed, file)


def _is_dump(file: Path) -> bool:
    """Return whether a backup is a PostgreSQL dump, judging by its first bytes; otherwise it's a SQLite file."""
    if file.is_fifo():
        raise StoreError(f"{file} isn't a file; name the backup to restore.")
    try:
        with file.open("rb") as opened:
            return opened.read(5) == b"PGDMP"
    except FileNotFoundError:
        raise StoreError(f"There's no file {file}; name the backup to restore.") from None
    except OSError as error:
        raise StoreError(f"{file} can't be read ({error.strerror}); choose another file.") from error
