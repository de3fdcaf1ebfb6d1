"""A SQLite file as a whole: made in one step, copied in one step."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.errors import StoreError


def make(path: Path) -> None:
    """Make a database file where there is none yet, in one step; so an empty file is one that has lost its rows.

    Args:
        path: of the file; what is there already stays as it is.

    Raises:
        StoreError: a part of the database is missing, and starting would lose the rest.
    """
    log = path.with_name(f"{path.name}-wal")
    if path.exists():
        if path.stat().st_size == 0:
            raise StoreError(f"{path} is empty and no database; restore a backup, or delete it to start afresh.")
        return
    if log.exists():
        raise StoreError(f"{path} is missing beside its {log.name}; bring it back, or delete both to start afresh.")
    unfinished = path.with_name(f"{path.name}.new")
    make_private(unfinished)
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # writes the first page
    unfinished.replace(path)


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


def back_up(path: Path, revision: str) -> None:
    """Copy a database file through SQLite's backup API, for a plain copy misses what is in the write-ahead log.

    Args:
        path: of the file.
        revision: of its tables, for the name of the copy.

    Raises:
        StoreError: the database is damaged.
    """
    copy = path.with_name(f"{path.name}.before-{revision}.bak")
    unfinished = copy.with_name(f"{copy.name}.new")
    make_private(unfinished)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
        verdict = target.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise StoreError(f"{path} is damaged ({verdict}); restore a backup before you start Versed again.")
    unfinished.replace(copy)
