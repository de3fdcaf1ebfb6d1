"""Questions answered by boxes, selects and several fields, in real modals: alone, in a challenge and in a game."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from adapters.discord.setup.platform import Discord
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import Exchange, Json, Shown
from tests.packs import BAKERY

INPUT, SELECT, BOXES = 4, 3, 22
ASKED = 7
AT_ONCE = timedelta(milliseconds=1)


@pytest.fixture
async def core(sqlite_database: Database) -> AsyncIterator[Core]:
    pictures = PictureCache()
    built = build(Library([BAKERY]), sqlite_database, pictures, Random(1))
    yield built
    await built.running_games.close()
    pictures.close()


@pytest.fixture
async def hosted(versed: Discord, core: Core, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """Versed, connected to that Discord and running its games, without a pause between questions."""
    for name in ("host_events.COUNTDOWN", "timing.LEAD", "timing.REVEAL"):
        monkeypatch.setattr(f"bot.features.games.{name}", AT_ONCE)
    core.boards["discord"] = versed.boards
    running = asyncio.create_task(core.running_games.run())
    yield versed
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def fields_of(asked: Exchange) -> list[Json]:
    """The fields of a form."""
    return [part["component"] for part in asked.modal["components"] if part["type"] == 18]


def whatever(asked: Exchange) -> Json:
    """Values that a form accepts: the first option of each field, or a number."""
    return {
        each["custom_id"]: each["options"][0]["value"] if "options" in each else "150" for each in fields_of(asked)
    }


async def answered(discord: FakeDiscord, page: Shown, used: set[int]) -> Shown:
    """Press a question's first button, fill in the form if there is one, and return what's shown."""
    pressed = await (await discord.press(page, next(iter(page.buttons)))).answered()
    if pressed.type == 9:
        used |= {field["type"] for field in fields_of(pressed)}
        pressed = await discord.fill(pressed, whatever(pressed))
    return await pressed.shown()


async def test_each_kind_is_answered_in_its_own_way(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", questions=ASKED)).shown()
    used: set[int] = set()
    for number in range(ASKED):
        assert f"Question {number + 1} of {ASKED}" in page.text
        page = await answered(discord, page, used)
        assert any(sign in page.text for sign in "✓✗◐")
        page = await (await discord.press(page, next(iter(page.buttons)))).shown()
    assert used == {INPUT, SELECT, BOXES}
    assert f"of {ASKED} right" in page.text


async def test_each_kind_in_a_challenge(discord: FakeDiscord, versed: Discord) -> None:
    opened = await (await discord.use("challenge", questions=ASKED, seconds=120)).shown()
    page = await (await discord.press(opened, "Take the challenge")).shown()
    used: set[int] = set()
    for number in range(ASKED):
        page = await (await discord.press(page, next(iter(page.buttons)))).shown()
        assert f"question {number + 1} of {ASKED}" in page.text
        page = await answered(discord, page, used)
        assert "Locked: " in page.text
    assert used == {INPUT, SELECT, BOXES}


@pytest.mark.usefixtures("hosted")
async def test_each_kind_in_a_game(discord: FakeDiscord) -> None:
    def board(text: str) -> Shown | None:
        return next((each for each in discord.messages.get(discord.channel, []) if text in each.text), None)

    async def until(text: str) -> Shown:
        await discord.until(lambda: board(text) is not None)
        found = board(text)
        assert found is not None
        return found

    await discord.use("game start", mode="everyone", questions=ASKED, seconds=120, read=0)
    lobby = await until("Players (0)")
    await (await discord.press(lobby, "Join")).shown()
    await discord.press(await until("Players (1)"), "Start")
    used: set[int] = set()
    for number in range(ASKED):
        question = await until(f"Question {number + 1} of {ASKED}")
        assert "Locked" in (await answered(discord, question, used)).text
    assert used == {INPUT, SELECT, BOXES}
    await discord.until(lambda: any("Play again" in each.buttons for each in discord.messages[discord.channel]))


async def test_a_refused_answer_can_be_put_right(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", questions=ASKED)).shown()
    while "Fill the gaps" not in page.buttons or "Fill the gaps." not in page.text:
        page = await (await discord.press(await answered(discord, page, set()), "Next question")).shown()
    asked = await (await discord.press(page, "Fill the gaps")).answered()
    refused = await (await discord.fill(asked, {"1": "", "2": ""})).shown()
    assert "All gaps are empty; fill in at least one." in refused.text
    again = await (await discord.press(refused, "Try again")).answered()
    done = await (await discord.fill(again, {"1": "leaven", "2": "gas"})).shown()
    assert "✓ Right!" in done.text
