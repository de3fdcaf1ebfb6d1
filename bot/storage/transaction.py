"""A transaction as work in it sees it, the same on both databases: statements of SQLAlchemy, run one after another.

On SQLite they go straight to the driver: SQLAlchemy's own way there takes longer than the database itself.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.upsert import upserting

_T = TypeVar("_T")

Value: TypeAlias = int | float | str | None
Values: TypeAlias = Mapping[str, Value]
Wanted: TypeAlias = Mapping[str, Value | Sequence[Value]]
"""Values to look for; a list stands for any of those in it."""
Row: TypeAlias = tuple[Any, ...]

_TOGETHER = 50
"""Rows that one statement inserts, in half the time of one each, and giving way to other threads once."""


class Transaction(Protocol):
    """Runs statements within one transaction.

    A statement must be made once and kept, as each is compiled once; its values are plain numbers and texts.
    """

    def rows(self, statement: Executable, values: Wanted) -> Sequence[Row]:
        """What a statement finds."""

    def change(self, statement: Executable, values: Values) -> int:
        """Change rows; returns how many."""

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement for each of several sets of values."""

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert those rows whose primary key is not there yet."""

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert those rows whose primary key is not there yet; whether each was inserted.

        Of rows with one key the first is.
        """

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or give those whose primary key is there these values; they stay locked until the end.

        Args:
            table: where to.
            values: all with the same columns.
        """


class SqliteTransaction:
    """A transaction on the driver's own connection.

    Args:
        connection: in which a transaction has begun.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable, values: Wanted) -> Sequence[Row]:
        """What a statement finds."""
        sql, constants = _compiled(statement)
        given: dict[str, Any] = {**constants, **values}
        if list in map(type, values.values()):
            expanded = _compiler(statement).construct_expanded_state(given)
            sql, given = expanded.statement, dict(expanded.parameters)
        return self._connection.execute(sql, given).fetchall()

    def change(self, statement: Executable, values: Values) -> int:
        """Change rows; returns how many."""
        sql, constants = _compiled(statement)
        return self._connection.execute(sql, {**constants, **values}).rowcount

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement for each of several sets of values."""
        sql, constants = _compiled(statement)
        self._connection.executemany(sql, [{**constants, **each} for each in values])

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert those rows whose primary key is not there yet."""
        self.change_each(_insertion(table, "sqlite"), values)

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert rows that are not there yet; which (see Transaction)."""
        sql, _ = _compiled(_insertion(table, "sqlite"))
        execute = self._connection.execute
        inserted: list[bool] = []
        for start in range(0, len(values), _TOGETHER):
            some = values[start : start + _TOGETHER]
            if len(some) == _TOGETHER and self._add_all(table, some):
                inserted += [True] * _TOGETHER
            else:
                inserted += [execute(sql, each).rowcount == 1 for each in some]
        return inserted

    def _add_all(self, table: Table, values: Sequence[Values]) -> bool:
        """Insert so many rows by one statement, or, where one of them is there already, none."""
        columns = [column.name for column in table.columns]
        before = self._connection.total_changes
        self._connection.execute("SAVEPOINT together")
        self._connection.execute(_many(table, len(values)), [each[name] for each in values for name in columns])
        done = self._connection.total_changes - before == len(values)
        if not done:
            self._connection.execute("ROLLBACK TO together")
        self._connection.execute("RELEASE together")
        return done

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or change those that are there (see Transaction)."""
        if values:
            self.change_each(upserting(table, tuple(values[0]), "sqlite"), values)


class CoreTransaction:
    """A transaction on a connection of SQLAlchemy.

    Args:
        connection: in which a transaction has begun.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable, values: Wanted) -> Sequence[Row]:
        """What a statement finds."""
        return [tuple(row) for row in self._connection.execute(statement, dict(values))]

    def change(self, statement: Executable, values: Values) -> int:
        """Change rows; returns how many."""
        return self._connection.execute(statement, dict(values)).rowcount

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement for each of several sets of values."""
        if values:
            self._connection.execute(statement, [dict(each) for each in values])

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert those rows whose primary key is not there yet."""
        self.change_each(_insertion(table, self._connection.dialect.name), values)

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert rows that are not there yet; which (see Transaction)."""
        key = table.primary_key.columns
        statement = _insertion(table, self._connection.dialect.name).returning(*key)
        inserted = {tuple(row) for row in self._connection.execute(statement, [dict(each) for each in values])}
        outcomes = []
        for each in values:
            of = tuple(each[column.name] for column in key)
            outcomes.append(of in inserted)
            inserted.discard(of)
        return outcomes

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or change those that are there (see Transaction)."""
        if values:
            self.change_each(upserting(table, tuple(values[0]), self._connection.dialect.name), values)


async def within(connection: AsyncConnection, work: Callable[[Transaction], _T]) -> _T:
    """Do a piece of work as part of a transaction that is open."""
    return await connection.run_sync(lambda sync: work(CoreTransaction(sync)))


@cache
def _compiler(statement: Any) -> SQLCompiler:  # noqa: ANN401 (any statement that compiles)
    compiled: SQLCompiler = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    return compiled


@cache
def _compiled(statement: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 (any statement that compiles)
    """A statement as SQLite reads it, and the values that it holds itself."""
    compiled = _compiler(statement)
    return str(compiled), {name: value for name, value in compiled.params.items() if value is not None}


@cache
def _insertion(table: Table, dialect: str) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


@cache
def _many(table: Table, rows: int) -> str:
    """Inserts so many rows that are not there yet; takes the values of all columns, row after row."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    row = f"({', '.join('?' * len(table.columns))})"
    return f'INSERT INTO "{table.name}" ({columns}) VALUES {", ".join([row] * rows)} ON CONFLICT DO NOTHING'  # noqa: S608 (our own names)
