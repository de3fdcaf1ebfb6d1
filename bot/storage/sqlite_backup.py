"""Backups of SQLite: each is a complete database in a single file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select

from bot.storage import disk, revisions, sqlite_file
from bot.storage.backup_model import Backup, check_contents
from bot.storage.errors import StoreError, to_do
from bot.storage.lock import FileLock
from bot.storage.new_file import new_file
from bot.storage.stamp import VERSION_TABLE, stamp_in_file
from bot.storage.tables import metadata


def back_up(path: Path, file: Path) -> Backup:
    """Copy a database, which may be in use, and verify the copy (see backup.back_up).

    Args:
        path: the database file.
        file: the file to write.
    """
    if not path.exists():
        sqlite_file.check_is_new(path)
        raise StoreError(f"There's no database {path} yet, so there's nothing to back up.")
    with new_file(file) as copy, _explained(path, "restore an earlier backup", into=file):
        _copy(sqlite_file.address(path), copy, path)
        return _examine(copy, path)


def examine(file: Path) -> Backup:
    """Read a backup file from start to end (see backup.examine).

    Args:
        file: the backup.
    """
    _check_alone(file)
    with _explained(file, "choose another file"):
        return _examine(file, file)


def check_empty(path: Path) -> None:
    """Check that there's no database at a path, nor a part of one, so that a backup can be restored there.

    Raises:
        StoreError: there's a file already.
    """
    for each in (path, *(path.with_name(f"{path.name}{ending}") for ending in sqlite_file.BESIDE)):
        if each.exists():
            raise StoreError(
                f"{each} already exists, and a backup only goes into an empty place; move it away, or set "
                "VERSED_DATABASE_URL to a new file."
            )


async def restore(path: Path, file: Path) -> Backup:
    """Restore a backup (see backup.restore).

    Args:
        path: the database file to create.
        file: the backup.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = await FileLock.acquire(path, 0)
    except OSError as error:
        raise StoreError(f"{path.parent} can't be used ({error.strerror}); choose another place.") from error
    try:
        check_empty(path)
        _check_alone(file)
        with new_file(path) as copy, _explained(file, "choose another file", into=path):
            _copy(sqlite_file.address(file, immutable=True), copy, file)
            return _examine(copy, file)
    finally:
        lock.release()


def _copy(source: str, copy: Path, of: Path) -> None:
    verdict = sqlite_file.copy_into(source, copy)
    if verdict != "ok":
        raise StoreError(f"{of} is damaged ({verdict}), so I didn't copy it.")


def _examine(copy: Path, of: Path) -> Backup:
    with closing(sqlite3.connect(sqlite_file.address(copy, immutable=True), uri=True)) as connection:
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StoreError(f"{of} is damaged ({verdict}); choose another file.")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        revision = check_contents(str(of), stamp_in_file(connection), tables)
        if revision == revisions.HEAD:
            for table in metadata.tables.values():
                connection.execute(str(select(table).limit(1).compile(compile_kwargs={"literal_binds": True})))
        counts = [
            connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (its own tables' names)
            for name in tables - {VERSION_TABLE}
        ]
        return Backup(revision, sum(counts))


def _check_alone(file: Path) -> None:
    """Check that a database is complete in its one file.

    Raises:
        StoreError: the file doesn't exist, or some of the rows are in a log beside it.
    """
    if not file.is_file():
        raise StoreError(f"There's no file {file}; name the backup to restore.")
    for ending in ("-wal", "-journal"):
        beside = file.with_name(f"{file.name}{ending}")
        if beside.exists() and beside.stat().st_size:
            raise StoreError(
                f"{file} isn't a backup but a database with some of its rows in {beside.name}; copy it with "
                "`versed backup`, which takes both."
            )


@contextmanager
def _explained(of: Path, todo: str, into: Path | None = None) -> Iterator[None]:
    """Turn SQLite's errors within the block into one sentence for the operator.

    Args:
        of: the database that's read.
        todo: what to do if it's damaged.
        into: the file that's written; None if none is.
    """
    try:
        yield
    except sqlite3.Error as error:
        problem = str(error)
        if into is not None and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            raise StoreError(f"There's no room for {into}; free some space, or choose another place.") from error
        if "malformed" in problem or "not a database" in problem:
            raise StoreError(f"{of} {sqlite_file.DAMAGED}; {todo}.") from error
        sentence = disk.trouble(of) or f"{of} can't be read ({problem}); {to_do(problem)}."
        raise StoreError(sentence) from error
