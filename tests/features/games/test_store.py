"""Games in the store: the agreed log, one game in a place, leases, and tenants that leave."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.features.games.model import Key, Lease
from bot.features.games.store import games, leases, log
from bot.features.learners.store import tenants
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.patience import FOREVER
from tests.whole_database import everything

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Key("web:a", "g1")
LONG = 60_000


async def begin(database: Database, key: Key = KEY, place: str = "general", lease: int = LONG) -> bool:
    return await database.transact(
        lambda transaction: games.create(transaction, key, place, "created", "one", lease, NOW)
    )


async def add_venue(database: Database, key: Key, tenant: str, place: str) -> bool:
    return await database.transact(lambda transaction: games.add_venue(transaction, key, tenant, place))


async def append(database: Database, number: int, events: list[str]) -> bool:
    return await database.transact(lambda transaction: log.append(transaction, KEY, number, events))


async def logged(database: Database, since: int) -> list[str]:
    return await database.read(lambda transaction: log.events(transaction, KEY, since))


async def running_in(database: Database, tenant: str, place: str) -> Key | None:
    return await database.read(lambda transaction: games.running_in(transaction, tenant, place))


async def home(database: Database, tenant: str, game: str) -> Key | None:
    return await database.read(lambda transaction: games.home(transaction, tenant, game))


async def invite(database: Database, code: str) -> None:
    await database.transact(lambda transaction: games.invite(transaction, KEY, code))


async def invited(database: Database, code: str) -> Key | None:
    return await database.transact(lambda transaction: games.use_invitation(transaction, code))


async def end(database: Database) -> None:
    await database.transact(lambda transaction: games.end(transaction, KEY, NOW))


async def claim(database: Database, platforms: list[str], owner: str, at: datetime = NOW) -> list[Lease]:
    return await database.transact(lambda transaction: leases.claim(transaction, platforms, owner, LONG, at))


async def renew(database: Database, held: Lease) -> bool:
    return await database.transact(lambda transaction: leases.renew(transaction, held, LONG, NOW))


async def test_each_number_in_the_log_is_used_once(database: Database) -> None:
    await begin(database)
    assert await append(database, 1, ["a", "b"])
    assert not await append(database, 2, ["c", "d"])
    assert await logged(database, 0) == ["created", "a", "b"]
    assert await logged(database, 2) == ["b"]


@pytest.mark.both_databases
async def test_nothing_is_logged_of_a_game_that_is_gone(database: Database) -> None:
    await begin(database)
    await database.transact(lambda transaction: games.take_back(transaction, KEY))
    assert not await database.transact(partial(log.go_on, key=KEY, number=1, events=["a"]))
    assert await logged(database, 0) == []


@pytest.mark.both_databases
async def test_one_game_at_a_time_in_a_place(database: Database) -> None:
    other = Key("web:a", "g2")
    assert await begin(database)
    assert not await begin(database, other)
    assert await begin(database, other, "random")
    assert not await add_venue(database, other, "web:a", "general")
    await end(database)
    assert await add_venue(database, other, "web:a", "general")
    await database.transact(lambda transaction: games.remove_venue(transaction, other, "web:a", "general"))
    assert await running_in(database, "web:a", "general") is None
    assert await running_in(database, "web:a", "random") == other
    assert await home(database, "web:a", "g1") == KEY
    assert await home(database, "web:b", "g1") is None


async def test_a_lease_that_has_run_out_is_taken_over_once(database: Database) -> None:
    await begin(database, lease=-1)
    assert await claim(database, ["discord"], "two") == []
    [lease] = await claim(database, ["discord", "web"], "two", NOW + timedelta(seconds=5))
    assert (lease.key, lease.epoch, lease.beat) == (KEY, 2, NOW)
    assert await claim(database, ["web"], "three") == []
    assert not await renew(database, Lease(KEY, 1, NOW)), "the former holder is fenced"
    assert await renew(database, lease)
    later = NOW + timedelta(seconds=9)
    await database.transact(lambda transaction: leases.let_go(transaction, lease, later))
    [again] = await claim(database, ["web"], "three")
    assert (again.epoch, again.beat) == (3, NOW + timedelta(seconds=9))


async def test_a_code_invites_while_the_game_is_on(database: Database) -> None:
    await begin(database)
    await invite(database, "old")
    await invite(database, "code")
    assert await invited(database, "code") == KEY
    assert await invited(database, "old") is None
    await invite(database, "code")
    await end(database)
    assert await invited(database, "code") is None


async def test_a_code_works_once_and_cannot_be_read(database: Database) -> None:
    await begin(database)
    await invite(database, "code")
    assert "'code'" not in repr((await everything(database))["game"])
    told = await asyncio.gather(*(invited(database, "code") for _ in range(5)))
    assert sorted(told, key=repr) == [KEY, None, None, None, None]


async def test_a_tenant_that_leaves_frees_the_places_of_its_guests(database: Database) -> None:
    await begin(database)
    await add_venue(database, KEY, "slack:b", "C1")
    await database.transact(lambda transaction: tenants.delete_all(transaction, "web:a"))
    assert await running_in(database, "slack:b", "C1") is None


@pytest.mark.both_databases
async def test_a_lease_from_before_the_clock_was_set_back_lasts_no_longer_than_a_new_one(database: Database) -> None:
    def look(lease: int) -> Callable[[Transaction], list[Lease]]:
        return lambda transaction: leases.claim(transaction, ["web"], "two", lease, NOW)

    await begin(database, lease=3_600_000)
    assert await database.transact(look(3_600_000)) == []
    assert await database.transact(look(1)) == []
    taken: list[Lease] = []
    async with asyncio.timeout(FOREVER):
        while not taken:
            taken = await database.transact(look(1))
    assert [each.epoch for each in taken] == [2]


async def test_a_living_replica_keeps_its_game_when_the_clock_is_set_back(database: Database) -> None:
    await begin(database, lease=3_600_000)
    mine = Lease(KEY, 1, NOW)
    assert await claim(database, ["web"], "two") == []
    assert await renew(database, mine)
    assert await claim(database, ["web"], "two") == []
