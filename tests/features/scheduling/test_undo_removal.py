"""A removed schedule can come back within an hour, as it was before."""

from collections.abc import AsyncIterator

import pytest

from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def press(bot: Bot, on: Message, *, administrator: bool = True) -> Message:
    asker = bot.asker("Ada", administrator=administrator)
    return await bot.commands.press(Pressed(asker, buttons(on)[0].press))


async def removed(bot: Bot) -> Message:
    return await press(bot, await bot.say("/schedule remove 1"))


async def listed(bot: Bot) -> str:
    return plain(await bot.say("/schedule list"))


async def test_it_goes_on_with_its_next_day(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    gone = await removed(bot)
    assert "You can undo that within an hour." in plain(gone)
    assert "1: Tip" not in await listed(bot)
    bot.clock.go(minutes=59)
    assert "Next" in plain(await press(bot, gone))
    assert "1: Tip" in await listed(bot)
    bot.clock.go(hours=2)
    assert len(await bot.post()) == 1


async def test_what_came_due_while_it_was_removed_is_not_posted(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    bot.clock.go(hours=1, minutes=50)
    gone = await removed(bot)
    bot.clock.go(minutes=20)
    await press(bot, gone)
    assert await bot.post() == []
    bot.clock.go(days=1)
    assert len(await bot.post()) == 1


async def test_one_that_was_paused_is_paused_again(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    await bot.say("/schedule pause 1")
    await press(bot, await removed(bot))
    bot.clock.go(days=1)
    assert await bot.post() == []
    await bot.say("/schedule resume 1")
    bot.clock.go(hours=2)
    assert len(await bot.post()) == 1


async def test_an_hour_later_it_is_too_late(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    gone = await removed(bot)
    bot.clock.go(hours=1, seconds=1)
    with pytest.raises(Refusal, match="can't come back any more"):
        await press(bot, gone)


@pytest.mark.both_databases
async def test_it_is_undone_once(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    gone = await removed(bot)
    await press(bot, gone)
    with pytest.raises(Refusal, match="can't come back any more"):
        await press(bot, gone)


async def test_only_an_administrator(bot: Bot) -> None:
    await bot.say("/schedule tip 09:00 daily")
    gone = await removed(bot)
    with pytest.raises(Refusal, match="Only an administrator can change schedules"):
        await press(bot, gone, administrator=False)


async def test_one_that_ended_while_it_was_removed_stays_away(bot: Bot) -> None:
    await bot.say("/schedule tip 07:30 daily end:2026-03-02")
    gone = await removed(bot)
    bot.clock.go(minutes=40)
    with pytest.raises(Refusal, match="no days left"):
        await press(bot, gone)
