"""Work that needs rows locked by another session gives up in time, and keeps no other waiting, on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import asyncpg
import pytest
from sqlalchemy import bindparam, insert, text, update

from bot.storage import postgresql
from bot.storage.database import Database
from bot.storage.errors import HeldUpError
from bot.storage.tables import place
from bot.storage.transaction import Transaction
from tests.patience import FOREVER

_ADD = insert(place)
_CHANGE = update(place).where(place.c.id == bindparam("id_")).values(at=1)
_PATIENCE = text("SELECT current_setting('lock_timeout')")


def adding(transaction: Transaction, name: str) -> int:
    return transaction.change(_ADD, {"tenant": "web:a", "id": name, "name": "x", "at": 0})


def changing(transaction: Transaction, name: str) -> int:
    return transaction.change(_CHANGE, {"id_": name})


@pytest.fixture
async def database(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Yield a database with two rows that doesn't wait long for locks."""
    monkeypatch.setattr(postgresql, "_WAIT", postgresql._WAIT.replace(postgresql._PATIENCE, "100ms"))
    opened = await Database.open(postgresql_url)
    for name in ("held", "free"):
        await opened.transact(partial(adding, name=name))
    yield opened
    await opened.close()


@asynccontextmanager
async def held(url: str, name: str) -> AsyncIterator[None]:
    """Let another session hold a row for as long as the block lasts."""
    other = await asyncpg.connect(url)
    try:
        async with other.transaction():
            await other.fetch("SELECT * FROM place WHERE id = $1 FOR UPDATE", name)
            async with asyncio.timeout(FOREVER):
                yield
    finally:
        await other.close()


async def test_work_that_is_held_up_gives_up(database: Database, postgresql_url: str) -> None:
    async with held(postgresql_url, "held"):
        for transact in (database.transact, database.transact_briefly):
            with pytest.raises(HeldUpError, match="took too long"):
                await transact(partial(changing, name="held"))
    assert await database.transact(partial(changing, name="held")) == 1


async def test_work_that_is_held_up_keeps_no_other_from_sharing_a_commit(
    database: Database, postgresql_url: str
) -> None:
    async with held(postgresql_url, "held"):
        done = await asyncio.gather(
            *(database.transact_together(partial(changing, name=name)) for name in ("free", "held", "free")),
            *(
                database.writer.insert(place, {"tenant": "web:a", "id": name, "name": "x", "at": 0})
                for name in ("new", "free", "newer")
            ),
            return_exceptions=True,
        )
    assert [done[0], *done[2:]] == [1, 1, True, False, True]
    assert isinstance(done[1], HeldUpError)


async def test_rows_go_on_though_another_session_is_adding_one_of_them(
    database: Database, postgresql_url: str
) -> None:
    other = await asyncpg.connect(postgresql_url)
    added = other.transaction()
    await added.start()
    await other.execute("INSERT INTO place (tenant, id, name, at) VALUES ('web:a', 'both', 'x', 0)")
    row = {"tenant": "web:a", "name": "x", "at": 0}
    async with asyncio.timeout(FOREVER):
        both, *rest = await asyncio.gather(
            *(database.writer.insert(place, {**row, "id": name}) for name in ("both", "one", "two")),
            return_exceptions=True,
        )
    await added.rollback()
    await other.close()
    assert isinstance(both, HeldUpError)
    assert rest == [True, True]


async def test_a_statement_that_takes_too_long_is_held_up_as_well(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        transaction.change(text("SET LOCAL statement_timeout = '50ms'"), {})
        transaction.change(text("SELECT pg_sleep(600)"), {})

    with pytest.raises(HeldUpError, match="took too long"):
        await database.transact(work)


async def test_patience_that_the_operator_has_set_is_kept(postgresql_url: str) -> None:
    for more, patience in (("", "5s"), ("&lock_timeout=7000", "7s")):
        database = await Database.open(f"{postgresql_url}{more}")
        ((found,),) = await database.read(lambda transaction: transaction.rows(_PATIENCE, {}))
        assert found == patience
        await database.close()
