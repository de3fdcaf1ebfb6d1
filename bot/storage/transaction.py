"""The interface of a transaction: run SQLAlchemy's statements, one after another, on either database."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable

Value: TypeAlias = int | float | str | bytes | None
Values: TypeAlias = Mapping[str, Value]
QueryValues: TypeAlias = Mapping[str, Value | Sequence[Value]]
"""Values to look for; a list matches any of its values."""
Row: TypeAlias = tuple[Any, ...]


class Transaction(Protocol):
    """Runs statements within one transaction.

    Define each statement once, with bound parameters for what varies, so that it's compiled only once. Values are
    plain numbers, texts and bytes.
    """

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""

    def rows(self, statement: Executable, values: QueryValues) -> Sequence[Row]:
        """Return the rows that a statement finds."""

    def change(self, statement: Executable, values: QueryValues) -> int:
        """Run a statement that changes rows; return how many."""

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement with each of several sets of values."""

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert the rows whose primary key doesn't exist yet."""

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert the rows whose primary key doesn't exist yet; return whether each was inserted.

        If several have the same key, only the first is inserted.
        """

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or update those whose primary key exists; they stay locked until the transaction ends.

        Args:
            table: the table.
            values: the rows, all with the same columns.
        """


@cache
def inserting(table: Table, dialect: str) -> Insert:
    """Return a statement that inserts a row unless its primary key exists.

    Args:
        table: the table.
        dialect: `sqlite` or `postgresql`.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


@cache
def upserting(table: Table, names: tuple[str, ...], dialect: str) -> Insert:
    """Return a statement that inserts a row, or updates the one with its primary key.

    Args:
        table: the table.
        names: the columns to set.
        dialect: `sqlite` or `postgresql`.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table)
    key = [column.name for column in table.primary_key.columns]
    values = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=values)
