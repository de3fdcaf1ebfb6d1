"""Files that people upload on the page: from a drop to a quiz, and what goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import aiohttp
import pytest

from adapters.web import given
from bot.content.reading.library import Library
from bot.core import build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import Json, Person, StartSite, Visitors
from tests.packs import PETS

TABLE = b"Question,Answer\nWhat makes dough rise?,Yeast\nWhat slows yeast down?,Salt\nWhat feeds yeast?,Sugar\n"


@pytest.fixture
async def whole(
    start_site: StartSite, http: aiohttp.ClientSession, sqlite_database: Database
) -> AsyncIterator[Visitors]:
    """A playground with the whole core behind it."""
    pictures = PictureCache()
    core = build(Library([PETS]), sqlite_database, pictures, Random(1))
    async with Visitors(http, await start_site(application=core.application)) as visitors:
        yield visitors
    await core.running_games.close()
    pictures.close()


async def give(visitors: Visitors, raw: bytes | AsyncIterator[bytes], **headers: str) -> tuple[int, str]:
    """Upload a file, and return the response's status and text."""
    origin = visitors.site.url.rstrip("/")
    usual = {"Origin": origin, "X-Page-Token": await visitors.token(), "X-File-Name": "Bakery%20one.csv"}
    async with visitors.http.post(f"{origin}/given", data=raw, headers={**usual, **headers}) as answer:
        return answer.status, await answer.text()


async def bring(person: Person, word: str) -> Json:
    return await person.ask("say", channel="general", text="/pack import", files={"file": word})


def pressed(entry: Json, label: str) -> str:
    buttons: list[Any] = [each for block in entry["blocks"] for each in block.get("buttons", ())]
    return next(str(each["press"]) for each in buttons if each["label"] == label)


async def test_from_a_dropped_file_to_a_quiz(whole: Visitors) -> None:
    ana = await whole.join("Ana")
    status, word = await give(whole, TABLE)
    assert status == 200
    assert (await bring(ana, word))["type"] == "done"
    report = await ana.entry()
    assert report["private"]
    assert report["blocks"][0]["text"] == "Bakery one.csv: Bakery one"
    await ana.press(report, pressed(report, "Publish"))
    published = await ana.entry()
    await ana.press(published, pressed(published, "Teach it everywhere"))
    await ana.entry()
    await ana.say("/quiz Bakery one 1")
    assert "Question 1 of 1" in str((await ana.entry())["blocks"])
    again = await bring(ana, word)
    assert "isn't here any more" in again["sentence"]


async def test_a_form_takes_a_file(whole: Visitors) -> None:
    ana = await whole.join("Ana")
    refused = await ana.say("/pack import")
    (again,) = (each for each in refused["buttons"] if each["form"])
    assert [each["name"] for each in again["form"]["fields"] if each["file"]] == ["file"]
    _, word = await give(whole, TABLE)
    done = await ana.ask("press", channel="general", entry="", press=again["press"], files={"file": word}, fields={})
    assert done["type"] == "done"
    assert "Bakery one" in str((await ana.entry())["blocks"])


async def test_files_that_are_still_arriving_share_a_memory_limit(
    whole: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "_TOGETHER", 3 * len(TABLE))
    go_on = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield 2 * TABLE
        await go_on.wait()

    first = asyncio.create_task(give(whole, slowly()))
    while (refused := await give(whole, 2 * TABLE))[0] == 200:  # until the first one has begun to arrive
        pass
    assert refused[0] == 413
    assert "Many files are coming in" in refused[1]
    go_on.set()
    assert (await first)[0] == 200
    assert (await give(whole, 2 * TABLE))[0] == 200


async def test_only_the_page_itself_uploads_files_and_none_too_large(
    whole: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await give(whole, TABLE, Origin="https://elsewhere.example"))[0] == 403
    assert (await give(whole, TABLE, **{"X-Page-Token": "wrong"}))[0] == 403
    monkeypatch.setattr(given, "LARGEST", 10)
    status, said = await give(whole, TABLE)
    assert status == 413
    assert "split it" in said
