"""A text that's no longer valid UTF-8, such as a damaged disk leaves, stops no other tenant's schedules and posts."""

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
    """Return a desk on SQLite: PostgreSQL doesn't store such texts."""
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
async def test_a_damaged_schedule_stops_no_other(desk: Desk, column: "Column[str]") -> None:
    await damage(desk, column)
    async with asyncio.timeout(FOREVER):
        await desk.plan()
        await desk.plan()
    for tenant in ("slack:a", "slack:c"):
        assert len(await desk.posts(tenant=tenant)) == 1


@pytest.mark.parametrize("column", texts(outbox))
async def test_a_damaged_post_stops_no_other(desk: Desk, column: "Column[str]") -> None:
    await desk.plan()
    await damage(desk, column)
    async with asyncio.timeout(FOREVER):
        for _ in range(3):
            await desk.send()
    assert {each.to.tenant for each in desk.port.log} >= {"slack:a", "slack:c"}


async def test_a_row_with_a_damaged_key_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await change(desk.database, update(schedule).values(place_name="#told"))
    await damage(desk, schedule.c.tenant)
    for _ in range(3):
        await desk.plan()
    (line,) = [each for each in caplog.records if "set aside: row with a damaged key" in each.getMessage()]
    assert line.exc_info is not None
    assert str(line.exc_info[1]) == "schedule.tenant can't be read"
