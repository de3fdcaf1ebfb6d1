"""Shards in the store: leases, which replicas there are, how many shards there are, and when sessions may start."""

from functools import partial

import pytest
from sqlalchemy import func, select, update

from bot.storage import shards
from bot.storage.database import Database
from bot.storage.shards import Replica, ShardLease, Standing
from bot.storage.tables import discord_shard
from tests.rows import change, rows

ONE, TWO = Replica("app", "one"), Replica("app", "two")
LONG, OVER = 60_000, -1


async def join(database: Database, me: Replica, wanted: int = 2, lease: int = LONG) -> int:
    return await database.transact(partial(shards.join, me=me, count=wanted, lease=lease))


async def claim(database: Database, me: Replica, shard: int, lease: int = LONG) -> ShardLease | None:
    return await database.transact(partial(shards.claim, me=me, shard=shard, lease=lease))


async def standing(database: Database) -> Standing:
    return await database.read(partial(shards.standing, bot="app"))


async def test_a_shard_has_one_holder(database: Database) -> None:
    assert await join(database, ONE) == 2
    assert await join(database, TWO) == 2
    assert await claim(database, ONE, 0) == ShardLease(0, 1, None, 0)
    assert await claim(database, TWO, 0) is None
    assert await standing(database) == Standing({0: "one", 1: None}, frozenset({"one", "two"}))


async def test_a_lease_that_is_over_is_anyones_and_the_former_holder_can_not_renew_it(database: Database) -> None:
    await join(database, ONE)
    before = await claim(database, ONE, 0, OVER)
    assert before is not None
    assert (await standing(database)).holders[0] is None
    assert await claim(database, TWO, 0) == ShardLease(0, 2, None, 0)
    renewed = await database.transact(partial(shards.renew, me=ONE, held=[before], lease=LONG))
    assert renewed == frozenset()
    await database.transact(partial(shards.let_go, me=ONE, held=[before]))
    assert (await standing(database)).holders[0] == "two"


async def test_a_replica_that_is_late_but_alone_keeps_its_shard(database: Database) -> None:
    await join(database, ONE)
    lease = await claim(database, ONE, 0, OVER)
    assert lease is not None
    assert await database.transact(partial(shards.renew, me=ONE, held=[lease], lease=LONG)) == {0}
    assert (await standing(database)).holders[0] == "one"


async def test_a_session_goes_with_its_shard(database: Database) -> None:
    await join(database, ONE)
    await claim(database, ONE, 0)
    await database.transact(partial(shards.renew, me=ONE, held=[ShardLease(0, 1, "sealed", 7)], lease=OVER))
    assert await claim(database, TWO, 0) == ShardLease(0, 2, "sealed", 7)
    await database.transact(partial(shards.let_go, me=TWO, held=[ShardLease(0, 2, "sealed", 9)]))
    assert await claim(database, ONE, 0) == ShardLease(0, 3, "sealed", 9)


async def test_a_replica_that_leaves_releases_everything(database: Database) -> None:
    await join(database, ONE)
    await claim(database, ONE, 0)
    await claim(database, ONE, 1)  # which it no longer knows of
    await database.transact(partial(shards.leave, me=ONE, held=[ShardLease(0, 1, "sealed", 5)]))
    assert await standing(database) == Standing({0: None, 1: None}, frozenset())
    assert await claim(database, TWO, 0) == ShardLease(0, 2, "sealed", 5)


async def test_only_its_holder_drops_a_shard(database: Database) -> None:
    await join(database, ONE)
    await claim(database, ONE, 0)
    await database.transact(partial(shards.drop, me=TWO, shard=0))
    assert (await standing(database)).holders[0] == "one"
    await database.transact(partial(shards.drop, me=ONE, shard=0))
    assert (await standing(database)).holders[0] is None


@pytest.mark.parametrize(("there", "lease", "shared"), [(ONE, LONG, 2), (ONE, OVER, 4), (TWO, LONG, 4)], ids=str)
async def test_the_number_of_shards_changes_only_while_no_other_replica_is_there(
    database: Database, there: Replica, lease: int, shared: int
) -> None:
    assert await join(database, there, 2, lease) == 2
    assert await join(database, TWO, 4) == shared
    assert len((await standing(database)).holders) == shared


async def test_the_number_of_shards_stays_while_one_is_held(database: Database) -> None:
    await join(database, ONE, 2, OVER)
    await claim(database, ONE, 1)
    assert await join(database, TWO, 4) == 2


async def test_bots_share_a_database_without_knowing_of_each_other(database: Database) -> None:
    await join(database, ONE)
    assert await join(database, Replica("other", "three"), 5) == 5
    assert len((await standing(database)).holders) == 2


async def test_a_lease_from_before_the_clock_was_set_back_is_cut(database: Database) -> None:
    await join(database, ONE, lease=100 * LONG)
    lease = await claim(database, ONE, 0, 100 * LONG)
    assert lease is not None
    await database.transact(partial(shards.renew, me=TWO, held=[], lease=OVER))
    assert await standing(database) == Standing({0: None, 1: None}, frozenset())


async def test_sessions_of_one_bucket_start_apart(database: Database) -> None:
    await join(database, ONE, 4)

    async def start(shard: int, apart: int = LONG) -> int:
        begin = partial(shards.start, bot="app", shard=shard, buckets=2, apart=apart)
        return await database.transact(begin)

    assert await start(0) == 0
    assert await start(1) == 0, "of the other bucket"
    assert LONG - 20_000 < await start(2) <= LONG
    assert LONG - 20_000 < await start(0) <= LONG
    assert await start(2, apart=0) == 0
    assert LONG - 20_000 < await start(0) <= LONG


async def test_a_session_that_started_in_the_future_keeps_no_other_waiting(database: Database) -> None:
    await join(database, ONE, 2)
    await change(database, update(discord_shard).values(started=10**17))
    begin = partial(shards.start, bot="app", shard=0, buckets=1, apart=LONG)
    assert LONG - 20_000 < await database.transact(begin) <= LONG
    ((latest,),) = await rows(database, select(func.max(discord_shard.c.started)))
    assert latest < 10**17


async def test_an_epoch_that_cannot_grow_keeps_no_shard_from_being_claimed(database: Database) -> None:
    await join(database, ONE)
    await change(database, update(discord_shard).where(discord_shard.c.shard == 0).values(epoch=2**31 - 1))
    taken = await claim(database, TWO, 0)
    assert taken is not None
    assert taken.epoch != 2**31 - 1
