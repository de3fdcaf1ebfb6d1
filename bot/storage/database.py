"""The database: open it once, migrate it, and read and write it in transactions."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError

from bot.runtime.metrics import DATABASE_FAILURES, DATABASE_SECONDS
from bot.storage import disk, migrate, sqlite_file, urls
from bot.storage.errors import StoreError, reason, while_connecting
from bot.storage.group_commit import UNHURRIED, GroupCommit
from bot.storage.lock import FileLock
from bot.storage.pulse import Pulse
from bot.storage.sqlite import Sqlite
from bot.storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.storage.postgresql import Postgresql

_T = TypeVar("_T")

# Created at import, so that each series starts at 0: if a series starts at 1, Prometheus sees no increase.
_FIGURES = {kind: (DATABASE_SECONDS.labels(kind), DATABASE_FAILURES.labels(kind)) for kind in ("read", "transact")}

_MOST_BROUGHT = 1_000
"""At most this many times is a piece of work retried after loading something that it lacked."""


class NotReadyError(Exception):
    """The work needs something that isn't in memory: abort it, load that, and run the work again.

    Args:
        bring: loads what's missing.
    """

    def __init__(self, bring: Callable[[], Awaitable[object]]) -> None:
        super().__init__("something isn't in memory yet")
        self.bring = bring


class Database:
    """An open database; use `Database.open` to get one.

    Args:
        backend: the SQLite or PostgreSQL implementation.
        lock: the lock on a SQLite file; None for PostgreSQL.

    Attributes:
        backend: the SQLite or PostgreSQL implementation.
        shared: whether other processes may use the database at the same time.
    """

    def __init__(self, backend: "Sqlite | Postgresql", lock: FileLock | None) -> None:
        self.backend = backend
        self._lock = lock
        self.shared = lock is None
        self._pulse = Pulse(self._ask)

    @classmethod
    async def open(cls, url: str, *, lock_wait: float = 5.0, backups: Path | None = None) -> "Database":
        """Open a database and migrate it to this version's tables.

        Args:
            url: sqlite:///path or postgresql://…
            lock_wait: seconds to wait until another process has closed a SQLite file.
            backups: the folder for the backup of a PostgreSQL database before a migration; None for no backup. A
                SQLite file is backed up next to itself.

        Raises:
            StoreError: it can't be used; the sentence says why and what to do.
        """
        parsed = urls.parse(url)
        path = urls.path_of(parsed)
        return await (_open_postgresql(parsed, backups) if path is None else _open_sqlite(path, lock_wait))

    @property
    def writer(self) -> GroupCommit:
        """Return the group commit, which stores the rows of many callers in one transaction."""
        return self.backend.group

    async def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that only reads, off the event loop; return what it returns.

        Args:
            work: reads only, and may be slow; on SQLite, all of it sees one snapshot of the database.

        Raises:
            StoreError: the database can't be read at the moment.
        """
        return await _measured("read", partial(self.backend.read, work))

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a transaction, off the event loop; return what it returns once it's durable.

        On SQLite, work that arrives at the same time shares one commit; on PostgreSQL, transactions run in parallel.

        Args:
            work: reads and writes, and may be slow; it may be run twice, so it must change nothing but the database.

        Raises:
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.backend.transact, work))

    async def transact_together(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a small piece of work, one of many at the same time; return what it returns once it's durable.

        Everything that arrives at the same time shares one commit, on PostgreSQL, too. So if one piece waits for a
        row that another transaction has locked, they all wait.

        Args:
            work: as for `transact`.

        Raises:
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.writer.transact, work))

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that blocks others; return what it returns once it's durable.

        On PostgreSQL it's aborted after waiting a second for rows that another transaction has locked.

        Args:
            work: as for `transact`.

        Raises:
            HeldUpError: another transaction has locked rows that the work needs.
            StoreError: the database can't do it now.
        """
        return await _measured("transact", partial(self.backend.transact_briefly, work))

    def trouble(self) -> str | None:
        """Return in one sentence why nothing can be stored, if that's known without querying it; None if it works."""
        if isinstance(self.backend, Sqlite):
            try:
                self.backend.identity.check()
            except StoreError as error:
                return str(error)
        return None

    @property
    def ailment(self) -> str | None:
        """Return in a phrase what `watch` has noticed; None if all is well. It names no file: anyone may read it."""
        if not self._pulse.fails:
            return None
        return "the database doesn't answer" if self.shared else "the database's disk is full, or doesn't work"

    async def watch(self) -> None:
        """Notice and log until cancelled what keeps the database from being used, even if nobody needs it."""
        await self._pulse.watch()

    def publish(self, port: int, key: str, page: str = "") -> None:
        """Publish how this user's other processes can reach this one, since only one process may use a SQLite file.

        Args:
            port: the local port on which this process listens.
            key: the secret that a client must send.
            page: the address of the playground that it serves; "" for none.
        """
        if self._lock is not None:
            self._lock.publish(port, key, page)

    async def settle(self) -> None:
        """Wait until everything queued so far is stored, in this process and in others.

        Raises:
            StoreError: the database can't store it at the moment.
        """
        await self.writer.flush()
        if self.shared:
            await asyncio.sleep(2 * UNHURRIED)

    async def wipe(self) -> None:
        """Remove deleted data from the disk, too, as far as we can.

        Raises:
            StoreError: the database can't do it now.
        """
        await self.backend.wipe()

    async def close(self) -> None:
        """Store what's queued, then close the database and release its lock."""
        try:
            await self.backend.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    async def _ask(self) -> None:
        """Ask a server something; of a SQLite file, look at the file and its disk.

        Raises:
            StoreError: the database can't be used.
        """
        if not isinstance(self.backend, Sqlite):
            return await self.read(_answer)
        self.trouble()  # logs it itself
        try:
            await asyncio.to_thread(disk.check, self.backend.path)
        except StoreError:
            DATABASE_FAILURES.labels("transact").inc()  # nothing else counts it if nobody stores anything
            raise


