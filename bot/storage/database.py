"""The database: opened once, migrated, read and written in transactions."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.runtime.metrics import DATABASE_FAILURES, DATABASE_SECONDS
from bot.storage import migrate, urls
from bot.storage.errors import StoreError, reason
from bot.storage.group_commit import UNHURRIED, GroupCommit
from bot.storage.lock import FileLock
from bot.storage.sqlite import Sqlite
from bot.storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.storage.postgresql import Postgresql

_T = TypeVar("_T")

# Looked up once, and there from the start: of a series that begins with 1, Prometheus sees no increase.
_FIGURES = {kind: (DATABASE_SECONDS.labels(kind), DATABASE_FAILURES.labels(kind)) for kind in ("read", "transact")}

_MOST_BROUGHT = 1_000
"""Things that one piece of work may find missing, one after the other."""


class NotReadyError(Exception):
    """Work needs something that isn't in memory: it's given up, and done again once that's there.

    Args:
        bring: brings it there.
    """

    def __init__(self, bring: Callable[[], Awaitable[object]]) -> None:
        super().__init__("something isn't in memory yet")
        self.bring = bring


class Database:
    """An open database; made by Database.open.

    Args:
        backend: does the work.
        lock: of a SQLite file.

    Attributes:
        backend: does the work.
        shared: whether other processes may use it at the same time.
    """

    def __init__(self, backend: "Sqlite | Postgresql", lock: FileLock | None) -> None:
        self.backend = backend
        self._lock = lock
        self.shared = lock is None

    @classmethod
    async def open(cls, url: str, *, lock_wait: float = 5.0, copies: Path | None = None) -> "Database":
        """Open a database, and bring it up to date.

        Args:
            url: sqlite:///path or postgresql://…
            lock_wait: seconds to wait for another process to leave a SQLite file.
            copies: the folder for a backup of a PostgreSQL database before its tables change; None to go on without
                one. That of a SQLite file goes beside it.

        Raises:
            StoreError: it can't be used; the sentence says why and what to do.
        """
        parsed = urls.parse(url)
        path = urls.path_of(parsed)
        return await (_open_postgresql(parsed, copies) if path is None else _open_sqlite(path, lock_wait))

    @property
    def writer(self) -> GroupCommit:
        """Return what stores rows for many callers at once."""
        return self.backend.group

    async def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that only reads, off the event loop; return what it returns.

        Args:
            work: reads, on SQLite all of it as the database is at one moment; may be slow.

        Raises:
            StoreError: the database can't be read now.
        """
        return await _measured("read", partial(self.backend.read, work))

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a transaction, off the event loop; return what it returns once it's durable.

        On SQLite, work that comes at the same time shares one commit; on PostgreSQL it runs side by side.

        Args:
            work: reads and writes; it changes nothing but the database, as it may be run twice, and may be slow.

        Raises:
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.backend.transact, work))

    async def transact_together(self, work: Callable[[Transaction], _T]) -> _T:
        """Do small work of which much comes at once; return what it returns once it's durable.

        All that comes at the same time shares one commit, on PostgreSQL as well, so work that waits for a row that
        another transaction holds keeps the rest waiting, too.

        Args:
            work: as for `transact`.

        Raises:
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.writer.transact, work))

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that others wait for; return what it returns once it's durable.

        On PostgreSQL it's given up if it had to wait for rows that another transaction holds for a second.

        Args:
            work: as for `transact`.

        Raises:
            HeldUpError: others hold rows that it needs.
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.backend.transact_briefly, work))

    def trouble(self) -> str | None:
        """Say in a sentence why nothing can be stored, as far as it can be seen without asking the database."""
        if isinstance(self.backend, Sqlite):
            try:
                self.backend.identity.check()
            except StoreError as error:
                return str(error)
        return None

    def publish(self, port: int, key: str) -> None:
        """Let other processes of this user find the way to this one, as only one may use a SQLite file.

        Args:
            port: on this machine.
            key: that opens it.
        """
        if self._lock is not None:
            self._lock.publish(port, key)

    async def settle(self) -> None:
        """Wait until what was put before, by this process or another, is stored.

        Raises:
            StoreError: the database can't store it now.
        """
        await self.writer.flush()
        if self.shared:
            await asyncio.sleep(2 * UNHURRIED)

    async def wipe(self) -> None:
        """Leave no traces on the disk of what has been deleted, as far as that's in our hands.

        Raises:
            StoreError: the database can't do it now.
        """
        await self.backend.wipe()

    async def close(self) -> None:
        """Store what's waiting, then let the database go."""
        try:
            await self.backend.close()
        finally:
            if self._lock is not None:
                self._lock.release()


async def _measured(kind: str, do: Callable[[], Awaitable[_T]]) -> _T:
    """Do work, and count how long it took, or that the database couldn't do it."""
    taken, failed = _FIGURES[kind]
    began = perf_counter()
    try:
        return await _once_ready(do)
    except StoreError:
        failed.inc()
        raise
    finally:
        taken.observe(perf_counter() - began)


async def _once_ready(do: Callable[[], Awaitable[_T]]) -> _T:
    """Do work, and again each time that something has been brought which it needs."""
    for _ in range(_MOST_BROUGHT):
        try:
            return await do()
        except NotReadyError as missing:
            await missing.bring()
    return await do()


async def _open_postgresql(url: URL, copies: Path | None) -> Database:
    from bot.storage.postgresql import Postgresql, open_engine  # late, as SQLite needs none of it

    speaking = open_engine(url)
    try:
        await migrate.migrate_postgresql(speaking, url, copies)
    except BaseException as error:
        await speaking.dispose()
        raise _unreachable(error) from error
    return Database(Postgresql(speaking), None)


async def _open_sqlite(path: Path, lock_wait: float) -> Database:
    lock = await _lock(path, lock_wait)
    try:
        await asyncio.to_thread(migrate.migrate_sqlite, path)
        return Database(Sqlite(path), lock)
    except BaseException as error:
        lock.release()
        raise _unreachable(error) from error


def _unreachable(error: BaseException) -> BaseException:
    """Say in a sentence that a database can't be reached; pass on any other error."""
    if isinstance(error, SQLAlchemyError | OSError):
        return StoreError(f"The database can't be reached ({reason(error)}); is it running?")
    return error


async def _lock(path: Path, wait: float) -> FileLock:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return await FileLock.acquire(path, wait)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} can't be used ({error.strerror}); set VERSED_DATABASE_URL to a file "
            "that can be written."
        ) from error
