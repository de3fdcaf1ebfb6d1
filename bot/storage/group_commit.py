"""Group commit: what arrives while one transaction is under way shares the next.

A commit costs a flush to disk whatever its size. So pieces wait for the commit that's under way, and then go
together; each caller is told once their own piece is durable. A piece that fails harms no other. There are two kinds:
work, which reads and writes, and rows, of which the first with a key wins and later ones are told so.
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
"""Pieces in one transaction."""

MOST_WAITING = 20_000
"""Pieces that may wait; callers beyond wait for room."""

UNHURRIED = 0.25
"""Seconds that a row nobody waits for may wait for company: each commit holds up those that someone waits for."""

Outcome: TypeAlias = "tuple[bool, Any]"
"""Whether a piece succeeded, and what it returned or raised."""


@dataclass(slots=True, eq=False)
class Work:
    """A piece of work.

    Args:
        work: reads and writes.
        told: gets what it returns or raises.
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
        told: gets whether it was stored; None if nobody waits.
    """

    table: Table
    row: Mapping[str, Any]
    key: tuple[Any, ...]
    told: asyncio.Future[Any] | None


Piece: TypeAlias = Work | NewRow

Commit: TypeAlias = Callable[[Sequence[Piece]], Awaitable[Sequence[Outcome]]]
"""Does pieces in one transaction, and returns their outcomes in the same order once they're durable."""


class _Shape:
    """What a row of a table looks like.

    Args:
        table: which.

    Attributes:
        columns: their names.
        key: takes the values of the primary key from a row.
        types: of those values.
    """

    __slots__ = ("columns", "key", "types")

    def __init__(self, table: Table) -> None:
        key = table.primary_key.columns
        self.columns = frozenset(table.columns.keys())
        self.key = _picker(key.keys())
        self.types = [column.type.python_type for column in key]


class GroupCommit:
    """Collects pieces of many callers for shared transactions.

    Args:
        commit: does a batch of them.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._shapes: dict[Table, _Shape] = {}
        self._waiting: deque[Piece] = deque()
        self._accepted = self._settled = 0
        self._stored = asyncio.Event()
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._busy = False
        self._running: asyncio.Future[Sequence[Outcome]] | None = None

    @property
    def waiting(self) -> int:
        """Return how many pieces wait for the next commit."""
        return len(self._waiting)

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a piece of work; return what it returns once that's durable.

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
            ValueError, TypeError: the row doesn't have the table's columns, or its key is of another type.
            Exception: the table doesn't take one of its values; which kind, the driver decides.
        """
        while len(self._waiting) >= MOST_WAITING:
            await self._stored.wait()
        result: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.submit(table, row, result)
        return await result

    def submit(self, table: Table, row: Mapping[str, object], told: "asyncio.Future[bool]") -> None:
        """Store a row, even if nobody wants to know any more.

        Args:
            table: where it goes.
            row: a value for every column.
            told: hears what insert would return or raise, once the row is durable.

        Raises:
            StoreError: too much is waiting already, or the database is being closed.
            ValueError, TypeError: as for insert.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise StoreError("Too much is waiting to be stored; try again in a moment.")
        self._enqueue(NewRow(table, row, self._key(table, row), told))

    def put(self, table: Table, row: Mapping[str, object]) -> None:
        """Store a row within a second or so, without waiting; whatever goes wrong is logged.

        Args:
            table: where it goes.
            row: a value for every column.
        """
        if len(self._waiting) >= MOST_WAITING:
            _log.error("too many rows are waiting; one of %s was dropped", table.name)
        else:
            self._enqueue(NewRow(table, row, self._key(table, row), None))

    async def flush(self) -> None:
        """Store what was put without waiting so far."""
        awaited = self._accepted
        self._start()
        while self._settled < awaited:
            await self._stored.wait()

    async def close(self) -> None:
        """Do what's waiting, then stop."""
        self._closed = True
        await self.flush()

    def _enqueue(self, piece: Piece) -> None:
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
        if list(map(type, values)) != shape.types:  # it'd come back changed, and the row wouldn't be recognised
            types = [each.__name__ for each in shape.types]
            raise TypeError(f"the key of {table.name} must be {types}, not {values}")
        return values

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._busy and self._waiting:
            self._busy = True
            asyncio.get_running_loop().call_soon(self._begin)  # so that what comes at the same moment goes along

    def _begin(self) -> None:
        if not self._waiting:
            self._busy, self._running = False, None
            return
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_BATCH))]
        self._running = asyncio.ensure_future(self._commit(batch))
        self._running.add_done_callback(partial(self._settle, batch))

    def _settle(self, batch: Sequence[Piece], done: "asyncio.Future[Sequence[Outcome]]") -> None:
        for piece, outcome in zip(batch, _outcomes(done, len(batch)), strict=True):
            _tell(piece, outcome)
        self._settled += len(batch)
        self._stored.set()
        self._stored.clear()
        # Those who've been told go on first: what they bring then goes together, and the loop's thread and the
        # database's don't get in each other's way.
        done.get_loop().call_soon(self._begin)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, object]], tuple[Any, ...]]:
    """Make what takes the values with some names from a row."""
    pick: Callable[[Mapping[str, object]], Any] = itemgetter(*names)
    return pick if len(names) > 1 else lambda row: (pick(row),)


def perform(transaction: Transaction, batch: Sequence[Piece]) -> list[Outcome]:
    """Do pieces within a transaction: rows first, those of a table together, then work.

    Raises:
        Exception: whatever one of them raises; the transaction must then be undone as a whole.
    """
    outcomes: list[Outcome] = [(True, None)] * len(batch)
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


def _outcomes(done: "asyncio.Future[Sequence[Outcome]]", count: int) -> Sequence[Outcome]:
    """Return what came of so many pieces; whatever went wrong, every caller must hear of it."""
    error = asyncio.CancelledError() if done.cancelled() else done.exception()
    return done.result() if error is None else [(False, error)] * count


def _tell(piece: Piece, outcome: Outcome) -> None:
    """Tell the caller, if there still is one, how it went."""
    succeeded, result = outcome
    if piece.told is None:
        if not succeeded and isinstance(piece, NewRow):
            _log.error("couldn't store a row of %s that nobody waited for: %s", piece.table.name, result)
    elif piece.told.done():
        pass  # the caller who waited has gone
    elif succeeded:
        piece.told.set_result(result)
    else:
        piece.told.set_exception(_own(result))


def _own(error: BaseException) -> BaseException:
    """Give each caller a StoreError of their own, since raising an exception changes it."""
    if not isinstance(error, StoreError):
        return error
    own = type(error)(str(error))
    own.__cause__ = error.__cause__ or error
    return own
