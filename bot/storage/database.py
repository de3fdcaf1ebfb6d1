"""The database: opened once, migrated, read and written in transactions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import engine
from bot.storage.errors import StoreError, in_plain_words, reason
from bot.storage.group_commit import GroupCommit
from bot.storage.lock import FileLock
from bot.storage.migrate import migrate
from bot.storage.readers import Readers
from bot.storage.transaction import Transaction, within
from bot.storage.writer import GroupWriter

_T = TypeVar("_T")


class Database:
    """An open database; made by Database.open.

    Args:
        writing: writes, and on PostgreSQL also reads.
        reading: reads.
        lock: of a SQLite file.
        path: of a SQLite file.

    Attributes:
        writer: stores rows for many callers at once.
        shared: whether other processes may use it at the same time.
    """

    def __init__(
        self, writing: AsyncEngine, reading: AsyncEngine, lock: FileLock | None, path: Path | None = None
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._lock = lock
        self._turn = asyncio.Lock() if lock is not None else None
        self._group = GroupCommit(path, self._turn) if path is not None and self._turn is not None else None
        self._readers = Readers(path) if path is not None else None
        self.writer = GroupWriter(self.perform)
        self.shared = lock is None

    @classmethod
    async def open(cls, url: str, *, lock_wait: float = 5.0) -> "Database":
        """Open a database, and bring it up to date.

        Args:
            url: sqlite:///path or postgresql://…
            lock_wait: seconds to wait for another process to leave a SQLite file.

        Raises:
            StoreError: it cannot be used; the sentence says why and what to do.
        """
        parsed = engine.parse(url)
        path = engine.path_of(parsed)
        lock = None if path is None else await _lock(path, lock_wait)
        writing = engine.postgresql(parsed) if path is None else engine.sqlite_writer(path)
        try:
            await migrate(writing, path)
        except BaseException as error:
            await writing.dispose()
            if lock is not None:
                lock.release()
            if isinstance(error, SQLAlchemyError | OSError):
                raise StoreError(f"The database cannot be reached ({reason(error)}); is it running?") from error
            raise
        return cls(writing, writing if path is None else engine.sqlite_readers(path), lock, path)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with.

        Raises:
            StoreError: the database cannot be read now.
        """
        with in_plain_words():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction to write in; commits at the end, or rolls back on an error.

        On SQLite transactions take turns; on PostgreSQL they run side by side.

        Raises:
            StoreError: the database cannot store anything now.
        """
        with in_plain_words():
            async with self._turn or nullcontext(), self._writing.begin() as connection:
                yield connection

    async def perform(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a piece of work in a transaction, off the event loop; returns once it is durable.

        On SQLite, pieces of work that come at the same time share one commit; on PostgreSQL they run side by side.

        Args:
            work: reads and writes; it changes nothing but the database, as it may be run twice, and may be slow.

        Raises:
            StoreError: the database cannot do it now.
        """
        if self._group is not None:
            return await self._group.perform(work)
        async with self.write() as connection:
            return await within(connection, work)

    async def look(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a piece of work that only reads, off the event loop.

        Args:
            work: reads, on SQLite all of it as the database is at one moment; may be slow.

        Raises:
            StoreError: the database cannot be read now.
        """
        if self._readers is not None:
            return await self._readers.look(work)
        async with self.read() as connection:
            return await within(connection, work)

    async def close(self) -> None:
        """Store what is waiting, then let the database go."""
        try:
            await self.writer.close()
            if self._group is not None:
                await self._group.close()
            if self._readers is not None:
                await asyncio.to_thread(self._readers.close)
        finally:
            await self._writing.dispose()
            await self._reading.dispose()
            if self._lock is not None:
                self._lock.release()


async def _lock(path: Path, wait: float) -> FileLock:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return await FileLock.acquire(path, wait)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} cannot be used ({error.strerror}); set VERSED_DATABASE_URL to a file "
            "that can be written."
        ) from error
