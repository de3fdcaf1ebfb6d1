"""A lock file next to a SQLite file, so that one process uses it; the OS releases the lock if the process dies."""

import asyncio
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from bot.storage.errors import StoreError

_LOOK_AGAIN = 0.05
"""Seconds between two attempts to get the lock."""

_LONGEST = 500
"""Maximum number of bytes to read from a lock file."""


@dataclass(frozen=True, slots=True)
class LockHolder:
    """The process that uses a database.

    Args:
        process: its process id.
        port: the port on which it accepts commands from `versed say`; 0 if it doesn't.
        key: the secret for that port; only users who can read the lock file know it.
        page: the address of its playground; "" if it serves none.
    """

    process: str
    port: int = 0
    key: str = ""
    page: str = ""


class FileLock:
    """The lock of one SQLite file, held until released.

    Args:
        descriptor: the file descriptor of the open lock file.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    async def acquire(cls, database: Path, wait: float) -> "FileLock":
        """Acquire the lock on a database file.

        Args:
            database: the SQLite file.
            wait: seconds to wait for another process to release it.

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

    def publish(self, port: int = 0, key: str = "", page: str = "") -> None:
        """Write into the lock file which process holds it, and how to reach this process.

        Args:
            port: the local port on which this process listens; 0 for none.
            key: the secret that a client must send.
            page: the address of the playground that it serves; "" for none.
        """
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()} {port} {key} {page}".encode("ascii"), 0)

    def release(self) -> None:
        """Release the lock. The lock file stays: if it were removed, two processes could lock one each."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def holder(database: Path) -> LockHolder | None:
    """Return the process that uses a database file, or None, without changing anything.

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


async def listener(database: Path, wait: float) -> LockHolder | None:
    """Return the process that uses a database file and accepts commands, or None if no process uses the file.

    A process that's starting doesn't accept any yet, and neither does one that only carries out a command of its own.

    Args:
        database: the SQLite file.
        wait: seconds to wait until such a process accepts commands, or has ended.

    Raises:
        StoreError: it still uses the file, and accepts none.
    """
    deadline = asyncio.get_running_loop().time() + wait
    while (found := holder(database)) is not None and not found.port:
        if asyncio.get_running_loop().time() >= deadline:
            raise StoreError(
                f"Another Versed (process {found.process}) is using {database}, and doesn't take commands yet; "
                "try again in a moment."
            )
        await asyncio.sleep(_LOOK_AGAIN)
    return found


async def _take(descriptor: int, database: Path, wait: float) -> None:
    deadline = asyncio.get_running_loop().time() + wait
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if asyncio.get_running_loop().time() >= deadline:
                raise StoreError(_taken(_read(descriptor), database)) from None
            await asyncio.sleep(_LOOK_AGAIN)


def _taken(by: LockHolder, database: Path) -> str:
    if by.page:
        return f"Versed's playground is already open at {by.page} (process {by.process}); use that, or stop it first."
    return (
        f"Another Versed (process {by.process}) is using {database}; stop it first, or set "
        "VERSED_DATABASE_URL to a PostgreSQL database, which several can share."
    )


def _read(descriptor: int) -> LockHolder:
    match os.pread(descriptor, _LONGEST, 0).decode("ascii", "replace").split():
        case [process, port, key, *page] if port.isdecimal():
            return LockHolder(process, int(port), key, "".join(page))
        case [process, *_]:
            return LockHolder(process)
        case _:
            return LockHolder("unknown")


def _lock_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")
