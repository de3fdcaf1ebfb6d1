"""One process for one SQLite file: a lock beside it, which the system itself releases when the process dies."""

import asyncio
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from bot.storage.errors import StoreError

_LOOK_AGAIN = 0.05
"""Seconds between two tries."""

_LONGEST = 200
"""Bytes of what a lock file says."""


@dataclass(frozen=True, slots=True)
class LockHolder:
    """The process that uses a database.

    Args:
        process: its number.
        port: on which it takes what `versed say` says; 0 if it doesn't.
        key: that opens the port; only the user who may read the lock file knows it.
    """

    process: str
    port: int = 0
    key: str = ""


class FileLock:
    """The lock of one SQLite file, held until released.

    Args:
        descriptor: of the open lock file.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    async def acquire(cls, database: Path, wait: float) -> "FileLock":
        """Take the lock of a database file.

        Args:
            database: the SQLite file.
            wait: seconds to wait for another process to finish.

        Raises:
            StoreError: another process holds it.
            OSError: the lock file can't be made.
        """
        descriptor = os.open(_lock_file(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            await _take(descriptor, database, wait)
        except BaseException:
            os.close(descriptor)
            raise
        lock = cls(descriptor)
        lock.publish()
        return lock

    def publish(self, port: int = 0, key: str = "") -> None:
        """Say in the lock file who holds it, and how to talk to this process.

        Args:
            port: on this machine.
            key: that opens it.
        """
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()} {port} {key}".encode("ascii"), 0)

    def release(self) -> None:
        """Let others have the file; the lock file itself stays, as removing it would let two hold one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def holder(database: Path) -> LockHolder | None:
    """Return who uses a database file, or None; nothing is changed.

    Args:
        database: the SQLite file.
    """
    try:
        descriptor = os.open(_lock_file(database), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    finally:
        os.close(descriptor)
    return None


async def _take(descriptor: int, database: Path, wait: float) -> None:
    deadline = asyncio.get_running_loop().time() + wait
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if asyncio.get_running_loop().time() >= deadline:
                process = _read(descriptor).process
                raise StoreError(
                    f"Another Versed (process {process}) is using {database}; stop it first, or set "
                    "VERSED_DATABASE_URL to a PostgreSQL database, which several can share."
                ) from None
            await asyncio.sleep(_LOOK_AGAIN)


def _read(descriptor: int) -> LockHolder:
    match os.pread(descriptor, _LONGEST, 0).decode("ascii", "replace").split():
        case [process, port, key] if port.isdecimal():
            return LockHolder(process, int(port), key)
        case [process, *_]:
            return LockHolder(process)
        case _:
            return LockHolder("unknown")


def _lock_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")
