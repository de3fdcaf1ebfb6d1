"""Shards that replicas share: real clients on one PostgreSQL, one of which leaves, dies, freezes or joins."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, select, text, update

from adapters.discord.setup.platform import Discord
from adapters.discord.shards.leased import Leased
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.tables import discord_replica, discord_shard, quiz
from tests.adapters.discord.conftest import settings_for
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BOT, Json, guild
from tests.packs import PETS
from tests.patience import FOREVER
from tests.rows import change, rows

SHARDS = 4


def servers() -> list[Json]:
    """A server for each shard."""
    found = [guild(number, system_channel=False) for number in range(SHARDS)]
    return [
        {**each, "id": str(int(each["id"]) - int(each["id"]) % (SHARDS << 22) + (shard << 22))}
        for shard, each in enumerate(found)
    ]


class Replica:
    """Versed with a database connection of its own, as in a process of its own.

    Args:
        fake: the Discord it's on.
        database: its connection to the shared database.
    """

    def __init__(self, fake: FakeDiscord, database: Database) -> None:
        self.database = database
        self.pictures = PictureCache()
        self.core: Core = build(Library([PETS]), database, self.pictures, Random(1))
        self.platform = Discord(settings_for(fake), self.core.application, database)
        self.running = asyncio.create_task(self.platform.run())

    @property
    def sharing(self) -> Leased:
        """The part that shares the shards with other replicas."""
        assert isinstance(self.platform._serving, Leased)
        return self.platform._serving

    @property
    def served(self) -> set[int]:
        """The shards that it serves if all of them are connected; otherwise none."""
        return set(self.platform._pool.shards) if self.platform.is_ready() else set()

    async def close(self) -> None:
        await self.platform.close()
        await asyncio.wait({self.running}, timeout=FOREVER)
        await self.core.running_games.close()
        self.pictures.close()
        await self.database.close()

    async def die(self) -> None:
        """End without notice: the connections just break, and after a while the leases expire."""
        for loop in self.sharing._loops:
            loop.cancel()
        for shard in self.platform._pool.shards.values():
            for client in shard.clients:
                client._is_leaving = True
                await client._hang_up()
        await self.expire()

    async def expire(self) -> None:
        """Make it look as if it had shown no sign of life for a while."""
        name = self.sharing._me.name
        await change(self.database, update(discord_shard).where(discord_shard.c.holder == name).values(lease_until=0))
        await change(self.database, delete(discord_replica).where(discord_replica.c.name == name))


class Fleet:
    """Replicas that share one bot.

    Args:
        fake: the Discord they're on.
        url: their database's.
        stack: closes them.
    """

    def __init__(self, fake: FakeDiscord, url: str, stack: AsyncExitStack) -> None:
        self.fake = fake
        self.replicas: list[Replica] = []
        self._url = url
        self._stack = stack

    async def add(self) -> Replica:
        replica = Replica(self.fake, await Database.open(self._url))
        self._stack.push_async_callback(replica.close)
        self.replicas.append(replica)
        return replica

    async def even(self, replicas: int) -> None:
        """Wait until this many replicas, the newest, serve all shards evenly and know all servers."""
        least = SHARDS // replicas

        def is_even() -> bool:
            served = [each.served for each in self.replicas[-replicas:]]
            every = sorted(shard for each in served for shard in each)
            return every == [*range(SHARDS)] and all(len(each) >= least for each in served)

        await self.fake.until(lambda: is_even() and len(self.fake.gateway.live) == SHARDS)

    async def is_answered(self) -> None:
        """Check that each server is answered."""
        for server in self.fake.gateway.guilds:
            assert "What I can do" in (await (await self.fake.use("help", server=server)).shown()).text


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long, and no lease ends because the machine is busy."""
    monkeypatch.setattr("adapters.discord.shards.leased.LEASE", timedelta(seconds=FOREVER))
    monkeypatch.setattr("adapters.discord.inbound.starts._PAUSE", 0.01)
    monkeypatch.setattr("adapters.discord.shards.leased._APART", timedelta(milliseconds=20))
    monkeypatch.setattr("adapters.discord.shards.leased._LOOKS", round(10 * FOREVER))
    monkeypatch.setattr("adapters.discord.shards.leased._RENEWALS", round(5 * FOREVER))
    monkeypatch.setattr("adapters.discord.inbound.client._QUIET", 0.1)


@pytest.fixture
async def fleet(postgresql_url: str) -> AsyncIterator[Fleet]:
    async with FakeDiscord(servers(), shards=SHARDS) as fake, AsyncExitStack() as stack:
        yield Fleet(fake, postgresql_url, stack)
    assert fake.complaints == []


