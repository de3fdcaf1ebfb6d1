"""Requests that are owed an answer: those that are too old are deleted, whatever their lease says."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from bot.storage import pending
from bot.storage.database import Database
from bot.storage.pending import Request
from bot.storage.tables import owed as table
from tests.rows import change, rows

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LASTS = timedelta(minutes=15)


async def test_a_request_too_old_to_answer_is_deleted_though_its_lease_never_ends(database: Database) -> None:
    for name, at in (("old", NOW - 2 * LASTS), ("new", NOW)):
        assert await pending.keep(database.writer, "slack", "ben", Request("slack:T1", name, "sealed"), at)
    await change(database, update(table).values(lease_until=10**17))
    assert await database.transact(partial(pending.take_up, platform="slack", at=NOW, lasts=LASTS)) == []
    assert await rows(database, select(table.c.id)) == [("new",)]
