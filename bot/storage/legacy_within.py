"""The bridge from the async dialect; goes with it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.postgresql import PostgresqlTransaction
from bot.storage.transaction import Transaction, upserting

_T = TypeVar("_T")


async def within(connection: AsyncConnection, work: Callable[[Transaction], _T]) -> _T:
    """Do a piece of work as part of a transaction that is open."""

    def run(sync: Connection) -> _T:
        transaction = PostgresqlTransaction(sync)
        transaction.dialect = connection.dialect.name
        return work(transaction)

    return await connection.run_sync(run)


async def upsert(connection: AsyncConnection, table: Table, row: Mapping[str, object]) -> None:
    """Make a row, or give the one with its primary key these values; it stays locked until the transaction ends."""
    await connection.execute(upserting(table, tuple(row), connection.dialect.name), dict(row))
