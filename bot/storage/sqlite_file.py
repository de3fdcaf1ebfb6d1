"""A SQLite file as a whole: made in one step, copied in one step, checked, and remembered once it has been there."""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.errors import StoreError
from bot.storage.new_file import new_file

_log = logging.getLogger(__name__)

BESIDE = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside a database."""

_REMEMBERS = (
    "Versed keeps its data in the file {name} beside this one. As long as this file is here, Versed won't start\n"
    "with an empty database should that one be gone: it may only have been moved, or its disk isn't mounted.\n"
    "Delete this file to start afresh.\n"
)


def make(path: Path) -> None:
    """Make a database file where there's none yet, in one step; so an empty file is one that has lost its rows.

    Args:
        path: of the file; what is there already stays as it is.

    Raises:
        StoreError: a part of the database is missing, and starting would lose the rest.
    """
    if path.exists():
        if path.stat().st_size == 0:
            raise StoreError(f"{path} is empty and isn't a database; restore a backup, or delete it to start afresh.")
        return
    check_is_new(path)
    unfinished = path.with_name(f"{path.name}.new")
    make_private(unfinished)
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # writes the first page
    unfinished.replace(path)
    _log.info("a new, empty database was made: %s", path)


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, whatever the umask; what was there is gone.

    SQLite gives a database's log and shared memory the rights of the database itself.

    Raises:
        OSError: it can't be made there.
    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.fchmod(descriptor, 0o600)  # a umask may have taken even the owner's rights
    os.close(descriptor)


def check_is_new(path: Path) -> None:
    """Refuse to start with nothing where there was something.

    Args:
        path: of a file that isn't there.

    Raises:
        StoreError: it was there once.
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
    """Leave a marker beside a database: from now on its absence isn't a fresh start."""
    marker = _marker(path)
    if not marker.exists():
        make_private(marker)
        marker.write_text(_REMEMBERS.format(name=path.name), encoding="utf-8")


def close_to_others(path: Path) -> None:
    """Make a database private that an older Versed left open to everyone.

    One that its group alone may read was opened on purpose, for a program that copies it, say.
    """
    for each in (path, *(path.with_name(f"{path.name}{ending}") for ending in BESIDE)):
        if each.exists() and each.stat().st_mode & 0o007:
            each.chmod(0o600)


def check(path: Path) -> None:
    """Check a database that nobody is using: its structure, and that it has no second name.

    Raises:
        StoreError: it's damaged, or another process could open it under another name.
    """
    check_name(path)
    with closing(sqlite3.connect(address(path), uri=True)) as connection:
        check_structure(connection, path)


def check_name(path: Path) -> None:
    """Make sure that nobody can open a database under another name, as its lock and its log go by the name.

    Raises:
        StoreError: it has a second one.
    """
    if path.stat().st_nlink > 1:
        raise StoreError(
            f"{path} has a second name (a hard link), under which another process could write to it; "
            "remove one of the two."
        )


def check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Have SQLite look through a whole database; 100 MB take a quarter of a second.

    Args:
        connection: to the database.
        path: of its file.

    Raises:
        StoreError: it's damaged.
        sqlite3.Error: it's damaged so much that SQLite can't look.
    """
    verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if verdict != "ok":
        said = " ".join(verdict.removeprefix("*** in database main ***").split())
        raise StoreError(f"{path} is damaged ({said}); restore a backup, or move it away to start afresh.")


def address(path: Path, *, immutable: bool = False) -> str:
    """Return a file's address for SQLite, which then opens it only if it's there.

    Args:
        path: of the file.
        immutable: whether to read it alone, without its log, and leave no trace; nobody may be writing to it.
    """
    return f"{path.absolute().as_uri()}?{'mode=ro&immutable=1' if immutable else 'mode=rw'}"


def back_up(path: Path, revision: str) -> None:
    """Copy a database file before it's migrated; a copy of the same revision that was there before is replaced.

    Args:
        path: of the file.
        revision: of its tables, for the name of the copy.

    Raises:
        StoreError: the database is damaged.
    """
    with new_file(path.with_name(f"{path.name}.before-{revision}.bak"), replace=True) as copy:
        verdict = copy_into(address(path), copy)
    if verdict != "ok":
        raise StoreError(f"{path} is damaged ({verdict}); restore a backup before you start Versed again.")


def copy_into(source: str, copy: Path) -> str:
    """Copy a database through SQLite's backup API, as a plain copy misses what's in the write-ahead log.

    Args:
        source: the address of the database, which may be in use.
        copy: an empty file; it'll be whole by itself, without a log beside it.

    Returns:
        What SQLite says of the copy's integrity: "ok", or what's wrong.
    """
    with closing(sqlite3.connect(source, uri=True)) as reading, closing(sqlite3.connect(copy)) as writing:
        reading.execute("PRAGMA busy_timeout = 5000")
        writing.execute("PRAGMA synchronous = OFF")  # new_file sees to the disk
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
        return str(writing.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.marker")
