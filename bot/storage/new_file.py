"""Atomic creation of a file: it's either complete or absent, even if the process dies while writing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.storage.errors import StoreError

_LEFTOVERS = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite may have left beside an unfinished database."""


@contextmanager
def new_file(file: Path, *, replace: bool = False) -> Iterator[Path]:
    """Create a file atomically: the block fills an empty temporary file beside it, which is then renamed.

    Only its owner can read it. If a process was killed while writing, the next one that makes the same file reuses
    its temporary file.

    Args:
        file: the file to create.
        replace: whether the file may exist already; it's then replaced atomically.

    Raises:
        StoreError: the file exists already, can't be created, or is being written by another process.
    """
    unfinished = file.with_name(f".{file.name}.part")
    _check_free(file, replace)
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StoreError(f"I can't write {file} ({error.strerror}); choose another place.") from error
    try:
        _own(descriptor, file, unfinished)
        try:
            yield unfinished
            os.fsync(descriptor)
            _check_free(file, replace)
            unfinished.replace(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        finally:
            for ending in _LEFTOVERS:
                unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
    finally:
        os.close(descriptor)
    _flush_folder(file.parent)


def _check_free(file: Path, replace: bool) -> None:
    try:
        there = os.path.lexists(file)
        folder = file.is_dir()
    except OSError as error:
        raise StoreError(f"I can't write {file} ({error.strerror}); choose another place.") from error
    if folder:
        raise StoreError(f"{file} is a folder; name a file in it.")
    if there and not replace:
        raise StoreError(f"{file} already exists; choose another name, or move it away.")


def _own(descriptor: int, file: Path, unfinished: Path) -> None:
    """Lock an unfinished file and empty it.

    Child processes that write the file inherit the lock, so it's held until the last of them has ended, even if this
    process is killed first.
    """
    os.set_inheritable(descriptor, True)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mine = os.path.samestat(os.fstat(descriptor), unfinished.stat())
    except (BlockingIOError, FileNotFoundError):
        mine = False
    if not mine:
        raise StoreError(f"{file} is being written by another process; wait for it, or choose another name.")
    for ending in _LEFTOVERS:
        unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
    os.fchmod(descriptor, 0o600)
    os.ftruncate(descriptor, 0)


def _flush_folder(folder: Path) -> None:
    """Flush a folder to disk, so that its new entry survives a power failure."""
    with suppress(OSError):  # some file systems can't do it, and the file itself is on disk
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def discard_unfinished(unfinished: Path) -> None:
    """Delete a file that a killed process left unfinished, unless it's still being written."""
    with suppress(OSError):
        descriptor = os.open(unfinished, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for ending in ("", *_LEFTOVERS):
                unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
        finally:
            os.close(descriptor)
