"""Texts in a SQLite file that are no longer valid UTF-8, and numbers whose sum is too large."""

import asyncio

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy import text as sql

from bot.storage.database import Database
from bot.storage.tables import place, season, setting
from bot.storage.transaction import Transaction, Values
from tests.rows import change, rows

ALL = select(setting.c.tenant, setting.c.value).order_by(setting.c.tenant)


@pytest.fixture
async def database(sqlite_database: Database) -> Database:
    for tenant in ("web:a", "web:b", "web:c"):
        await change(sqlite_database, insert(setting).values(tenant=tenant, scope="all", name="zone", value="UTC"))
    return sqlite_database


async def damage(database: Database, column: str) -> None:
    damaged = sql("CAST(X'61FF62' AS TEXT)")
    await change(database, update(setting).where(setting.c.tenant == "web:b").values({column: damaged}))


async def test_a_damaged_text_is_read_with_a_hole_and_others_as_they_are(database: Database) -> None:
    await damage(database, "value")
    assert await rows(database, ALL) == [("web:a", "UTC"), ("web:b", "a�b"), ("web:c", "UTC")]


async def test_a_row_with_a_damaged_key_is_left_out(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    await damage(database, "name")
    wanted = select(setting.c.tenant, setting.c.name).order_by(setting.c.tenant)
    assert await rows(database, wanted) == [("web:a", "zone"), ("web:c", "zone")]
    assert "set aside: row with a damaged key" in caplog.text


async def test_changed_rows_are_returned_though_a_text_is_damaged(database: Database) -> None:
    await damage(database, "value")
    changing = update(setting).values(scope="some").returning(setting.c.tenant, setting.c.value)

    def work(transaction: Transaction) -> list[tuple[str, str]]:
        return sorted((tenant, value) for tenant, value in transaction.rows(changing, {}))

    assert await database.transact(work) == [("web:a", "UTC"), ("web:b", "a�b"), ("web:c", "UTC")]


async def test_work_that_fails_on_it_keeps_nobody_from_committing_together(database: Database) -> None:
    """A sum that's too large is the row's fault, not the database's."""
    named = dict.fromkeys(("name", "folded", "place", "place_name", "zone"), "")
    many: list[Values] = [
        {
            **named,
            "tenant": "web:b",
            "number": at,
            "folded": str(at),
            "opens": 2**62,
            "closes": 0,
            "opening": 0,
            "closing": 0,
        }
        for at in range(3)
    ]
    await database.transact(lambda transaction: transaction.add_missing(season, many))

    def work(transaction: Transaction) -> object:
        return transaction.rows(select(func.sum(season.c.opens)), {})

    def other(transaction: Transaction) -> object:
        return transaction.change(insert(place).values(tenant="web:a", id="general", name="#general", at=1), {})

    done = await asyncio.gather(database.transact(work), database.transact(other), return_exceptions=True)
    assert str(done[0]) == "integer overflow"
    assert done[1] == 1
