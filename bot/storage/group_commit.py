"""Group commit: pieces that arrive during one transaction share the next.

A commit costs one flush to disk, whatever its size. So pieces that arrive during a commit are collected for the next
one; each caller is told once their own piece is durable. A failing piece doesn't affect the others. There are two
kinds of pieces: work, which reads and writes, and new rows. If a row's key is taken, its caller is told so.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Table

from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

LARGEST_BATCH = 500
"""Maximum number of pieces in one transaction."""

MOST_WAITING = 20_000
"""Maximum number of queued pieces; further callers wait until there's room."""

UNHURRIED = 0.25
"""Seconds for which rows that nobody waits for are collected, because each commit delays those that someone does."""

PieceOutcome: TypeAlias = "tuple[bool, Any]"
"""Whether a piece succeeded, and what it returned or raised."""


@dataclass(slots=True, eq=False)
class Work:
    """A piece of work.

    Args:
        work: reads and writes the database.
        told: the future for its result or exception.
    """

    work: Callable[[Transaction], Any]
    told: asyncio.Future[Any] | None


@dataclass(slots=True, eq=False)
class NewRow:
    """A row to insert unless its key is taken.

    Args:
        table: where it goes.
        row: a value for every column.
        key: the values of its primary key.
        told: the future for whether it was stored; None if nobody waits.
    """

    table: Table
    row: Mapping[str, Any]
    key: tuple[Any, ...]
    told: asyncio.Future[Any] | None


QueuedPiece: TypeAlias = Work | NewRow

Commit: TypeAlias = Callable[[Sequence[QueuedPiece]], Awaitable[Sequence[PieceOutcome]]]
"""Runs pieces in one transaction; returns their outcomes in the same order once they're durable."""


class _Shape:
    """The columns and primary key of a table.

    Args:
        table: the table.

    Attributes:
        columns: the names of its columns.
        key: gets the primary key's values from a row.
        types: the types of those values.
    """

    __slots__ = ("columns", "key", "types")

    def __init__(self, table: Table) -> None:
        key = table.primary_key.columns
        self.columns = frozenset(table.columns.keys())
        self.key = _picker(key.keys())
        self.types = [column.type.python_type for column in key]


