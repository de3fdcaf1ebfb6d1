"""Questions answered with checkboxes, menus and text fields over the page's protocol: in a challenge and a game.

The tests in page/ look at them in a browser.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import aiohttp
import pytest

from adapters.web.server import start
from bot.content.reading.library import Library
from bot.core import build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import LIMITS, Json, Person, Visitors
from tests.packs import BAKERY

ASKED = 7
KINDS = {"boxes", "select", "text"}
AT_ONCE = timedelta(milliseconds=1)


@pytest.fixture
async def ana(
    sqlite_database: Database, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Person]:
    """Someone in a playground whose games run without pauses."""
    for name in ("host_events.COUNTDOWN", "timing.LEAD", "timing.REVEAL"):
        monkeypatch.setattr(f"bot.features.games.{name}", AT_ONCE)
    pictures = PictureCache()
    services = build(Library([BAKERY]), sqlite_database, pictures, Random(1))
    site = await start(services.application, host="127.0.0.1", port=0, limits=LIMITS)
    services.boards["web"] = site.boards
    hosting = asyncio.create_task(services.running_games.run())
    async with Visitors(http, site) as visitors:
        yield await visitors.join("Ana")
    hosting.cancel()
    with suppress(asyncio.CancelledError):
        await hosting
    await services.running_games.close()
    await site.close()
    pictures.close()


def pressable(shown: object) -> Iterator[Json]:
    """Yield all buttons of an entry."""
    if isinstance(shown, dict):
        if "press" in shown and "form" in shown:
            yield shown
        for each in shown.values():
            yield from pressable(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from pressable(each)


async def until(ana: Person, says: str, label: str = "") -> Json:
    """Return the next new or changed entry that contains a text and has a button with that label."""
    while True:
        shown = await ana.next("entry", "board")
        entry: Json = shown["entry"]
        if says in str(entry) and (not label or any(each["label"] == label for each in pressable(entry))):
            return entry


async def answered(ana: Person, entry: Json, used: set[str]) -> None:
    """Press a question's first button; if it has a form, fill in the first options, or 150 as text."""
    button = next(pressable(entry))
    given = {}
    for each in (button["form"] or {"fields": ()})["fields"]:
        choices = each["several"] or each["choices"]
        used.add("boxes" if each["several"] else "select" if choices else "text")
        given[each["name"]] = choices[0]["value"] if choices else "150"
    asked: Json = {"channel": entry["channel"], "entry": entry["id"], "press": button["press"]}
    await ana.ask("press", **asked, fields=given)


async def test_each_kind_in_a_challenge(ana: Person) -> None:
    await ana.say(f"/challenge questions:{ASKED} seconds:120")
    entry, used = await until(ana, "Take it alone"), set[str]()
    await answered(ana, entry, used)
    entry = await until(ana, "Ready?")
    for number in range(ASKED):
        await answered(ana, entry, used)
        await answered(ana, await until(ana, f"question {number + 1} of {ASKED}"), used)
        entry = await until(ana, "Locked: ")
    assert used == KINDS


async def test_each_kind_in_a_game(ana: Person) -> None:
    await ana.say(f"/game start mode:everyone questions:{ASKED} seconds:120 read:0")
    lobby, used = await until(ana, "Players (0)", "Join"), set[str]()
    await answered(ana, lobby, used)
    start_it = next(each for each in pressable(lobby) if each["label"] == "Start")
    await ana.press(lobby, start_it["press"])
    for number in range(ASKED):
        await answered(ana, await until(ana, f"Question {number + 1} of {ASKED}"), used)
        await until(ana, "Locked")
    assert used == KINDS
    await until(ana, "", "Play again")
