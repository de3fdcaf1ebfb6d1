"""Days with cards of every kind, through the door that adapters use; and a pack whose items are renamed midway."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
import pytest_asyncio

from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.language.message import Message
from bot.language.people import PLAYGROUND, Place, local_member
from bot.language.plain import buttons, plain
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards
from tests.packs import BAKERY


class Bakery:
    """Someone who learns from a pack in a folder of its own."""

    def __init__(self, folder: Path, database: Database, pictures: PictureCache) -> None:
        self.folder = folder
        self._database, self._pictures = database, pictures
        self.asker = Asker(
            PLAYGROUND, Place("general", "#general"), local_member("Ana"), datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        )
        self.restart()

    def restart(self) -> None:
        """Read the pack again."""
        services = build(Library([self.folder]), self._database, self._pictures, Random(1))
        services.boards["web"] = FakeBoards(services.running_games.clock)
        self.application: Application = services.application

    def rename(self, **names: str) -> None:
        """Give items other ids, and start again."""
        path = self.folder / "items.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in names.items():
            old, new = old.replace("_", "-"), new.replace("_", "-")
            assert f"- id: {old}\n" in text
            text = text.replace(f"- id: {old}\n", f"- id: {new}\n    was: [{old}]\n")
        path.write_text(text, encoding="utf-8")
        self.restart()

    async def say(self, line: str) -> Message:
        return await self.application.say(self.asker, line)

    async def press(self, page: Message, label: str, typed: str = "") -> Message:
        button = next(each for each in buttons(page) if each.label.startswith(label))
        return await self.application.press(Pressed(self.asker, button.press, typed))

    def wait(self, **time: float) -> None:
        self.asker = replace(self.asker, at=self.asker.at + timedelta(**time))


@pytest_asyncio.fixture
async def bakery(tmp_path: Path, database: Database, pictures: PictureCache) -> Bakery:
    return Bakery(Path(copytree(BAKERY, tmp_path / "bakery")), database, pictures)


async def day(bakery: Bakery) -> list[str]:
    """Know every card of a day; return what each asked."""
    seen = []
    page = await bakery.say("/review")
    while "Show the answer" in [each.label for each in buttons(page)]:
        seen.append(plain(page))
        page = await bakery.press(await bakery.press(page, "Show the answer"), "Easy")
    return seen


async def test_a_week_with_cards_of_every_kind(bakery: Bakery) -> None:
    first = await day(bakery)
    assert [("How hot" in each, "[...] eats sugar" in each, "How much flour" in each) for each in first] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    bakery.wait(days=1)
    second = await day(bakery)
    assert "What's 240 °C for?" in second[0]
    assert "The yeast eats [...]." in second[1]
    assert "1. 2 × 500 g = 1 kg.\nWhat comes next?" in second[2]
    bakery.wait(days=1)
    assert not await day(bakery)


@pytest.mark.parametrize(("typed", "right"), [("leaven", True), ("Yeast", True), ("sugar", False)])
async def test_what_fills_a_gap_is_typed(bakery: Bakery, typed: str, *, right: bool) -> None:
    page = await bakery.say("/review")
    page = await bakery.press(await bakery.press(page, "Show the answer"), "Easy")
    page = await bakery.press(page, "Type the answer", typed)
    assert ("✓ Right!" in plain(page)) is right
    assert "The yeast eats sugar." in plain(page)


@pytest.mark.both_databases
async def test_everyone_goes_on_where_they_were_after_a_renaming(bakery: Bakery) -> None:
    await day(bakery)
    page = await bakery.say("/quiz questions:20")
    shown = plain(page)
    tip = await bakery.say("/tip")
    bakery.rename(
        oven="heat",
        rise="growth",
        double="two-loaves",
        salt="weigh",
        **{each: f"new_{each}" for each in ("bread_several", "salt_number", "loaf_estimate", "tool_match")},
        **{each: f"new_{each}" for each in ("rise_cloze", "rest_cloze", "recipe_mistake")},
    )
    assert not await day(bakery)
    bakery.wait(days=1)
    assert len(await day(bakery)) == 3
    assert plain(await bakery.press(tip, "Useful")) == plain(await bakery.press(await bakery.say("/tip"), "Useful"))
    buttons_then = [each.press for each in buttons(page)]
    assert buttons_then
    again = await bakery.say("/progress")
    assert "1 of " in plain(again)
    onward = await bakery.application.press(Pressed(bakery.asker, buttons_then[0], "5"))
    assert shown.split("\n")[2] in plain(onward)
    assert "isn't in the pack any more" not in plain(onward)