class GroupCommit:
    """Collects the pieces of many callers into shared transactions.

    Args:
        commit: runs one batch of pieces.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._shapes: dict[Table, _Shape] = {}
        self._waiting: deque[QueuedPiece] = deque()
        self._accepted = self._settled = 0
        self._stored = asyncio.Event()
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._busy = False
        self._running: asyncio.Future[Sequence[PieceOutcome]] | None = None

    @property
    def waiting(self) -> int:
        """Return how many pieces wait for the next commit."""
        return len(self._waiting)

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Run a piece of work; return what it returns once that's durable.

        Raises:
            StoreError: the database can't do it now.
        """
        while len(self._waiting) >= MOST_WAITING:
            await self._stored.wait()
        result: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self._enqueue(Work(work, result))
        return await result

    async def insert(self, table: Table, row: Mapping[str, object]) -> bool:
        """Store a row; return once it's durable.

        Args:
            table: where it goes.
            row: a value for every column.

        Returns:
            Whether it was stored; False if a row with its primary key was there already.

        Raises:
            StoreError: the database can't store anything now.
            ValueError, TypeError: the row doesn't have the table's columns, or its key has the wrong type.
            Exception: the database rejects one of the values; the type depends on the driver.
        """
        while len(self._waiting) >= MOST_WAITING:
            await self._stored.wait()
        result: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.submit(table, row, result)
        return await result

    def submit(self, table: Table, row: Mapping[str, object], outcome: "asyncio.Future[bool]") -> None:
        """Store a row, even if the caller stops waiting for it.

        Args:
            table: where it goes.
            row: a value for every column.
            outcome: the future for what `insert` would return or raise, once the row is durable.

        Raises:
            StoreError: the queue is full, or the database is being closed.
            ValueError, TypeError: as for `insert`.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise StoreError("Too much is waiting to be stored; try again in a moment.")
        self._enqueue(NewRow(table, row, self._key(table, row), outcome))

    def put(self, table: Table, row: Mapping[str, object]) -> None:
        """Queue a row to be stored within about a second; failures are only logged.

        Args:
            table: where it goes.
            row: a value for every column.
        """
        if len(self._waiting) >= MOST_WAITING:
            _log.error("too many rows are waiting; one of %s was dropped", table.name)
        else:
            self._enqueue(NewRow(table, row, self._key(table, row), None))

    async def flush(self) -> None:
        """Store everything queued so far."""
        awaited = self._accepted
        self._start()
        while self._settled < awaited:
            await self._stored.wait()

    async def close(self) -> None:
        """Store everything queued, then accept no more."""
        self._closed = True
        await self.flush()

    def _enqueue(self, piece: QueuedPiece) -> None:
        if self._closed:
            raise StoreError("Versed is shutting down; try again when it's back.")
        self._waiting.append(piece)
        self._accepted += 1
        if piece.told is not None:
            self._start()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(UNHURRIED, self._start)

    def _key(self, table: Table, row: Mapping[str, object]) -> tuple[Any, ...]:
        shape = self._shapes.get(table)
        if shape is None:
            shape = self._shapes[table] = _Shape(table)
        if row.keys() != shape.columns:
            raise ValueError(f"a row of {table.name} needs exactly {sorted(shape.columns)}, not {sorted(row)}")
        values = shape.key(row)
        if list(map(type, values)) != shape.types:  # it'd be converted, and the row not recognised
            types = [each.__name__ for each in shape.types]
            raise TypeError(f"the key of {table.name} must be {types}, not {values}")
        return values

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._busy and self._waiting:
            self._busy = True
            asyncio.get_running_loop().call_soon(self._begin)  # so pieces of the same moment join in

    def _begin(self) -> None:
        if not self._waiting:
            self._busy, self._running = False, None
            return
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_BATCH))]
        self._running = asyncio.ensure_future(self._commit(batch))
        self._running.add_done_callback(partial(self._settle, batch))

    def _settle(self, batch: Sequence[QueuedPiece], done: "asyncio.Future[Sequence[PieceOutcome]]") -> None:
        for piece, outcome in zip(batch, _outcomes(done, len(batch)), strict=True):
            _tell(piece, outcome)
        self._settled += len(batch)
        self._stored.set()
        self._stored.clear()
        # Let the callers run first: what they enqueue next then shares a batch, and the event loop's thread and the
        # database's don't compete.
        done.get_loop().call_soon(self._begin)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, object]], tuple[Any, ...]]:
    """Return a function that gets the values of the named columns from a row, as a tuple."""
    pick: Callable[[Mapping[str, object]], Any] = itemgetter(*names)
    return pick if len(names) > 1 else lambda row: (pick(row),)


def perform(transaction: Transaction, batch: Sequence[QueuedPiece]) -> list[PieceOutcome]:
    """Run pieces within a transaction: first the rows, table by table, then the work.

    Raises:
        Exception: whatever one of them raises; the caller must then roll back the whole transaction.
    """
    outcomes: list[PieceOutcome] = [(True, None)] * len(batch)
    rows: dict[Table, list[int]] = {}
    for index, piece in enumerate(batch):
        if isinstance(piece, NewRow):
            rows.setdefault(piece.table, []).append(index)
    for table, indexes in rows.items():
        stored = transaction.add_each(table, [batch[index].row for index in indexes])  # type: ignore[union-attr]
        for index, new in zip(indexes, stored, strict=True):
            outcomes[index] = (True, new)
    for index, piece in enumerate(batch):
        if isinstance(piece, Work):
            outcomes[index] = (True, piece.work(transaction))
    return outcomes


def _outcomes(done: "asyncio.Future[Sequence[PieceOutcome]]", count: int) -> Sequence[PieceOutcome]:
    """Return the outcomes of the given number of pieces; if the batch failed, each gets the error."""
    error = asyncio.CancelledError() if done.cancelled() else done.exception()
    return done.result() if error is None else [(False, error)] * count


def _tell(piece: QueuedPiece, outcome: PieceOutcome) -> None:
    """Pass a piece's outcome to its caller, if there still is one."""
    succeeded, result = outcome
    if piece.told is None:
        if not succeeded and isinstance(piece, NewRow):
            _log.error("couldn't store a row of %s that nobody waited for: %s", piece.table.name, result)
    elif piece.told.done():
        pass  # the caller has stopped waiting
    elif succeeded:
        piece.told.set_result(result)
    else:
        piece.told.set_exception(_own(result))


def _own(error: BaseException) -> BaseException:
    """Return a copy of a StoreError for one caller, since raising an exception changes it; others unchanged."""
    if not isinstance(error, StoreError):
        return error
    copy = type(error)(str(error))
    copy.__cause__ = error.__cause__ or error
    return copy
