"""The group-committing writer: many callers share one transaction, and each is told when its own row is durable.

A commit costs a flush to disk whatever its size, so rows that arrive while one transaction is under way wait for the
next and go together. The first row with a key wins; later ones are told so. A row that the database refuses is left
out, and harms no other.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import Table

from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LARGEST_BATCH = 1_000
"""Rows of one transaction."""

MOST_WAITING = 20_000
"""Rows that may wait; callers beyond wait for room."""

_UNHURRIED = 0.25
"""Seconds that a row for which nobody waits may wait for others to go with: each commit stands in the way of those
for which somebody does."""

_T = TypeVar("_T")

Key: TypeAlias = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class _Entry:
    """One row on its way.

    Args:
        table: where it goes.
        row: the value of every column.
        place: its place in the order of all rows: the table's name and the primary key.
        told: resolved with whether it was stored; None where nobody waits.
    """

    table: Table
    row: Mapping[str, Any]
    place: tuple[str, Key]
    told: asyncio.Future[bool] | None

    def tell(self, outcome: "bool | Exception") -> None:
        """Tell the caller, if there still is one, whether the row was stored, or why it is not there."""
        if isinstance(outcome, Exception):
            if self.told is None:
                _log.error("a row of %s that nobody waited for could not be stored: %s", self.table.name, outcome)
            elif not self.told.done():
                self.told.set_exception(outcome)
        elif self.told is not None and not self.told.done():
            self.told.set_result(outcome)


@dataclass(slots=True)
class _Shape:
    """What is known of a table: its columns, and the names and types of its key."""

    columns: frozenset[str]
    key: tuple[str, ...]
    types: tuple[type, ...]


class Perform(Protocol):
    """Does a piece of work in a transaction (see Database.perform)."""

    async def __call__(self, work: Callable[[Transaction], _T], /) -> _T:
        """Returns once it is durable."""


class GroupWriter:
    """Inserts rows for many callers in shared transactions.

    Args:
        perform: does the work.
    """

    def __init__(self, perform: Perform) -> None:
        self._perform = perform
        self._shapes: dict[Table, _Shape] = {}
        self._waiting: deque[_Entry] = deque()
        self._arrived = asyncio.Event()
        self._accepted = self._settled = 0
        self._stored = asyncio.Event()
        self._closing = False
        self._timer: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._run(), name="group writer")

    async def insert(self, table: Table, row: Mapping[str, object]) -> bool:
        """Store a row; returns once it is durable.

        Args:
            table: where it goes.
            row: a value for every column.

        Returns:
            Whether it was stored; False if a row with its primary key was there already.

        Raises:
            StoreError: the database cannot store anything now.
            ValueError, TypeError: the row has not the table's columns, or its key is of another type.
            Exception: the table does not take one of its values; which kind, the driver decides.
        """
        while len(self._waiting) >= MOST_WAITING:
            await self._stored.wait()
        return await self.submit(table, row)

    def submit(self, table: Table, row: Mapping[str, object]) -> "asyncio.Future[bool]":
        """Store a row; what comes back is done once it is durable, and will be even if nobody waits for it.

        Args:
            table: where it goes.
            row: a value for every column.

        Returns:
            Whether it was stored, and otherwise why not, as for insert.

        Raises:
            StoreError: too many rows are waiting already, or the database is being closed.
            ValueError, TypeError: as for insert.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise StoreError("Too much is waiting to be stored; try again in a moment.")
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._enqueue(table, row, told)
        return told

    def put(self, table: Table, row: Mapping[str, object]) -> None:
        """Store a row within a second or so, without waiting; what goes wrong is logged.

        Args:
            table: where it goes.
            row: a value for every column.
        """
        if len(self._waiting) >= MOST_WAITING:
            _log.error("too many rows are waiting; one of %s was dropped", table.name)
        else:
            self._enqueue(table, row, None)

    async def flush(self) -> None:
        """Store what was put without waiting so far."""
        awaited = self._accepted
        self._arrived.set()
        while self._settled < awaited:
            await self._stored.wait()

    async def close(self) -> None:
        """Store what is waiting, then stop."""
        self._closing = True
        self._arrived.set()
        await self._task

    def _enqueue(self, table: Table, row: Mapping[str, object], told: asyncio.Future[bool] | None) -> None:
        if self._closing:
            raise StoreError("Versed is shutting down; try again when it is back.")
        shape = self._shape(table)
        if row.keys() != shape.columns:
            raise ValueError(f"a row of {table.name} needs exactly {sorted(shape.columns)}, not {sorted(row)}")
        key = tuple([row[name] for name in shape.key])
        if tuple(map(type, key)) != shape.types:  # it would come back changed, and the row would not be recognised
            raise TypeError(f"the key of {table.name} must be {[each.__name__ for each in shape.types]}, not {key}")
        self._waiting.append(_Entry(table, row, (table.name, key), told))
        self._accepted += 1
        if told is not None:
            self._arrived.set()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_UNHURRIED, self._arrived.set)

    def _shape(self, table: Table) -> _Shape:
        shape = self._shapes.get(table)
        if shape is None:
            key = table.primary_key.columns
            types = tuple(column.type.python_type for column in key)
            shape = self._shapes[table] = _Shape(frozenset(table.columns.keys()), tuple(key.keys()), types)
        return shape

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            while self._waiting:
                size = min(len(self._waiting), LARGEST_BATCH)
                batch = [self._waiting.popleft() for _ in range(size)]
                await self._store(batch)
                self._settled += size
                self._stored.set()
                self._stored.clear()
            if self._closing:
                return

    async def _store(self, batch: Sequence[_Entry]) -> None:
        """Store rows in one transaction; when the database refuses one, narrow down by halves which it is."""
        # In one order everywhere, or two replicas could each wait for a row of the other. The sort is stable, so of
        # rows with one key the first stays the first.
        ordered = sorted(batch, key=attrgetter("place"))
        try:
            outcomes = await self._perform(lambda transaction: _insert(transaction, ordered))
        except Exception as error:  # noqa: BLE001 (whatever it is, every caller must hear of it)
            if isinstance(error, StoreError):
                for entry in batch:
                    failure = StoreError(str(error))  # one each, for raising an exception changes it
                    failure.__cause__ = error
                    entry.tell(failure)
            elif len(ordered) == 1:
                ordered[0].tell(error)
            else:
                middle = len(ordered) // 2
                await self._store(ordered[:middle])
                await self._store(ordered[middle:])
        else:
            for entry, stored in zip(ordered, outcomes, strict=True):
                entry.tell(stored)


def _insert(transaction: Transaction, ordered: Sequence[_Entry]) -> list[bool]:
    """Insert rows that are ordered by table; whether each was stored."""
    return [
        stored
        for table, entries in groupby(ordered, key=attrgetter("table"))
        for stored in transaction.add_each(table, [entry.row for entry in entries])
    ]
