"""The group-committing writer: many callers share one transaction, and each is told when its own row is durable.

A commit costs a flush to disk whatever its size, so rows that arrive while one transaction is under way wait for the
next and go together. The first row with a key wins; later ones are told so.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import StoreError

_log = logging.getLogger(__name__)

LARGEST_BATCH = 1_000
"""Rows of one transaction."""

MOST_WAITING = 20_000
"""Rows that may wait; callers beyond wait for room."""

Key: TypeAlias = tuple[object, ...]


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

    def resolve(self, stored: bool) -> None:
        """Tell the caller, if there still is one."""
        if self.told is not None and not self.told.done():
            self.told.set_result(stored)

    def fail(self, error: Exception) -> None:
        """Tell the caller why the row is not there."""
        if self.told is None:
            _log.error("a row of %s that nobody waited for could not be stored: %s", self.table.name, error)
        elif not self.told.done():
            self.told.set_exception(error)


@dataclass(slots=True)
class _Shape:
    """What is known of a table: its columns, its key and how to insert into it."""

    columns: frozenset[str]
    key: tuple[str, ...]
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
            SQLAlchemyError: the row is not one that the table takes.
        """
        async with self._room:
            told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
            self._enqueue(table, row, told)
            return await told

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
        self._waiting.append(_Entry(table, row, tuple(row[name] for name in shape.key), told))
        self._arrived.set()

    def _shape(self, table: Table) -> _Shape:
        shape = self._shapes.get(table)
        if shape is None:
            statement = self._insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
            columns = frozenset(table.columns.keys())
            shape = _Shape(columns, tuple(column.name for column in table.primary_key.columns), statement)
            self._shapes[table] = shape
        return shape

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                size = min(len(self._waiting), LARGEST_BATCH)
                batch = [self._waiting.popleft() for _ in range(size)]
                await self._store(batch)
            if self._closing:
                return

    async def _store(self, batch: Sequence[_Entry]) -> None:
        """Store a batch; if one of its rows is refused, store each alone, so that only that one fails."""
        try:
            stored = await self._store_together(batch)
        except (OperationalError, OSError) as error:
            _fail_all(batch, error)
        except SQLAlchemyError as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                _fail_all(batch, error)
            else:
                await self._store_one_by_one(batch)
        except Exception as error:  # noqa: BLE001 (whatever it is, every caller must hear of it)
            _fail_all(batch, error)
        else:
            for entry in batch:
                entry.resolve(entry in stored)

    async def _store_together(self, batch: Sequence[_Entry]) -> set[_Entry]:
        """Store a batch in one transaction; returns the entries whose rows are now there."""
        first: dict[tuple[Table, Key], _Entry] = {}
        for entry in batch:
            first.setdefault((entry.table, entry.key), entry)
        by_table: dict[Table, list[_Entry]] = {}
        for entry in first.values():
            by_table.setdefault(entry.table, []).append(entry)
        stored: set[_Entry] = set()
        async with self._begin() as connection:
            for table, entries in by_table.items():
                # In one order everywhere, or two replicas could each wait for a row of the other.
                rows = [entry.row for entry in sorted(entries, key=lambda entry: [str(part) for part in entry.key])]
                result = await connection.execute(self._shape(table).statement, rows)
                stored.update(first[table, tuple(key)] for key in result)
        return stored

    async def _store_one_by_one(self, batch: Sequence[_Entry]) -> None:
        try:
            async with self._begin() as connection:
                outcomes = [await self._store_alone(connection, entry) for entry in batch]
        except Exception as error:  # noqa: BLE001 (whatever it is, every caller must hear of it)
            _fail_all(batch, error)
            return
        for entry, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                entry.fail(outcome)
            else:
                entry.resolve(outcome)

    async def _store_alone(self, connection: AsyncConnection, entry: _Entry) -> bool | Exception:
        try:
            async with connection.begin_nested():
                result = await connection.execute(self._shape(entry.table).statement, [entry.row])
                return result.first() is not None
        except OperationalError:
            raise
        except SQLAlchemyError as error:
            return error


def _fail_all(batch: Sequence[_Entry], error: Exception) -> None:
    reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
    for entry in batch:
        failure = StoreError(f"The database cannot store anything now ({reason}); see to its disk or connection.")
        failure.__cause__ = error
        entry.fail(failure)
