"""Challenges on two replicas with one PostgreSQL: the first answer wins wherever it's pressed; results come once."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.features.challenges.actions import ShowTurn, TryChoice
from bot.features.challenges.scores import points_of
from bot.features.challenges.store import challenges, participants
from bot.features.league.store import results
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.errors import HeldUpError
from bot.storage.postgresql import Postgresql, PostgresqlTransaction
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.features.challenges.taken import HERE, Bot, is_question

PEOPLE = [f"P{number}" for number in range(12)]


@pytest.fixture
async def pair(postgresql_url: str) -> AsyncIterator[tuple[Bot, Bot]]:
    clock = FakeClock()
    port = FakePort(clock)
    databases = [await Database.open(postgresql_url) for _ in range(2)]
    one, other = (Bot(database, clock, port, seed=1) for database in databases)
    yield one, other
    for bot in (one, other):
        bot.close()
        await bot.database.close()


async def test_presses_at_both_while_it_closes(pair: tuple[Bot, Bot]) -> None:
    one, _ = pair
    announced = await one.say("/challenge 3 30 closes:1h")
    challenge = await one.challenge(buttons(announced)[0].press.rpartition(":")[2])
    random = Random(5)
    locked: dict[tuple[str, int], int] = {}

    async def press(bot: Bot, name: str, position: int, choice: int, at: datetime) -> None:
        try:
            said = plain(await bot.press(encode(TryChoice(challenge.id, position, choice)), name, at=at))
        except Refusal:
            return
        if "Locked" in said and "first answer counts" not in said:
            assert (name, position) not in locked
            locked[name, position] = choice

    async def show(name: str, position: int) -> list[Message]:
        asking = encode(ShowTurn(challenge.id, position))
        return await asyncio.gather(*(bot.press(asking, name) for bot in pair))

    for position in range(3):
        for first, second in await asyncio.gather(*(show(name, position) for name in PEOPLE)):
            assert is_question(first)
            assert plain(first) == plain(second)
        one.clock.go(seconds=7)
        at = one.clock.now
        work: list[Coroutine[Any, Any, object]] = [
            press(bot, name, position, choice, at) for bot in pair for name in PEOPLE for choice in range(2)
        ]
        if position == 2:  # presses made in time arrive while both replicas are closing it
            one.clock.true = challenge.closes
            work += [bot.planner.plan_due(["web"]) for bot in pair]
        random.shuffle(work)
        await asyncio.gather(*work)
    for bot in pair:
        await bot.post()
    assert len(one.port.log) == 1
    turns = await one.database.read(lambda transaction: participants.all_turns(transaction, challenge))
    kept = {(name, turn.position): turn for name in PEOPLE for turn in turns[name.lower()] if turn.answer is not None}
    assert {key: str(choice) for key, choice in locked.items()} == {
        key: turn.answer.given for key, turn in kept.items() if turn.answer is not None
    }
    assert len(locked) >= 2 * len(PEOPLE)
    scored = await one.database.read(lambda transaction: results.since(transaction, HERE.key, from_milliseconds(0)))
    assert sum(each.points for each in scored) == sum(points_of(challenge, turn) for turn in kept.values())
    assert sum(each.asked for each in scored) == 3 * len(PEOPLE)


async def test_one_challenge_in_a_place_whoever_opens_it(pair: tuple[Bot, Bot]) -> None:
    said = await asyncio.gather(*(bot.say("/challenge closes:1h", f"P{n}") for n in range(4) for bot in pair))
    assert sum(not each.private for each in said) == 1
    pair[0].clock.go(hours=1)
    for bot in pair:
        await bot.post()
    assert len(pair[0].port.log) == 1


async def test_closing_waits_for_an_answer_that_is_being_kept(pair: tuple[Bot, Bot]) -> None:
    one, other = pair
    challenge = await one.challenge(buttons(await one.say("/challenge 3 30"))[0].press.rpartition(":")[2])

    def answering(connection: Connection) -> None:
        challenges.find(PostgresqlTransaction(connection), HERE.key, challenge.id, hold=True)

    def closing(transaction: Transaction) -> None:
        transaction.change(text("SET LOCAL lock_timeout = '20ms'"), {})
        challenges.close(transaction, challenge, challenge.closes)

    assert isinstance(one.database.backend, Postgresql)
    async with one.database.backend.engine.begin() as connection:
        await connection.run_sync(answering)
        with pytest.raises(HeldUpError):
            await other.database.transact(closing)
    await other.database.transact(closing)
    assert (await one.challenge(challenge.id)).closed == challenge.closes
