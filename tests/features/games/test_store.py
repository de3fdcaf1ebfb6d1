"""Games in the store: the agreed log, one game in a place, leases, and tenants that leave."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.features.games import store as games
from bot.features.games.store import Key
from bot.features.learners.store import tenants
from bot.storage.database import Database
from tests.whole_database import everything

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Key("web:a", "g1")
LONG = 60_000


async def begin(database: Database, key: Key = KEY, place: str = "general", lease: int = LONG) -> bool:
    return await games.create(database, key, place, "created", "one", lease, NOW)


async def test_a_number_of_the_log_is_given_once(database: Database) -> None:
    await begin(database)
    assert await games.append(database, KEY, 1, ["a", "b"])
    assert not await games.append(database, KEY, 2, ["c", "d"])
    async with database.reading() as connection:
        assert await games.log(connection, KEY, 0) == ["created", "a", "b"]
        assert await games.log(connection, KEY, 2) == ["b"]


async def test_one_game_at_a_time_in_a_place(database: Database) -> None:
    other = Key("web:a", "g2")
    assert await begin(database)
    assert not await begin(database, other)
    assert await begin(database, other, "random")
    assert not await games.add_venue(database, other, "web:a", "general")
    async with database.writing() as connection:
        await games.end(connection, KEY, NOW)
    assert await games.add_venue(database, other, "web:a", "general")
    await games.remove_venue(database, other, "web:a", "general")
    async with database.reading() as connection:
        assert await games.running_in(connection, "web:a", "general") is None
        assert await games.running_in(connection, "web:a", "random") == other
        assert await games.home(connection, "web:a", "g1") == KEY
        assert await games.home(connection, "web:b", "g1") is None


async def test_a_lease_that_has_run_out_is_taken_over_once(database: Database) -> None:
    await begin(database, lease=-1)
    assert await games.claim(database, ["discord"], "two", LONG, NOW) == []
    [lease] = await games.claim(database, ["discord", "web"], "two", LONG, NOW + timedelta(seconds=5))
    assert (lease.key, lease.epoch, lease.beat) == (KEY, 2, NOW)
    assert await games.claim(database, ["web"], "three", LONG, NOW) == []
    assert not await games.renew(database, games.Lease(KEY, 1, NOW), LONG, NOW), "the former holder is fenced"
    assert await games.renew(database, lease, 0, NOW + timedelta(seconds=9))
    [again] = await games.claim(database, ["web"], "three", LONG, NOW)
    assert (again.epoch, again.beat) == (3, NOW + timedelta(seconds=9))


async def test_a_code_invites_while_the_game_is_on(database: Database) -> None:
    await begin(database)
    await games.invite(database, KEY, "old")
    await games.invite(database, KEY, "code")
    async with database.reading() as connection:
        assert await games.invited(connection, "code") == KEY
        assert await games.invited(connection, "old") is None
    async with database.writing() as connection:
        await games.end(connection, KEY, NOW)
    async with database.reading() as connection:
        assert await games.invited(connection, "code") is None


async def test_a_code_works_once_and_cannot_be_read(database: Database) -> None:
    await begin(database)
    await games.invite(database, KEY, "code")
    assert "'code'" not in repr((await everything(database))["game"])
    used = [database.transact(lambda transaction: games.use_invitation(transaction, "code")) for _ in range(5)]
    told = await asyncio.gather(*used)
    assert sorted(told, key=repr) == [KEY, None, None, None, None]
    await games.invite(database, KEY, "another")
    async with database.writing() as connection:
        await games.end(connection, KEY, NOW)
    assert await database.transact(lambda transaction: games.use_invitation(transaction, "another")) is None


async def test_a_tenant_that_leaves_frees_the_places_of_its_guests(database: Database) -> None:
    await begin(database)
    await games.add_venue(database, KEY, "slack:b", "C1")
    async with database.writing() as connection:
        await tenants.purge(connection, "web:a")
    async with database.reading() as connection:
        assert await games.running_in(connection, "slack:b", "C1") is None