def _answer(transaction: Transaction) -> None:
    transaction.rows(text("SELECT 1"), {})


async def _measured(kind: str, do: Callable[[], Awaitable[_T]]) -> _T:
    """Do work, and record in the metrics how long it took and whether the database failed."""
    seconds, failed = _FIGURES[kind]
    began = perf_counter()
    try:
        return await _once_ready(do)
    except StoreError:
        failed.inc()
        raise
    finally:
        seconds.observe(perf_counter() - began)


async def _once_ready(do: Callable[[], Awaitable[_T]]) -> _T:
    """Do work, and retry it each time after loading what it lacked."""
    for _ in range(_MOST_BROUGHT):
        try:
            return await do()
        except NotReadyError as missing:
            await missing.bring()
    return await do()


async def _open_postgresql(url: URL, backups: Path | None) -> Database:
    from bot.storage.postgresql import Postgresql, open_engine  # imported late, because SQLite needs none of it

    speaking = open_engine(url)
    try:
        with while_connecting():
            await migrate.migrate_postgresql(speaking, url, backups)
    except BaseException:
        await speaking.dispose()
        raise
    return Database(Postgresql(speaking), None)


async def _open_sqlite(path: Path, lock_wait: float) -> Database:
    lock = await _lock(path, lock_wait)
    try:
        await asyncio.to_thread(migrate.migrate_sqlite, path)
        return Database(Sqlite(path), lock)
    except (SQLAlchemyError, OSError) as error:
        lock.release()
        sentence = disk.trouble(path) or f"{path} can't be used ({reason(error)}); fix that and start again."
        raise StoreError(sentence) from error
    except BaseException:
        lock.release()
        raise


async def _lock(path: Path, wait: float) -> FileLock:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sqlite_file.check_kind(path)
        return await FileLock.acquire(path, wait)
    except OSError as error:
        sentence = (
            f"The folder {path.parent} can't be used ({error.strerror}); set VERSED_DATABASE_URL to a file "
            "that can be written."
        )
        raise StoreError(disk.trouble(path) or sentence) from error
