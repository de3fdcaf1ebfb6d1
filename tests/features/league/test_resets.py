"""A season can be reset, and the reset undone within an hour; seasons close on the minute that was announced."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.features.league.actions import UndoReset
from bot.features.league.store import seasons
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from bot.storage.times import to_milliseconds
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import HERE, Bot
from tests.features.league.test_seasons import START, score


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def press(bot: Bot, on: Message | str, *, administrator: bool = True) -> Message:
    carries = on if isinstance(on, str) else buttons(on)[0].press
    return await bot.commands.press(Pressed(bot.asker("Ada", administrator=administrator), carries))


async def board(bot: Bot, of: str = "season") -> str:
    return plain(await bot.say(f"/leaderboard {of}"))


async def under_way(bot: Bot) -> None:
    """Start a season in which Ana scores."""
    await bot.say("/season start Spring end:30d")
    await score(bot, "Ana", "one", 700, START + timedelta(days=1))
    bot.clock.go(days=2)


async def test_everyone_starts_from_zero(bot: Bot) -> None:
    await under_way(bot)
    assert "Ana" in await board(bot)
    asked = await bot.say("/season reset")
    assert "Everyone in it starts from zero." in plain(asked)
    assert "Ana" in await board(bot)
    told = await press(bot, asked)
    assert "Spring starts from zero now." in plain(told)
    assert "Ana" not in await board(bot)
    assert "Ana" in await board(bot, "all")
    await score(bot, "Ben", "two", 300, bot.clock.now + timedelta(minutes=1))
    bot.clock.go(minutes=59)
    assert "are back" in plain(await press(bot, told))
    both = await board(bot)
    assert "Ana" in both
    assert "Ben" in both


async def test_the_close_tells_what_counted_since(bot: Bot) -> None:
    await under_way(bot)
    await press(bot, await bot.say("/season reset"))
    await score(bot, "Ben", "two", 300, bot.clock.now + timedelta(minutes=1))
    bot.clock.go(days=40)
    told = (await bot.post())[-1]
    assert "Spring is over: Ben won!" in told
    assert "Ana" not in told


@pytest.mark.both_databases
async def test_an_hour_later_it_is_too_late(bot: Bot) -> None:
    await under_way(bot)
    told = await press(bot, await bot.say("/season reset"))
    bot.clock.go(hours=1, seconds=1)
    with pytest.raises(Refusal, match="too late to undo"):
        await press(bot, told)


@pytest.mark.parametrize("since", ["0", "", "x", "-1", "9" * 14, "9" * 30, "1700000000000", "²"])
async def test_a_time_at_which_it_never_opened_is_refused(bot: Bot, since: str) -> None:
    """The season before, and the limit of a year, keep a season from reaching back."""
    await bot.say("/season start Winter end:1d")
    bot.clock.go(days=1)
    await bot.post()
    await bot.say("/season start Spring end:30d")
    bot.clock.go(days=1)
    await press(bot, await bot.say("/season reset"))
    with pytest.raises(Refusal):
        await press(bot, f"unreset.1:2:{since}")


async def test_a_season_that_was_not_reset_does_not_reach_back(bot: Bot) -> None:
    await under_way(bot)
    with pytest.raises(Refusal, match="too late to undo"):
        await press(bot, encode(UndoReset(1, str(to_milliseconds(START - timedelta(days=1))))))


async def test_only_an_administrator(bot: Bot) -> None:
    await under_way(bot)
    with pytest.raises(Refusal, match="Only an administrator can reset a season"):
        await bot.say("/season reset", administrator=False)
    asked = await bot.say("/season reset")
    with pytest.raises(Refusal, match="Only an administrator can reset a season"):
        await press(bot, asked, administrator=False)
    told = await press(bot, asked)
    with pytest.raises(Refusal, match="Only an administrator can reset a season"):
        await press(bot, told, administrator=False)


async def test_there_is_none_to_reset(bot: Bot) -> None:
    with pytest.raises(Refusal, match=r"There's no season on.* the last 7 and 30 days"):
        await bot.say("/season reset")
    await bot.say("/season start Spring end:30d start:tomorrow")
    with pytest.raises(Refusal, match="There's no season on"):
        await bot.say("/season reset")


@pytest.mark.parametrize("seconds", [0, 1, 30, 59, 59.999])
@pytest.mark.parametrize(
    ("end", "lasts"), [("90d", 90), ('"2 weeks"', 14), ("366d", 366), ('"366 days"', 366)], ids=str
)
async def test_a_season_closes_on_the_minute_on_which_it_opened(
    bot: Bot, seconds: float, end: str, lasts: int
) -> None:
    bot.clock.go(seconds=seconds)
    said = plain(await bot.say(f"/season start Spring end:{end}"))
    assert said.count("07:00 (UTC)") == 2
    (made,) = await bot.database.read(lambda transaction: seasons.of_tenant(transaction, HERE.key))
    assert made.closes == START + timedelta(days=lasts)


async def test_how_long_counts_from_the_beginning(bot: Bot) -> None:
    await bot.say('/season start Spring start:"Friday 9:00" end:10d')
    (made,) = await bot.database.read(lambda transaction: seasons.of_tenant(transaction, HERE.key))
    assert made.closes - made.opens == timedelta(days=10)
