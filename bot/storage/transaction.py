"""A transaction as work in it sees it: SQLAlchemy's statements, one after another, on either database."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable

Value: TypeAlias = int | float | str | bytes | None
Values: TypeAlias = Mapping[str, Value]
Wanted: TypeAlias = Mapping[str, Value | Sequence[Value]]
"""Values to look for; a list stands for any of those in it."""
Row: TypeAlias = tuple[Any, ...]


class Transaction(Protocol):
    """Runs statements within one transaction.

    A statement is best made once and kept, with bound parameters for what varies: it's compiled once. Its values are
    plain numbers, texts and bytes.
    """

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""

    def rows(self, statement: Executable, values: Wanted) -> Sequence[Row]:
        """Return what a statement finds."""

    def change(self, statement: Executable, values: Wanted) -> int:
        """Change rows; return how many."""

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement for each of several sets of values."""

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert those rows whose primary key isn't there yet."""

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert those rows whose primary key isn't there yet; return whether each was inserted.

        Of rows with one key the first is.
        """

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or give those whose primary key is there these values; they stay locked until the end.

        Args:
            table: where to.
            values: all with the same columns.
        """


@cache
def inserting(table: Table, dialect: str) -> Insert:
    """Make a statement that inserts a row unless its primary key is taken.

    Args:
        table: where.
        dialect: `sqlite` or `postgresql`.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


@cache
def upserting(table: Table, names: tuple[str, ...], dialect: str) -> Insert:
    """Make a statement that inserts a row, or changes the one with its primary key.

    Args:
        table: where.
        names: the columns that are given.
        dialect: `sqlite` or `postgresql`.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table)
    key = [column.name for column in table.primary_key.columns]
    values = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=values)
