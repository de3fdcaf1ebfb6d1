"""Somebody in a game has everything about them erased: the game goes on, and knows them no more."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.features.games.events import SOMEONE, Person, decode
from bot.features.games.game import replay
from bot.features.games.journal import Journal
from bot.features.games.standings import standings
from bot.features.games.store import log
from bot.language.people import Self
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import answer, game_answer, game_event, game_result
from tests.features.games.hosted import HERE, Bot
from tests.rows import rows

BEN = Self(HERE.key, "ben")


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database)
    yield made
    await made.close()


async def erase(bot: Bot, *, told: bool = True) -> None:
    """Erase Ben; and let the replica know, unless another one did it."""
    await bot.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, BEN, {"Ben"}))
    if told:
        await bot.host.forget(BEN)


async def a_question_in(bot: Bot, **rules: Any) -> Journal:
    """A game in whose first question all have answered, Ben rightly."""
    journal = await bot.start(2, **rules)
    for name, team in (("Ana", "blue"), ("Ben", "red"), ("Cleo", "red")):
        await bot.join(journal, name, team=team if rules["mode"] == "teams" else "")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    right = bot.right(journal.state, 0)
    for name, choice in (("Ana", right), ("Ben", right), ("Cleo", 1 - right if right < 2 else 0)):
        await bot.answer(journal, name, choice)
    await bot.until(journal, "The right answer is ")
    return journal


@pytest.mark.parametrize("mode", ["teams", "everyone"])
async def test_a_game_goes_on_without_them(bot: Bot, mode: str) -> None:
    journal = await a_question_in(bot, mode=mode)
    before = standings(journal.state)
    await erase(bot)
    after = standings(journal.state)
    assert after.teams == before.teams
    others = [who for who in before.players if who != Person(*BEN)]
    assert [after.players[who] for who in others] == [before.players[who] for who in others]
    (someone,) = [player for who, player in journal.state.players.items() if who.erased]
    assert (someone.name, someone.playing) == (SOMEONE, False)
    await bot.until_open(journal, 1)
    for name in ("Ana", "Cleo"):
        await bot.answer(journal, name, 0)
    await bot.until_over(journal)
    assert "Ben" not in "".join(text for _, _, _, text, _ in bot.boards.history[-3:])
    for table in (game_answer, game_event, game_result, answer):
        found = await rows(bot.database, select(table))
        assert found
        assert not [row for row in found if '"ben"' in repr(row) or "'ben'" in repr(row) or "Ben" in repr(row)]
    assert {member for (member,) in await rows(bot.database, select(game_result.c.member))} == {"ana", "cleo"}
    assert await recomputed(bot, journal) == journal.state


async def recomputed(bot: Bot, journal: Journal) -> object:
    """The state that the log leads to for whoever reads it now."""
    events = await bot.database.read(partial(log.events, key=journal.key, since=0))
    answers = await bot.database.read(partial(log.answers, tenants=[HERE.key], game_id=journal.key.game))
    return replay(map(decode, events), answers)


async def test_whoever_has_read_the_log_before_reads_it_again(bot: Bot) -> None:
    """Another replica erases them, and this one wants to log something next."""
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot, told=False)
    assert Person(*BEN) in journal.state.players
    await bot.act(journal, "pause")
    assert "ben" not in repr(journal.state)
    assert journal.state.paused
    assert await recomputed(bot, journal) == journal.state


async def test_what_came_of_a_game_is_not_kept_from_a_log_that_names_them(bot: Bot) -> None:
    """They have themselves erased after the game has ended, before its results are kept."""
    journal = await a_question_in(bot, mode="everyone")
    state, number = journal.state, journal.number
    await erase(bot, told=False)
    assert not await bot.host._keep_results(journal.key, state, number)
    assert await rows(bot.database, select(game_result)) == []
    await journal.catch_up()
    assert await bot.host._keep_results(journal.key, journal.state, journal.number)
    assert {member for (member,) in await rows(bot.database, select(game_result.c.member))} == {"ana", "cleo"}


async def test_a_host_who_is_erased_hosts_no_more(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Cleo")
    ana = Self(HERE.key, "ana")
    await bot.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ana, {"Ana"}))
    await bot.host.forget(ana)
    await bot.until(journal, "Hosted by Cleo")
    assert "Ana" not in bot.boards.now()
    (first, *_) = await rows(bot.database, select(game_event.c.event).order_by(game_event.c.number))
    assert "Ana" not in first[0]


async def test_an_answer_that_came_while_they_were_erased_goes_with_the_game(bot: Bot) -> None:
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot, told=False)
    late = {"tenant": BEN.tenant, "game": journal.key.game, "position": 1, "member": "ben", "given": "0"}
    await bot.database.writer.insert(game_answer, late | {"correct": True, "at": 0})
    await bot.host.forget(BEN)
    await bot.act(journal, "stop")
    await bot.until_over(journal)
    members = {member for (member,) in await rows(bot.database, select(game_answer.c.member))}
    assert "ben" not in members
    assert {"ana", "cleo"} < members


async def test_erasing_again_changes_nothing(bot: Bot) -> None:
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot)
    before = await rows(bot.database, select(game_event)), await rows(bot.database, select(game_answer))
    await erase(bot)
    assert (await rows(bot.database, select(game_event)), await rows(bot.database, select(game_answer))) == before
    assert await recomputed(bot, journal) == journal.state
