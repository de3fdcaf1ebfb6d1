"""Group commit for SQLite: pieces of work that arrive while one transaction is under way share the next.

Each caller is told once the whole is durable. A piece that fails harms no other: the transaction is then run again
with each in a savepoint of its own, which would cost too much every time. All of it happens in one thread, which a
piece of work enters and leaves once.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from bot.storage.engine import SQLITE_SET_UP
from bot.storage.errors import StoreError, is_trouble
from bot.storage.transaction import SqliteTransaction, Transaction

_T = TypeVar("_T")

LARGEST_BATCH = 200
"""Pieces of work in one transaction."""

Outcome: TypeAlias = "tuple[bool, Any]"
"""Whether the work succeeded, and what it returned or raised."""


@dataclass(slots=True, eq=False)
class _Piece:
    work: Callable[[Transaction], Any]
    told: "asyncio.Future[Any]"

    def tell(self, outcome: Outcome) -> None:
        if self.told.done():
            return  # whoever waited has gone
        succeeded, result = outcome
        if succeeded:
            self.told.set_result(result)
        else:
            self.told.set_exception(result)


class GroupCommit:
    """Runs work for many callers in shared transactions.

    Args:
        path: of the SQLite file.
        turn: held while a transaction is open, as SQLite has one writer at a time.
    """

    def __init__(self, path: Path, turn: AbstractAsyncContextManager[None]) -> None:
        self._path = path
        self._turn = turn
        self._thread = ThreadPoolExecutor(1, "group commit")
        self._connection: sqlite3.Connection | None = None
        self._waiting: list[_Piece] = []
        self._running: asyncio.Task[None] | None = None

    async def perform(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a piece of work; returns what it returns once that is durable.

        Raises:
            StoreError: the database cannot do it now.
        """
        piece = _Piece(work, asyncio.get_running_loop().create_future())
        self._waiting.append(piece)
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="group commit")
        result: _T = await piece.told
        return result

    async def close(self) -> None:
        """Do what is waiting, then stop."""
        if self._running is not None:
            await self._running
        if self._connection is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._connection.close)
        self._thread.shutdown()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                async with self._turn:
                    batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
                    outcomes = await loop.run_in_executor(self._thread, self._perform_all, batch)
                for piece, outcome in zip(batch, outcomes, strict=True):
                    piece.tell(outcome)
                # Those who have been told go on first: what they bring then goes together, and the two threads do not
                # get in each other's way.
                await asyncio.sleep(0)
        finally:
            self._running = None

    def _perform_all(self, batch: Sequence[_Piece]) -> list[Outcome]:
        """One transaction; in the thread."""
        try:
            connection = self._connection = self._connection or _connect(self._path)
            try:
                return _in_one(connection, batch)
            except Exception:  # noqa: BLE001 (found out below)
                return _in_savepoints(connection, batch)
        except Exception as error:  # noqa: BLE001 (whatever it is, every caller must hear of it)
            return [(False, _trouble(error)) for _ in batch]  # one each, for raising an exception changes it


def _in_one(connection: sqlite3.Connection, batch: Sequence[_Piece]) -> list[Outcome]:
    """All pieces in one transaction; fails as a whole."""
    transaction = SqliteTransaction(connection)
    with _transaction(connection):
        return [(True, piece.work(transaction)) for piece in batch]


def _in_savepoints(connection: sqlite3.Connection, batch: Sequence[_Piece]) -> list[Outcome]:
    """All pieces in one transaction; those that fail are left out."""
    transaction = SqliteTransaction(connection)
    with _transaction(connection):
        return [_perform(connection, transaction, piece.work) for piece in batch]


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _perform(connection: sqlite3.Connection, transaction: Transaction, work: Callable[[Transaction], Any]) -> Outcome:
    connection.execute("SAVEPOINT piece")
    try:
        result = work(transaction)
    except Exception as error:
        if is_trouble(error):
            raise  # and SQLite may have rolled everything back already
        connection.execute("ROLLBACK TO piece")
        connection.execute("RELEASE piece")
        return False, error
    connection.execute("RELEASE piece")
    return True, result


def _trouble(error: Exception) -> StoreError:
    failure = StoreError(f"The database does not work now ({error}); see to its disk or connection.")
    failure.__cause__ = error
    return failure


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for statement in SQLITE_SET_UP:
        connection.execute(statement)
    return connection
