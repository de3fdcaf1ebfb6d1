"""Insert, or change the row that has the key already: spelt differently by each database."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> None:
    """Make a row, or give the one with its primary key these values; it stays locked until the transaction ends."""
    await upsert_all(connection, table, [row])


async def upsert_all(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Do so with several rows that all have the same columns, in this order."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    key = [column.name for column in table.primary_key.columns]
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=key, set_=values), [dict(each) for each in rows]
    )
