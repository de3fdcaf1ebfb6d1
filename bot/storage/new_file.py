"""A file that's there whole or not at all, whatever dies while it's being written."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.storage.errors import StoreError

_LEFTOVERS = ("-wal", "-shm", "-journal")
"""What SQLite may have left beside an unfinished database."""


@contextmanager
def new_file(file: Path, *, replace: bool = False) -> Iterator[Path]:
    """Make a file in one step: the block fills an empty one beside it, which then takes its name.

    Only its owner can read it. What a process left unfinished when it was killed is taken up by the next that makes
    the same file.

    Args:
        file: to make.
        replace: whether it may be there already; it's replaced in one step then.

    Raises:
        StoreError: it's there already, can't be made there, or is just being made by another process.
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
    """Take an unfinished file over, and empty it.

    The lock passes to the programs that write it, so it's held until the last of them has ended, even if this process
    is killed before.
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
    """Have the folder's new entry outlive the machine's power."""
    with suppress(OSError):  # some file systems can't, and the file itself is whole
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def discard_unfinished(unfinished: Path) -> None:
    """Delete what a killed process left unfinished, unless it's still being written."""
    with suppress(OSError):
        descriptor = os.open(unfinished, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for ending in ("", *_LEFTOVERS):
                unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
        finally:
            os.close(descriptor)
