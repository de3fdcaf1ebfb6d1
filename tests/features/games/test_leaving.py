"""Leaving a game: what it costs, what the boards say about it, and how someone comes back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.features.games.journal import Journal
from bot.features.games.state import GamePhase
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.boards import turned_until
from tests.features.games.hosted import GENERAL, Bot


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Bot]:
    made = Bot(sqlite_database)
    yield made
    await made.close()


def lobby(bot: Bot) -> str:
    """The first board of the channel."""
    return plain(next(iter(bot.boards.shown[GENERAL.id].values())))


def offered(bot: Bot) -> list[str]:
    """The buttons of the first board."""
    return [each.label for each in buttons(next(iter(bot.boards.shown[GENERAL.id].values())))]


async def leave(bot: Bot, journal: Journal, name: str) -> str:
    return plain(await bot.play.leave(bot.asker(name), journal))


async def test_who_leaves_a_duel_can_come_back_and_nobody_else_can(bot: Bot) -> None:
    journal = await bot.start(2, mode="duel")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await turned_until(bot.clock, lambda: "both players are in" in lobby(bot))  # type: ignore[arg-type]
    assert offered(bot) == ["Leave"]
    await leave(bot, journal, "Ben")
    await bot.answer(journal, "Ana")
    await bot.until(journal, "The right ")
    await turned_until(bot.clock, lambda: "both players are in" not in lobby(bot))  # type: ignore[arg-type]
    assert "One of the two has left, and can come back." in lobby(bot)
    assert offered(bot) == ["Join", "Leave"]
    with pytest.raises(Refusal, match="This duel has its two players"):
        await bot.join(journal, "Cleo")
    await bot.join(journal, "Ben")
    await bot.until_open(journal, 1)
    await turned_until(bot.clock, lambda: "both players are in" in lobby(bot))  # type: ignore[arg-type]


async def test_nobody_comes_back_to_a_game_that_is_over(bot: Bot) -> None:
    journal = await bot.start(1, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.act(journal, "stop")
    with pytest.raises(Refusal, match="That game is over"):
        await leave(bot, journal, "Ben")


async def test_leaving_twice_is_leaving_once(bot: Bot) -> None:
    journal = await bot.start(1, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    assert "come back any time" in await leave(bot, journal, "Ben")
    with pytest.raises(Refusal, match="You're not playing"):
        await leave(bot, journal, "Ben")
    await bot.join(journal, "Ben")
    assert "come back any time" in await leave(bot, journal, "Ben")


async def test_the_lobby_says_who_plays_after_each_question(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await leave(bot, journal, "Ben")
    await bot.answer(journal, "Cleo")
    await bot.answer(journal, "Ana")
    await bot.until(journal, "The right ")
    await turned_until(bot.clock, lambda: "Ana, Cleo" in lobby(bot))  # type: ignore[arg-type]
    assert "Ben" not in lobby(bot)
    assert len(journal.state.rounds) == 1


async def test_the_lobby_says_at_once_who_left_and_who_hosts_now(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    for name in ("Ana", "Ben"):
        await bot.answer(journal, name)
    await bot.act(journal, "pause")
    await bot.until(journal, "The game's paused; Ana can resume it.")
    await leave(bot, journal, "Ana")
    await turned_until(bot.clock, lambda: "Players (1): Ben" in lobby(bot), 0.2)  # type: ignore[arg-type]
    await bot.until(journal, "The game's paused; Ana or Ben can resume it.", step=2)
    await turned_until(bot.clock, lambda: "Hosted by Ana and Ben" in lobby(bot), 0.2)  # type: ignore[arg-type]


async def test_nobody_takes_over_a_lobby_that_starts_by_itself(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone", lobby=timedelta(minutes=20))
    await bot.join(journal, "Ana", "Ben")
    await turned_until(bot.clock, lambda: journal.state.phase is not GamePhase.LOBBY, 5)  # type: ignore[arg-type]
    assert [host.name for host in journal.state.hosts.values()] == ["Ana"], "it wasn't waiting for a host"


async def test_once_everyone_has_left_nothing_more_is_asked(bot: Bot) -> None:
    journal = await bot.start(3, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.answer(journal, "Ana", bot.right(journal.state, 0))
    await leave(bot, journal, "Ana")
    await leave(bot, journal, "Ben")
    await bot.until(journal, "The podium comes")
    await bot.until_over(journal)
    assert "Ana won!" in bot.boards.now()
    assert len(journal.state.rounds) == 1


async def test_whoever_answers_while_nobody_plays_joins(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await leave(bot, journal, "Ana")
    await bot.until(journal, "Nobody's playing right now; answer to join in.")
    await bot.answer(journal, "Ben", bot.right(journal.state, 0))
    await bot.until_open(journal, 1)
    assert "0 of 1 have answered." in bot.boards.now()