async def test_replicas_share_and_hand_over_without_losing_anything(fleet: Fleet) -> None:
    first = await fleet.add()
    await fleet.even(1)
    second = await fleet.add()
    await fleet.even(2)
    await fleet.is_answered()
    assert len(first.served) == len(second.served) == 2
    fake = fleet.fake
    await first.close()
    used = [await fake.use("help", server=server) for server in fake.gateway.guilds]
    assert all(["What I can do" in (await each.shown()).text for each in used])
    fleet.replicas = [second]
    await fleet.even(1)
    await fleet.is_answered()
    assert len(fake.sent("PUT", "/commands")) == 1
    assert fake.messages == {}, "nobody is greeted"


async def test_when_one_dies_the_other_takes_over_and_does_nothing_twice(fleet: Fleet) -> None:
    first = await fleet.add()
    await fleet.even(1)
    second = await fleet.add()
    await fleet.even(2)
    fake, dead = fleet.fake, set(first.served)
    server = next(each for each in fake.gateway.guilds if (int(each["id"]) >> 22) % SHARDS in dead)
    answered = await (await fake.use("quiz", server=server, questions=1)).answered()
    await fake.write(f"<@{BOT['id']}> help", server=server)
    said = fake.messages.setdefault(server["channels"][0]["id"], [])
    await fake.until(lambda: len(said) == 1)
    await first.die()
    missed = await fake.use("help", server=server)
    fake.gateway.replay = 10
    fleet.replicas = [second]
    await fleet.even(1)
    assert "What I can do" in (await missed.shown()).text
    assert fake.gateway.resumed >= len(dead)

    def told() -> list[int]:
        return [each.status for each in fake.sent("POST", "/callback") if answered.token in each.path]

    await fake.until(lambda: told() == [204, 400])  # Discord refused the other replica's answer
    assert len(await rows(second.database, select(quiz))) == 1
    await fleet.is_answered()
    assert len(said) == 1


async def test_a_replica_that_cannot_renew_its_leases_disconnects(fleet: Fleet) -> None:
    first = await fleet.add()
    await fleet.even(1)
    engine, back = first.database.backend, asyncio.Event()

    async def hang(*_: object) -> None:
        await back.wait()
        raise StoreError("The database was away.")

    engine.transact = engine.read = hang  # type: ignore[method-assign, assignment]

    def is_over() -> bool:
        for held in first.sharing._held.values():
            held.until = 0.0
        return not first.platform._pool.shards

    await fleet.fake.until(is_over)
    await fleet.fake.until(lambda: not fleet.fake.gateway.live)
    back.set()
    del engine.transact, engine.read
    await fleet.even(1)
    await fleet.is_answered()


@pytest.mark.parametrize("renews_first", [False, True])
async def test_nobody_takes_anything_when_all_leases_expire_at_once(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch, *, renews_first: bool
) -> None:
    if renews_first:  # before each look, so that it sees itself among the replicas
        monkeypatch.setattr("adapters.discord.shards.leased.Leased._is_due", True)
    await fleet.add()
    await fleet.even(1)
    second = await fleet.add()
    await fleet.even(2)
    # Otherwise a replica that's been away takes shards after a fifth of a second, too soon on a busy machine.
    monkeypatch.setattr("adapters.discord.shards.leased._RENEWALS", 1)
    holders = select(discord_shard.c.shard, discord_shard.c.holder, discord_shard.c.epoch).order_by(
        discord_shard.c.shard
    )
    before = await rows(second.database, holders)
    over = (
        text("LOCK TABLE discord_replica"),  # a renewal under way has seen the replica present, so let it end first
        text("UPDATE discord_replica SET lease_until = 1"),
        text("UPDATE discord_shard SET lease_until = 1"),
    )
    await second.database.transact(lambda transaction: [transaction.change(each, {}) for each in over])
    left = select(discord_shard.c.shard).where(discord_shard.c.lease_until == 1)
    absent = select(discord_replica.c.name).where(discord_replica.c.lease_until == 1)
    async with asyncio.timeout(FOREVER):
        while await rows(second.database, left) or await rows(second.database, absent):
            await asyncio.sleep(0.01)
    assert await rows(second.database, holders) == before
    await fleet.is_answered()


async def test_a_replica_lets_go_at_once_of_a_shard_that_another_holds(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.shards.leased._RENEWALS", 1)  # it won't find out by renewing
    only = await fleet.add()
    await fleet.even(1)
    await change(only.database, update(discord_shard).where(discord_shard.c.shard == 0).values(holder="another"))
    await fleet.fake.until(lambda: 0 not in only.sharing._held and only.served == {1, 2, 3})


async def test_a_replica_without_a_shard_is_ready_and_steps_in(discord: FakeDiscord, postgresql_url: str) -> None:
    async with AsyncExitStack() as stack:
        fleet = Fleet(discord, postgresql_url, stack)
        first = await fleet.add()
        await discord.until(lambda: first.served == {0})
        second = await fleet.add()
        assert not second.platform.is_ready(), "it hasn't begun"
        await discord.until(second.platform.is_ready)
        assert second.served == set()
        await first.close()
        await discord.until(lambda: second.served == {0})
        assert not first.platform.is_ready()
