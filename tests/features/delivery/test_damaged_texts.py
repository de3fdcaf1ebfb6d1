"""A text that's no UTF-8 any more, as a damaged disk leaves it, stops no other tenant's schedules and posts."""

import asyncio

import pytest
from sqlalchemy import Column, Text, update
from sqlalchemy import text as sql

from bot.storage.database import Database
from bot.storage.tables import outbox, schedule
from tests.features.delivery.conftest import Desk
from tests.patience import FOREVER
from tests.rows import change

TENANTS = ("slack:a", "slack:b", "slack:c")
DAMAGED = sql("CAST(X'61FF62' AS TEXT)")


@pytest.fixture
async def desk(sqlite_database: Database) -> Desk:
    """PostgreSQL keeps no such text."""
    made = Desk(sqlite_database)
    for tenant in TENANTS:
        await made.add(tenant=tenant)
    made.till_nine()
    return made


async def damage(desk: Desk, column: "Column[str]") -> None:
    await change(
        desk.database, update(column.table).where(column.table.c.tenant == "slack:b").values({column: DAMAGED})
    )


def texts(table: object) -> list[object]:
    columns = table.columns  # type: ignore[attr-defined]
    return [pytest.param(each, id=each.name) for each in columns if isinstance(each.type, Text)]


@pytest.mark.parametrize("column", texts(schedule))
async def test_of_a_schedule(desk: Desk, column: "Column[str]") -> None:
    await damage(desk, column)
    async with asyncio.timeout(FOREVER):
        await desk.plan()
        await desk.plan()
    for tenant in ("slack:a", "slack:c"):
        assert len(await desk.posts(tenant=tenant)) == 1


@pytest.mark.parametrize("column", texts(outbox))
async def test_of_a_post(desk: Desk, column: "Column[str]") -> None:
    await desk.plan()
    await damage(desk, column)
    async with asyncio.timeout(FOREVER):
        for _ in range(3):
            await desk.send()
    assert {each.to.tenant for each in desk.port.log} >= {"slack:a", "slack:c"}


async def test_what_cannot_be_named_is_told(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await change(desk.database, update(schedule).values(place_name="#told"))
    await damage(desk, schedule.c.tenant)
    for _ in range(3):
        await desk.plan()
    (line,) = [each for each in caplog.records if "set aside: row with a damaged key" in each.getMessage()]
    assert line.exc_info is not None
    assert str(line.exc_info[1]) == "schedule.tenant can't be read"
