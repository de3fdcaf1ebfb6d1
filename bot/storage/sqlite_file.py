"""Operations on a whole SQLite file: create and copy it atomically, check it, and leave a marker that it existed."""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage import disk, urls
from bot.storage.errors import StoreError
from bot.storage.new_file import new_file

_log = logging.getLogger(__name__)

BESIDE = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps beside a database."""

DAMAGED = "is damaged or isn't a SQLite database"

AFRESH = "restore a backup, or move it away to start afresh"
"""What to do about a database that can't be used."""

_HEADER = b"SQLite format 3\0"
"""The first bytes of every SQLite database (https://sqlite.org/fileformat.html#magic_header_string)."""

_REMEMBERS = (
    "Versed keeps its data in the file {name} beside this one. As long as this file is here, Versed won't start\n"
    "with an empty database if that one is gone: it may only have been moved, or its disk isn't mounted.\n"
    "Delete this file to start afresh.\n"
)


def make(path: Path) -> None:
    """Create a database file atomically unless it exists.

    Args:
        path: the file; an existing one is left as it is.

    Raises:
        StoreError: a part of the database is missing, and starting would lose the rest.
    """
    if path.exists():
        return
    check_is_new(path)
    unfinished = path.with_name(f"{path.name}.new")
    make_private(unfinished)
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # writes the first page
    unfinished.replace(path)
    _log.info("a new, empty database was made: %s", path)


def make_private(path: Path) -> None:
    """Create an empty file that only its owner can read, whatever the umask; an existing file is deleted.

    SQLite gives a database's log and shared memory the same permissions as the database.

    Raises:
        OSError: it can't be created.
    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.fchmod(descriptor, 0o600)  # the umask may have removed even the owner's permissions
    os.close(descriptor)


def check_kind(path: Path) -> None:
    """Check that a file that can be read is a SQLite database, before anything is changed or put beside it.

    New databases are created atomically, so a file of size 0 must have lost its rows.

    Raises:
        StoreError: it's something else.
    """
    if not path.is_file() or not os.access(path, os.R_OK):
        return  # SQLite says what's wrong
    with path.open("rb") as file:
        header = file.read(len(_HEADER))
    if not header:
        raise StoreError(f"{path} is empty and isn't a database; restore a backup, or delete it to start afresh.")
    if header != _HEADER:
        raise StoreError(f"{path} {DAMAGED}; {AFRESH}.")


def check_exists(url: str) -> None:
    """Check that a database exists if it's SQLite, so that a command that only reads it doesn't create it.

    Args:
        url: the database's URL.

    Raises:
        StoreError: it doesn't exist.
    """
    path = urls.path_of(urls.parse(url))
    if path is not None and not path.exists():
        raise StoreError(f"There's no database {path} yet; check VERSED_DATABASE_URL, and which user you are.")


def check_is_new(path: Path) -> None:
    """Check that a missing database has never existed, so that it's safe to start with an empty one.

    Args:
        path: the missing file.

    Raises:
        StoreError: it existed before.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        raise StoreError(f"{path} is missing beside its {log.name}; bring it back, or delete both to start afresh.")
    marker = _marker(path)
    if marker.exists():
        raise StoreError(
            f"{path} was here and is gone; bring it back (is its disk mounted?), restore a backup with "
            f"`versed restore`, or delete {marker.name} beside it to start afresh."
        )


def remember(path: Path) -> None:
    """Create a marker file beside a database, so that Versed won't start afresh if the database is missing later."""
    marker = _marker(path)
    if not marker.exists():
        make_private(marker)
        marker.write_text(_REMEMBERS.format(name=path.name), encoding="utf-8")


def close_to_others(path: Path) -> None:
    """Remove everyone's access to a database, which older versions of Versed left open.

    If only its group has access, that's taken to be on purpose, for example for a backup program.
    """
    for each in (path, *(path.with_name(f"{path.name}{ending}") for ending in BESIDE)):
        if each.exists() and each.stat().st_mode & 0o007:
            each.chmod(0o600)


def check_name(path: Path) -> None:
    """Check that a database has only one hard link, because its lock and log are found by its name.

    Raises:
        StoreError: it has a second one.
    """
    if path.stat().st_nlink > 1:
        raise StoreError(
            f"{path} has a second name (a hard link), under which another process could write to it; "
            "remove one of the two."
        )


def check_rights(path: Path) -> None:
    """Check that this user may write a database; SQLite would open it anyway, and then reject each write.

    Even BEGIN IMMEDIATE only begins to read if the file can't be written.

    Raises:
        StoreError: this user may not.
    """
    if not os.access(path, os.R_OK | os.W_OK):
        sentence = f"{path} can't be written; let the user that runs Versed read and write it (chown)."
        raise StoreError(disk.trouble(path) or sentence)


def check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Let SQLite check the structure of a whole database; 100 MB take 0.25 seconds.

    Args:
        connection: a connection to the database.
        path: the database file, for the error message.

    Raises:
        StoreError: the database is damaged.
        sqlite3.Error: it's so damaged that SQLite can't check it.
    """
    verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if verdict != "ok":
        problem = " ".join(verdict.removeprefix("*** in database main ***").split())
        raise StoreError(f"{path} is damaged ({problem}); {AFRESH}.")


def has_tables(connection: sqlite3.Connection) -> bool:
    """Return whether a database has any tables."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table'").fetchone() is not None


def address(path: Path, *, immutable: bool = False) -> str:
    """Return the URI of a file for SQLite, which opens it only if it exists.

    Args:
        path: the file.
        immutable: whether to read it without its log and leave no trace; nobody may be writing to it.
    """
    return f"{path.absolute().as_uri()}?{'mode=ro&immutable=1' if immutable else 'mode=rw'}"


def back_up(path: Path, revision: str) -> None:
    """Copy a database file before it's migrated, replacing an earlier copy of the same revision.

    Args:
        path: the database file.
        revision: the revision of its tables, for the name of the copy.

    Raises:
        StoreError: the database is damaged.
    """
    with new_file(path.with_name(f"{path.name}.before-{revision}.bak"), replace=True) as copy:
        verdict = copy_into(address(path), copy)
    if verdict != "ok":
        raise StoreError(f"{path} is damaged ({verdict}); restore a backup before you start Versed again.")


def copy_into(source: str, copy: Path) -> str:
    """Copy a database with SQLite's backup API, since copying the file would miss rows in the write-ahead log.

    Args:
        source: the URI of the database, which may be in use.
        copy: an empty file, which becomes a complete database without a log.

    Returns:
        The result of SQLite's integrity check of the copy: "ok", or what's wrong.
    """
    with closing(sqlite3.connect(source, uri=True)) as reading, closing(sqlite3.connect(copy)) as writing:
        reading.execute("PRAGMA busy_timeout = 5000")
        writing.execute("PRAGMA synchronous = OFF")  # new_file flushes the file to disk
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
        return str(writing.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.marker")
