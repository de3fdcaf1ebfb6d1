"""Two replicas on one PostgreSQL database: answers through either, takeover by lease, and fencing a stale host."""

import logging
from collections.abc import AsyncIterator

import pytest

from bot.features.games import events
from bot.features.games.events import decode
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase
from bot.features.games.store import leases, log
from bot.language.people import MemberKey
from bot.storage.database import Database
from tests.fakes.boards import FakeClock, turned_until
from tests.features.games.hosted import HERE, Bot

SLOWLY = 0.01


@pytest.fixture
async def pair(postgresql_url: str) -> AsyncIterator[tuple[Bot, Bot]]:
    clock = FakeClock()
    databases = [await Database.open(postgresql_url) for _ in range(2)]
    one, other = (Bot(database, clock, seed=number) for number, database in enumerate(databases))
    other.boards.shown = one.boards.shown
    yield one, other
    for bot in (one, other):
        await bot.close()
        await bot.database.close()


async def test_members_may_press_at_either_replica(pair: tuple[Bot, Bot]) -> None:
    one, other = pair
    ours = await one.start(1)
    theirs = await other.running_games.finder.here(other.asker("Ben"))
    await one.join(ours, "Ana")
    await other.join(theirs, "Ben")
    await one.until(ours, "Blue (1): Ben", step=SLOWLY)
    await other.act(theirs, "start")
    await one.until_open(ours, 0)
    await other.answer(theirs, "Ben", other.right(theirs.state, 0) if theirs.state.rounds else 0, 0)
    await one.until(ours, "1 of 2 have answered.", step=SLOWLY)
    await one.answer(ours, "Ana", one.right(ours.state, 0), 0)
    await one.until(ours, "The right ", step=SLOWLY)
    assert set(ours.state.rounds[0].answers) == {MemberKey(HERE.key, "ana"), MemberKey(HERE.key, "ben")}
    assert not other.boards.history, "only the one that holds the game speaks"


async def test_another_replica_takes_over(pair: tuple[Bot, Bot], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    one, other = pair
    ours = await one.start(2)
    await one.join(ours, "Ana", "Ben")
    await one.act(ours, "start")
    await one.until_open(ours, 0)
    await one.answer(ours, "Ana", 0)
    await one.die()
    await one.lose()
    theirs = await other.running_games.finder.here(other.asker("Ben"))
    await other.answer(theirs, "Ben", 1, 0)  # answers never wait for a takeover
    await turned_until(other.clock, lambda: bool(other.boards.history), SLOWLY)  # type: ignore[arg-type]
    await other.until(theirs, "The right ")
    assert len(theirs.state.rounds[0].answers) == 2
    await other.until_open(theirs, 1)
    await turned_until(other.clock, lambda: theirs.state.phase is GamePhase.ENDED)  # type: ignore[arg-type]
    logged = await other.database.read(lambda transaction: log.events(transaction, theirs.key, 0))
    assert [event.position for event in map(decode, logged) if isinstance(event, events.Opened)] == [0, 1]
    assert standings(theirs.state).counted == 2
    assert f"taking over game {ours.key.game} of {ours.key.tenant}, epoch " in caplog.text


async def test_a_stale_host_is_fenced(pair: tuple[Bot, Bot]) -> None:
    one, other = pair
    ours = await one.start(1)
    await one.join(ours, "Ana")
    await one.until(ours, "Red (1): Ana")
    await one._stop()  # as if frozen: it renews nothing, and doesn't know that
    await one.lose()
    said = len(one.boards.history)
    await turned_until(other.clock, lambda: bool(other.running_games._held), SLOWLY)  # type: ignore[arg-type]
    theirs = await other.running_games.finder.here(other.asker("Ben"))
    await other.join(theirs, "Ben")
    await other.act(theirs, "start", "Ana")
    await other.until_open(theirs, 0)
    assert len(one.boards.history) == said
    # What it knows is out of date: its events meet the current state, where they change nothing.
    await ours.append(lambda state: events.Left(at=one.clock.now(), who=MemberKey(HERE.key, "nobody")))
    assert ours.state.rounds == theirs.state.rounds
    held = next(iter(one.running_games._held.values()))
    now = one.clock.now()
    assert not await one.database.transact(lambda transaction: leases.renew(transaction, held.lease, 1000, now))
    await one.running_games._renew()
    assert not one.running_games._held
