"""The group-committing writer: many callers share one transaction, and each is told when its own row is durable.

A commit costs a flush to disk whatever its size, so rows that arrive while one transaction is under way wait for the
next and go together. The first row with a key wins; later ones are told so. A row that the database refuses is left
out, and harms no other.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import StoreError, is_trouble

_log = logging.getLogger(__name__)

LARGEST_BATCH = 1_000
"""Rows of one transaction."""

MOST_WAITING = 20_000
"""Rows that may wait; callers beyond wait for room."""

Key: TypeAlias = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class _Entry:
    """One row on its way.

    Args:
        table: where it goes.
        row: the value of every column.
        key: its primary key.
        told: resolved with whether it was stored; None where nobody waits.
    """

    table: Table
    row: Mapping[str, object]
    key: Key
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


Outcomes: TypeAlias = dict[_Entry, bool | Exception]


@dataclass(slots=True)
class _Shape:
    """What is known of a table: its columns, its key (names and types) and how to insert into it."""

    columns: frozenset[str]
    key: tuple[tuple[str, type], ...]
    statement: Any = field(repr=False)


class GroupWriter:
    """Inserts rows for many callers in shared transactions.

    Args:
        begin: opens a writing transaction that commits at its end.
        dialect: `sqlite` or `postgresql`.
    """

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]], dialect: str) -> None:
        self._begin = begin
        self._insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        self._shapes: dict[Table, _Shape] = {}
        self._waiting: deque[_Entry] = deque()
        self._arrived = asyncio.Event()
        self._storing = False
        self._stored = asyncio.Event()
        self._room = asyncio.Semaphore(MOST_WAITING)
        self._closing = False
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
            SQLAlchemyError, ArithmeticError: the table does not take one of its values.
        """
        async with self._room:
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
        """Store a row soon, without waiting; what goes wrong is logged.

        Args:
            table: where it goes.
            row: a value for every column.
        """
        if len(self._waiting) >= MOST_WAITING:
            _log.error("too many rows are waiting; one of %s was dropped", table.name)
        else:
            self._enqueue(table, row, None)

    async def flush(self) -> None:
        """Wait until what was put without waiting is stored."""
        while self._waiting or self._storing:
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
        for name, kind in shape.key:  # another type would come back changed, and the row would not be recognised
            if type(row[name]) is not kind:
                raise TypeError(f"{table.name}.{name} must be {kind.__name__}, not {row[name]!r}")
        self._waiting.append(_Entry(table, row, tuple(row[name] for name, _ in shape.key), told))
        self._arrived.set()

    def _shape(self, table: Table) -> _Shape:
        shape = self._shapes.get(table)
        if shape is None:
            statement = self._insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
            columns = frozenset(table.columns.keys())
            key = tuple((column.name, column.type.python_type) for column in table.primary_key.columns)
            shape = _Shape(columns, key, statement)
            self._shapes[table] = shape
        return shape

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                size = min(len(self._waiting), LARGEST_BATCH)
                batch = [self._waiting.popleft() for _ in range(size)]
                self._storing = True
                await self._store(batch)
                self._storing = False
                self._stored.set()
                self._stored.clear()
            if self._closing:
                return

    async def _store(self, batch: Sequence[_Entry]) -> None:
        # In one order everywhere, or two replicas could each wait for a row of the other. The sort is stable, so of
        # rows with one key the first stays the first.
        ordered = sorted(batch, key=lambda entry: (entry.table.name, entry.key))
        tables = [list(entries) for _, entries in groupby(ordered, key=lambda entry: entry.table)]
        try:
            outcomes = await self._store_all(tables)
        except Exception as error:  # noqa: BLE001 (whatever it is, every caller must hear of it)
            for entry in batch:
                failure = StoreError(str(error))  # one each, for raising an exception changes it
                failure.__cause__ = error
                entry.tell(failure)
        else:
            for entry in batch:
                entry.tell(outcomes[entry])

    async def _store_all(self, tables: Sequence[Sequence[_Entry]]) -> Outcomes:
        """Store rows, grouped by table, in one transaction; what the database refuses costs a second one."""
        outcomes: Outcomes = {}
        try:
            async with self._begin() as connection:
                for entries in tables:
                    outcomes |= await self._insert_into(connection, entries)
        except Exception as error:
            if is_trouble(error):
                raise
            outcomes.clear()
            async with self._begin() as connection:
                for entries in tables:
                    outcomes |= await self._sift(connection, entries)
        return outcomes

    async def _sift(self, connection: AsyncConnection, entries: Sequence[_Entry]) -> Outcomes:
        """Insert those rows of a table that the database takes, narrowing down by halves which ones it refuses."""
        try:
            async with connection.begin_nested():
                return await self._insert_into(connection, entries)
        except Exception as error:
            if is_trouble(error):
                raise
            if len(entries) == 1:
                return {entries[0]: error}
        middle = len(entries) // 2
        return await self._sift(connection, entries[:middle]) | await self._sift(connection, entries[middle:])

    async def _insert_into(self, connection: AsyncConnection, entries: Sequence[_Entry]) -> Outcomes:
        """Insert rows of one table; those whose key is there, from before or from earlier in the list, are not."""
        statement = self._shape(entries[0].table).statement
        result = await connection.execute(statement, [entry.row for entry in entries])
        stored = {tuple(key) for key in result}
        outcomes: Outcomes = {}
        for entry in entries:
            outcomes[entry] = entry.key in stored
            stored.discard(entry.key)
        return outcomes
