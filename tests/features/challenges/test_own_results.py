"""What people who took a challenge hear about their own result: at the close, and whenever they look back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.language.controls import Button
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.requests import Pressed
from bot.storage.database import Database
from tests.fakes import boards
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot, labelled
from tests.patience import FOREVER


class Telling(Bot):
    """A bot on a platform where private replies can be changed; everyone's handle is their name."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, FakeClock())
        self.boards = self.services.boards["web"] = boards.FakeBoards(boards.FakeClock())

    async def press(self, press: Button | str, name: str = "Ana", typed: str = "", *, at: object = None) -> Message:
        encoded = press.press if isinstance(press, Button) else press
        return await self.commands.press(Pressed(replace(self.asker(name), reply=name), encoded, typed))

    async def told(self, *names: str) -> None:
        async with asyncio.timeout(FOREVER):
            while not all(name in self.told_so_far for name in names):
                await asyncio.sleep(0.001)

    @property
    def told_so_far(self) -> dict[str, str]:
        assert isinstance(self.boards, boards.FakeBoards)
        return self.boards.told


@pytest.fixture
async def bot(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Telling]:
    monkeypatch.setattr("bot.features.challenges.result_notifier._LOOK", timedelta(milliseconds=1))
    made = Telling(sqlite_database)
    yield made
    made.close()


async def take(bot: Bot, announced: Message, **right: bool) -> None:
    """Let people answer the only question, right or wrong."""
    for name, is_right in right.items():
        await bot.answer(name, await bot.begin(name, announced), right=is_right)


async def test_each_hears_their_own_result_at_the_close(bot: Telling) -> None:
    announced = await bot.say("/challenge care 1 30")
    await take(bot, announced, Ana=True, Ben=False, Cleo=False)
    assert bot.told_so_far == {}, "not before the close"
    bot.clock.go(days=1)
    await bot.post()
    await bot.told("Ana", "Ben", "Cleo")
    assert "1 of 1 right: 1,000 points. You're in 1st place." in bot.told_so_far["Ana"]
    assert "None right this time. Have a look at why.\n" in bot.told_so_far["Ben"], "without a rank"


async def test_who_was_in_the_middle_of_it_hears_too(bot: Telling) -> None:
    announced = await bot.say("/challenge care 2 30")
    await bot.begin("Ana", announced)
    bot.clock.go(days=1)
    assert "1 person had a look, but didn't answer." in "\n".join(await bot.post())
    await bot.told("Ana")
    assert "It closed before you'd answered." in bot.told_so_far["Ana"]


async def test_who_has_looked_and_not_begun_hears_nothing(bot: Telling) -> None:
    announced = await bot.say("/challenge care 1 30")
    await take(bot, announced, Ana=True)
    await bot.press(buttons(announced)[0], "Ben")
    bot.clock.go(days=1)
    await bot.post()
    await bot.told("Ana")
    assert set(bot.told_so_far) == {"Ana"}


async def test_who_is_not_shown_is_not_named(bot: Telling) -> None:
    await bot.say("/settings shown:no", "Ana")
    announced = await bot.say("/challenge care 1 30")
    await take(bot, announced, Ana=True, Ben=False, Cleo=True)
    bot.clock.go(days=1)
    await bot.post()
    await bot.told("Ana", "Ben", "Cleo")
    assert "You're in 1st place." in bot.told_so_far["Cleo"]
    assert "Ana" not in bot.told_so_far["Ben"]
    assert "share 1st place with Cleo" in bot.told_so_far["Ana"], "their own place is theirs to know"
    assert "Ana" not in bot.told_so_far["Cleo"]


async def test_who_was_erased_hears_nothing(bot: Telling) -> None:
    announced = await bot.say("/challenge care 1 30")
    await take(bot, announced, Ana=True, Ben=False)
    sure = labelled(await bot.say("/privacy erase", "Ben"), "Delete everything")
    await bot.press(sure, "Ben")
    bot.clock.go(days=1)
    await bot.post()
    await bot.told("Ana")
    assert set(bot.told_so_far) == {"Ana"}
    assert "Ben" not in bot.told_so_far["Ana"]


async def test_a_review_says_where_one_stands(bot: Telling) -> None:
    announced = await bot.say("/challenge care 1 30")
    await take(bot, announced, Ana=True, Ben=False)
    bot.clock.go(days=1)
    await bot.post()
    for name, stands in (("Ana", "1,000 points. You're in 1st place."), ("Ben", "0 points\n")):
        state = await bot.press(buttons(announced)[0], name)
        assert stands in plain(await bot.press(labelled(state, "See my answers"), name))
