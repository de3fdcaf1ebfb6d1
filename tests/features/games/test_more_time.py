"""A game gives everyone as much time as the player who needs the most, without saying who that is."""

from collections.abc import AsyncIterator

import pytest

from bot.features.games import events
from bot.features.games.standings import standings
from bot.features.learners.choices import MORE_TIME
from bot.features.learners.chosen import Chosen
from bot.language.people import MemberKey
from bot.language.plain import buttons, plain
from bot.storage.database import Database
from tests.features.games.games import ANA, BEN, SECOND
from tests.features.games.hosted import HERE, Bot
from tests.features.games.test_game import Table


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database)
    yield made
    await made.close()


def test_the_next_question_stays_open_longer_and_speed_is_measured_against_that() -> None:
    table = Table()
    table.join(ANA, team="red")
    table.join(BEN, team="blue")
    table.until_open()
    table.happen(events.Wished(at=table.now, percent=200))
    assert table.state.rounds[0].closes_at - table.state.rounds[0].opens_at == 20 * SECOND, "it's open already"
    table.answer(ANA, 10)
    table.answer(BEN, 10)
    table.due()
    table.until_open()
    assert table.state.rounds[1].closes_at - table.state.rounds[1].opens_at == 40 * SECOND
    table.answer(ANA, 20)
    table.answer(BEN, 40)
    table.due()
    assert standings(table.state).teams == {"red": 1500, "blue": 750 + 500}


def test_less_than_someone_else_wants_changes_nothing() -> None:
    table = Table()
    table.happen(events.Wished(at=table.now, percent=200))
    table.happen(events.Wished(at=table.now, percent=150))
    assert table.state.limit == 40 * SECOND


async def test_whoever_joins_brings_their_time_along_and_hosts_can_go_back(bot: Bot) -> None:
    await Chosen(bot.database).put_personal(MemberKey(HERE.key, "ben"), MORE_TIME.name, "1.5")
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    assert journal.state.limit == 20 * SECOND
    await bot.join(journal, "Ben")
    assert journal.state.limit == 30 * SECOND
    await bot.until(journal, "1 question, 30 seconds.")
    controls = await bot.hosting.controls(bot.asker("Ana"), journal)
    assert "Someone who's playing would like more time" in plain(controls)
    assert "20 seconds each" in [each.label for each in buttons(controls)]
    assert "Ben" not in plain(controls).split("Remove a player")[0]
    back = await bot.act(journal, "time")
    assert journal.state.limit == 20 * SECOND
    assert "30 seconds each" in [each.label for each in buttons(back)]
    await bot.join(journal, "Ben")
    assert journal.state.limit == 20 * SECOND, "the host has decided"
    await bot.act(journal, "time")
    assert journal.state.limit == 30 * SECOND
