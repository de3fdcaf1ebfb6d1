"""Insert, or change the row that has the key already: spelt differently by each database."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> None:
    """Make a row, or give the one with its primary key these values; it stays locked until the transaction ends."""
    await connection.execute(upserting(table, tuple(row), connection.dialect.name), dict(row))


@cache
def upserting(table: Table, names: tuple[str, ...], dialect: str) -> Insert:
    """A statement that makes a row, or changes the one with its primary key.

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
