"""Questions answered by boxes, selects and several fields, in real modals."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from adapters.discord.setup.platform import Discord
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import Exchange, Json
from tests.packs import BAKERY

INPUT, SELECT, BOXES = 4, 3, 22
ASKED = 7


@pytest.fixture
async def core(sqlite_database: Database) -> AsyncIterator[Core]:
    pictures = PictureCache()
    yield build(Library([BAKERY]), sqlite_database, pictures, Random(1))
    pictures.close()


def fields_of(asked: Exchange) -> list[Json]:
    """The fields of a form."""
    return [part["component"] for part in asked.modal["components"] if part["type"] == 18]


def whatever(asked: Exchange) -> Json:
    """Something that can be filled into a form: what comes first, or a number."""
    return {
        each["custom_id"]: each["options"][0]["value"] if "options" in each else "150" for each in fields_of(asked)
    }


async def test_each_kind_is_answered_in_its_own_way(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", questions=ASKED)).shown()
    used: set[int] = set()
    for number in range(ASKED):
        assert f"Question {number + 1} of {ASKED}" in page.text
        pressed = await (await discord.press(page, next(iter(page.buttons)))).answered()
        if pressed.type == 9:
            fields = [part["component"] for part in pressed.modal["components"] if part["type"] == 18]
            used |= {field["type"] for field in fields}
            given = {
                field["custom_id"]: field["options"][0]["value"] if "options" in field else "150" for field in fields
            }
            pressed = await discord.fill(pressed, given)
        page = await pressed.shown()
        assert any(sign in page.text for sign in "✓✗◐")
        page = await (await discord.press(page, next(iter(page.buttons)))).shown()
    assert used == {INPUT, SELECT, BOXES}
    assert f"of {ASKED} right" in page.text


async def test_a_refused_answer_can_be_put_right(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("quiz", questions=ASKED)).shown()
    while "Fill the gaps" not in page.buttons or "Fill the gaps." not in page.text:
        pressed = await (await discord.press(page, next(iter(page.buttons)))).answered()
        if pressed.type == 9:
            fields = [part["component"] for part in pressed.modal["components"] if part["type"] == 18]
            given = {
                field["custom_id"]: field["options"][0]["value"] if "options" in field else "150" for field in fields
            }
            pressed = await discord.fill(pressed, given)
        page = await (await discord.press(await pressed.shown(), "Next question")).shown()
    asked = await (await discord.press(page, "Fill the gaps")).answered()
    refused = await (await discord.fill(asked, {"1": "", "2": ""})).shown()
    assert "All gaps are empty; fill in at least one." in refused.text
    again = await (await discord.press(refused, "Try again")).answered()
    done = await (await discord.fill(again, {"1": "leaven", "2": "gas"})).shown()
    assert "✓ Right!" in done.text
