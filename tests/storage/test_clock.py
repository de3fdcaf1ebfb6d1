"""The clock that all processes on one database share."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.sql.base import Executable

from bot.storage import clock
from bot.storage.database import Database
from bot.storage.postgresql import PostgresqlTransaction
from bot.storage.transaction import QueryValues, Row, Transaction


async def test_it_is_asked_once_in_a_transaction_and_goes_on(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Executable] = []
    rows = PostgresqlTransaction.rows

    def counting(self: PostgresqlTransaction, statement: Executable, values: QueryValues) -> list[Row]:
        asked.append(statement)
        return list(rows(self, statement, values))

    def work(transaction: Transaction) -> list[datetime]:
        first = clock.shared_now(transaction)
        later = time.monotonic() + 60
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "monotonic", lambda: later)
            return [first, clock.shared_now(transaction)]

    monkeypatch.setattr(PostgresqlTransaction, "rows", counting)
    database = await Database.open(postgresql_url)
    try:
        before = datetime.now(UTC)
        first, then = await database.transact(work)
        again, _ = await database.transact(work)
    finally:
        await database.close()
    assert len(asked) == 2
    assert timedelta(seconds=59) < then - first < timedelta(seconds=61)
    assert before - timedelta(seconds=1) < first < again
