"""Opening challenges by hand: nobody does it by mistake, it says what has to wait, and the opener can close it."""

from collections.abc import AsyncIterator

import pytest

from bot.features.challenges.actions import CloseChallenge, OpenUsual
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import decode, encode
from bot.language.message import File, Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot, labelled

WAITS = "is already open here"


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def say(bot: Bot, typed: str, name: str = "Ana") -> Message:
    return await bot.say(typed, name, administrator=False)


def labels(said: Message) -> list[str]:
    return [each.label for each in buttons(said)]


async def test_who_only_looks_opens_nothing(bot: Bot) -> None:
    offered = await say(bot, "/challenge")
    assert offered.private
    assert "5 questions, 30 seconds each, open for a day" in plain(offered)
    assert "everyone in #general" in plain(offered)
    announced = await bot.press(labelled(offered, "Open it"))
    assert not announced.private
    assert "Take the challenge" in labels(announced)
    late = await bot.press(labelled(offered, "Open it"), "Ben")
    assert late.private
    assert "You've answered: 0 of 5" in plain(late)


@pytest.mark.parametrize(
    "typed", ["/challenge care", "/challenge 3", "/challenge closes:2d", "/challenge seconds:20"]
)
async def test_who_says_what_they_want_gets_it_at_once(bot: Bot, typed: str) -> None:
    assert not (await say(bot, typed)).private


async def test_who_may_not_open_one_is_offered_none(bot: Bot) -> None:
    await bot.say("/settings starters:administrators")
    with pytest.raises(Refusal, match="Only an administrator can start games and challenges"):
        await say(bot, "/challenge")
    with pytest.raises(Refusal, match="Only an administrator can start games and challenges"):
        await bot.press(encode(OpenUsual()))


@pytest.mark.parametrize(
    "typed",
    [
        "/challenge home",
        "/challenge 3",
        "/challenge care 2 60",
        "/challenge closes:2d",
        "/challenge home 2 30 closes:Friday",
    ],
)
async def test_what_has_to_wait_is_said(bot: Bot, typed: str) -> None:
    await say(bot, "/challenge care 2 30")
    told = await say(bot, typed, "Ben")
    assert f"A challenge on Daily care {WAITS}. You can open yours when it closes." in plain(told)
    assert "Close it now …" not in labels(told)
    own = await say(bot, typed)
    assert f"A challenge on Daily care {WAITS}. Close it first, or wait until it does." in plain(own)
    assert "Close it now …" in labels(own)


@pytest.mark.parametrize("typed", ["/challenge", "/challenge care", "/challenge care 2", "/challenge care 2 30"])
async def test_who_asks_for_the_one_that_is_open_sees_it(bot: Bot, typed: str) -> None:
    await say(bot, "/challenge care 2 30")
    told = plain(await say(bot, typed, "Ben"))
    assert WAITS not in told
    assert "You've answered: 0 of 2" in told


@pytest.mark.both_databases
async def test_who_opened_it_is_shown_and_may_close_it(bot: Bot) -> None:
    announced = await say(bot, "/challenge care 2 30")
    assert "Opened by: Ana" in plain(announced)
    assert "Opened by: Ana" in plain(await say(bot, "/challenge", "Ben"))
    close = labelled(await say(bot, "/challenge"), "Close it now …")
    with pytest.raises(Refusal, match="Only an administrator or the person who opened this challenge"):
        await bot.press(close, "Ben")
    sure = await bot.press(close)
    with pytest.raises(Refusal, match="Only an administrator or the person who opened this challenge"):
        await bot.press(labelled(sure, "Close it"), "Ben")
    assert "You've answered" in plain(await bot.press(labelled(sure, "Keep it open")))
    assert "Closed." in plain(await bot.press(labelled(sure, "Close it")))
    (told,) = await bot.post()
    assert "Nobody took this challenge. /challenge closes:2d opens another, for two days." in told


async def test_only_administrators_close_a_scheduled_challenge(bot: Bot) -> None:
    await bot.say("/schedule challenge 09:00 daily")
    bot.clock.go(hours=2)
    (told,) = await bot.post()
    assert "Opened by" not in told
    take = buttons(bot.port.log[-1].said)[0]
    challenge = decode(take.press).challenge  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="Only an administrator or the person who opened"):
        await bot.press(encode(CloseChallenge(challenge, sure=True)))


async def test_a_schedule_that_announces_it_again_says_who_opened_it(bot: Bot) -> None:
    await say(bot, "/challenge care 2 30 closes:2d")
    await bot.say("/schedule challenge 09:00 daily")
    bot.clock.go(hours=2)
    (told,) = await bot.post()
    assert "Still open" in told
    assert "Opened by: Ana" in told


async def test_who_opened_it_can_be_exported_and_erased(bot: Bot) -> None:
    await say(bot, "/challenge care 2 30")
    export = await say(bot, "/privacy export")
    held = next(block for block in export.blocks if isinstance(block, File) and block.name.endswith(".json"))
    assert b"challenge_opener" in held.data
    await bot.press(encode(EraseEverything()))
    assert "Opened by" not in plain(await say(bot, "/challenge", "Ben"))
    assert "Close it now …" not in labels(await say(bot, "/challenge"))
