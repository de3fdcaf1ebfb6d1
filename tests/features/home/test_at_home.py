"""A home through the core: games and challenges in the member's places, settings, and the administrators' section."""

from collections.abc import AsyncIterator, Collection

import pytest

from bot.features.scheduling.actions import NewSchedule
from bot.language.actions import encode
from bot.language.controls import Menu, Switches
from bot.language.message import Message
from bot.language.people import MemberKey, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards
from tests.fakes.boards import FakeClock as BoardClock
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import GENERAL, Bot

HOME = Place("home", "Home", direct=True)


class InPlaces:
    """Says who is in which places."""

    def __init__(self, **places: Collection[str]) -> None:
        self.places = places
        self.asked = 0

    async def among(self, me: MemberKey, places: Collection[str]) -> Collection[str]:
        self.asked += 1
        return set(self.places.get(me.member, ())) & set(places)


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    made.services.boards["web"] = FakeBoards(BoardClock())
    yield made
    await made.services.running_games.close()
    made.close()


async def home(bot: Bot, name: str, presence: InPlaces | None = None, *, administrator: bool = False) -> Message:
    return await bot.commands.surfaces.home(bot.asker(name, administrator=administrator, place=HOME), presence)


@pytest.mark.parametrize("typed", ["/game start care 2", "/challenge care 2"])
async def test_what_is_on_is_shown_to_those_who_are_there(bot: Bot, typed: str) -> None:
    await bot.say(typed)
    there = InPlaces(ben=[GENERAL.id], cem=["elsewhere"])
    assert "Join" in [each.label for each in buttons(await home(bot, "Ben", there))]
    assert GENERAL.name in plain(await home(bot, "Ben", there))
    for name, presence in (("Cem", there), ("Dana", there), ("Ben", None)):
        shown = await home(bot, name, presence)
        assert "Join" not in [each.label for each in buttons(shown)]
        assert GENERAL.name not in plain(shown)


async def test_nobody_asks_where_somebody_is_while_nothing_is_on(bot: Bot) -> None:
    presence = InPlaces(ben=[GENERAL.id])
    await home(bot, "Ben", presence)
    assert not presence.asked


async def test_a_challenge_that_a_member_is_taking_shows_once(bot: Bot) -> None:
    opened = await bot.say("/challenge care 2")
    await bot.press(buttons(opened)[0], "Ben")
    shown = plain(await home(bot, "Ben", InPlaces(ben=[GENERAL.id])))
    assert ("Your challenge" in shown) is not ("A challenge is open" in shown)


async def test_menus_and_switches_show_the_current_settings(bot: Bot) -> None:
    await bot.say("/settings questions:10 share:yes")
    shown = await home(bot, "Ana")
    (menu,) = [each for each in shown.blocks if isinstance(each, Menu) and each.title == "Questions in your quizzes"]
    assert menu.holds is not None
    assert menu.holds.label == "10"
    states = {
        each.label: each.is_on for block in shown.blocks if isinstance(block, Switches) for each in block.switches
    }
    assert states["Others can see your progress"]
    assert not states["Only you can see my answers"]


async def test_a_schedule_is_made_at_home_in_the_channel_that_was_chosen(bot: Bot) -> None:
    assert "New …" not in [each.prompt for each in (await home(bot, "Ben")).blocks if isinstance(each, Menu)]
    asker = bot.asker("Ana", administrator=True, place=HOME)
    filled = {"channel": GENERAL.text, "time": "10:00"}
    made = await bot.commands.press(Pressed(asker, encode(NewSchedule("tip")), fields=filled))
    assert "Done: schedule 1" in plain(made)
    labels = [each.label for each in buttons(await home(bot, "Ana", administrator=True))]
    assert {"Edit …", "Pause", "Skip next", "Remove", "Tip"} <= set(labels)
    with pytest.raises(Refusal, match="Choose the channel"):
        await bot.commands.press(Pressed(asker, encode(NewSchedule("tip")), fields={"time": "10:00"}))
    with pytest.raises(Refusal, match="can't post that any more"):
        await bot.commands.press(Pressed(asker, encode(NewSchedule("gone")), fields=filled))
