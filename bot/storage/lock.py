"""One process for one SQLite file: a lock beside it, which the system itself releases when the process dies."""

import asyncio
import fcntl
import os
from pathlib import Path

from bot.storage.errors import StoreError

_LOOK_AGAIN = 0.05
"""Seconds between two tries."""


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
            OSError: the lock file cannot be made.
        """
        path = database.with_name(f"{database.name}.lock")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            await _take(descriptor, database, wait)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor)

    def release(self) -> None:
        """Let others have the file; the lock file itself stays, for removing it would let two hold one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


async def _take(descriptor: int, database: Path, wait: float) -> None:
    deadline = asyncio.get_running_loop().time() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if asyncio.get_running_loop().time() >= deadline:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                raise StoreError(
                    f"Another Versed (process {holder}) is using {database}; stop it first, or set "
                    "VERSED_DATABASE_URL to a PostgreSQL database, which several can share."
                ) from None
            await asyncio.sleep(_LOOK_AGAIN)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
