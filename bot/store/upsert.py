"""Insert, or change the row that has the key already: spelt differently by each database."""

from collections.abc import Mapping

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> None:
    """Make a row, or give the one with its primary key these values; it stays locked until the transaction ends."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = [column.name for column in table.primary_key.columns]
    values = {name: value for name, value in row.items() if name not in key}
    await connection.execute(insert(table).values(row).on_conflict_do_update(index_elements=key, set_=values))
