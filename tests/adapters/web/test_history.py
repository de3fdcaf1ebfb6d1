"""The channels' history survives a restart, but nothing of anybody who was erased does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeAlias

import aiohttp
import pytest
from sqlalchemy import update

from adapters.web.server import Site
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.delivery.clock import SystemClock
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.language.codec import dump
from bot.language.message import File, Image, message
from bot.language.people import PLAYGROUND, MemberKey, local_member
from bot.language.port import Destination
from bot.language.rich_text import text
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.history import HOLDER, History, HistoryEntry
from bot.storage.tables import said
from tests.adapters.web.conftest import LIMITS, Json, StartSite, Visitors, status
from tests.adapters.web.test_shared import press_in
from tests.erasures import erasure
from tests.features.games.games import T0
from tests.packs import PETS
from tests.rows import change
from tests.whole_database import everything

GENERAL = Destination(PLAYGROUND.key, "general")
Start: TypeAlias = Callable[..., Awaitable[tuple[Site, Core]]]


@pytest.fixture
async def start(database: Database, start_site: StartSite, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts playgrounds on one database, one after another."""
    pictures = PictureCache()

    async def begin(**options: object) -> tuple[Site, Core]:
        core = build(Library((PETS,), tmp_path / "cache"), database, pictures, Random(1))
        history = History(database, PLAYGROUND.key)
        site = await start_site(application=core.application, history=history, **options)
        core.personal_caches.append(site.memory)
        return site, core

    yield begin
    pictures.close()


async def seen(site: Site, http: aiohttp.ClientSession, name: str = "Newcomer") -> list[Json]:
    """Return the entries that someone sees when they join."""
    async with Visitors(http, site) as visitors:
        person = await visitors.open()
        entries: list[Json] = (await person.hello(await visitors.token(), name))["entries"]
        return entries


async def test_a_newcomer_sees_what_was_said_before_a_restart(start: Start, http: aiohttp.ClientSession) -> None:
    site, _ = await start()
    async with Visitors(http, site) as visitors:
        ana = await visitors.join("Ana")
        await ana.say("hello all")
        await ana.say("/tip", "ai-team")
        await ana.say("/settings")
        before = [each for each in await seen(site, http) if not each["private"]]
    await site.port.post(GENERAL, message(text("a tip")), "key")
    ref = await site.boards.show(GENERAL, message(text("one")), "board")
    await site.boards.change(GENERAL, ref, message(text("two")))
    await site.close()
    again, _ = await start()
    after = await seen(again, http)
    # The database stores milliseconds.
    assert [each | {"at": each["at"][:22]} for each in after[: len(before)]] == [
        each | {"at": each["at"][:22]} for each in before
    ]
    assert [each["channel"] for each in after if each["text"] == "used /tip"] == ["ai-team"]
    assert not any("settings" in each["text"] for each in after)
    post, board = after[-2:]
    assert post["by"]["name"] == "Versed"
    assert (board["id"], board["by"], board["version"]) == (ref, None, 1)
    await again.boards.change(GENERAL, ref, message(text("three")))
    (changed,) = [each for each in await seen(again, http) if each["id"] == ref]
    assert (changed["version"], changed["blocks"][0]["spans"][0]["text"]) == (2, "three")


async def test_what_comes_after_a_restart_is_listed_after_what_came_before(
    start: Start, http: aiohttp.ClientSession
) -> None:
    for number in range(3):
        site, _ = await start()
        async with Visitors(http, site) as visitors:
            await (await visitors.join("Ana")).say(f"line {number}")
        await site.close()
    last, _ = await start()
    lines = [each["text"] for each in await seen(last, http)]
    assert [each for each in lines if each.startswith("line")] == ["line 0", "line 1", "line 2"]


@pytest.mark.both_databases
@pytest.mark.parametrize("spoilt", [{"number": 2**63 - 1}, {"number": 2**62 + 5}, {"version": 2**31 - 1}])
async def test_a_line_with_a_corrupt_number_does_not_stop_others_from_being_stored(
    start: Start, http: aiohttp.ClientSession, database: Database, spoilt: dict[str, int]
) -> None:
    for number in range(3):
        site, _ = await start()
        async with Visitors(http, site) as visitors:
            await (await visitors.join("Ana")).say(f"line {number}")
        await site.close()
        if number == 0:
            await change(database, update(said).where(said.c.text == "line 0").values(**spoilt))
    last, _ = await start()
    lines = [each["text"] for each in await seen(last, http)]
    assert [each for each in lines if each.startswith("line")] == ["line 1", "line 2"]


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


async def test_pictures_come_back_and_only_as_much_as_the_room_holds_is_stored(
    start: Start, http: aiohttp.ClientSession, database: Database
) -> None:
    few = replace(LIMITS, history=3)
    site, _ = await start(limits=few)
    for number in range(5):
        await site.port.post(GENERAL, message(text(f"{number}"), Image(_PNG, "dots", "dots.png")), f"key {number}")
    await site.close()
    assert len(await History(database, PLAYGROUND.key).read()) == 3
    again, _ = await start(limits=few)
    entries = await seen(again, http)
    assert [each["blocks"][0]["spans"][0]["text"] for each in entries] == ["2", "3", "4"]
    async with http.get(again.url.rstrip("/") + entries[0]["blocks"][1]["url"]) as answer:
        assert await answer.read() == _PNG


@pytest.mark.both_databases
async def test_someone_erased_is_neither_in_the_room_nor_in_the_database(
    start: Start, http: aiohttp.ClientSession, database: Database
) -> None:
    site, _ = await start()
    async with Visitors(http, site) as visitors:
        zed, ben = await visitors.join("Zedcanary"), await visitors.join("Ben")
        await zed.say("it was me")
        await zed.say("/tip")
        await ben.say("I stay")
        board = await site.boards.show(GENERAL, message(text("Zedcanary leads, Ben follows")), "board")
        await zed.say("/privacy erase")
        asked = next(each for each in reversed(await seen(site, http, "Zedcanary")) if each["private"])
        await zed.press(asked, press_in(asked, "Delete everything"))
        stands = await seen(site, http)
        assert "canary" not in repr(stands).lower()
        assert next(each for each in stands if each["id"] == board)["blocks"][0]["spans"][0]["text"] == (
            "someone leads, Ben follows"
        )
        changed = await ben.next("board")
        assert "canary" not in repr(changed).lower()
    await site.close()
    assert "canary" not in repr(await everything(database)).lower()
    again, _ = await start()
    assert [each["text"] for each in await seen(again, http) if each["by"]] == ["I stay"]


async def test_nothing_is_kept_of_the_answer_to_an_erasure(start: Start, http: aiohttp.ClientSession) -> None:
    site, _ = await start()
    async with Visitors(http, site) as visitors:
        zed = await visitors.join("Zedcanary")
        await zed.say("/privacy erase")
        asked = await zed.entry()
        await zed.press(asked, press_in(asked, "Delete everything"))
        told = await zed.entry()
        assert "It's all gone" in str(told)
        assert await seen(site, http, "Zedcanary") == []
        # They go on as someone new, with a history.
        await zed.say("/settings")
        assert [each["text"] for each in await seen(site, http, "Zedcanary")] == ["used /settings"]


async def test_a_name_that_only_the_database_knows_goes_from_the_room(
    start: Start, http: aiohttp.ClientSession, database: Database
) -> None:
    """The attack: play under one name, come back under another, and erase that."""
    site, _ = await start()
    await site.boards.show(GENERAL, message(text("Zedcanary leads")), "board")
    me = MemberKey(PLAYGROUND.key, "browser-1")
    history = History(database, PLAYGROUND.key)
    history.keep(HistoryEntry("one", 1, "no channel any more", me.member, "Zedcanary", "hello", None, 0, T0))
    await history.settle()
    await erasure(database, [site.memory]).erase(me, {"Quux"})
    assert [each["blocks"][0]["spans"][0]["text"] for each in await seen(site, http)] == ["someone leads"]


async def test_a_picture_that_shows_someone_erased_cannot_be_fetched_any_more(
    start: Start, http: aiohttp.ClientSession
) -> None:
    site, _ = await start()
    async with Visitors(http, site) as visitors:
        zed = await visitors.join("Zedcanary")
        for shows in ("Zedcanary on the podium", "a chart of everyone"):
            picture = Image(_PNG + shows.encode(), shows, "x.png", dark=_PNG + b"dark " + shows.encode())
            await site.boards.show(GENERAL, message(text("Well played"), picture), "board")
        entries = [each["blocks"][1] for each in await seen(site, http)]
        urls = [site.url.rstrip("/") + each[kind] for each in entries for kind in ("url", "dark")]
        assert [await status(http, url) for url in urls] == [200, 200, 200, 200]
        await zed.say("/privacy erase")
        asked = next(each for each in reversed(await seen(site, http, "Zedcanary")) if each["private"])
        await zed.press(asked, press_in(asked, "Delete everything"))
        assert [await status(http, url) for url in urls] == [404, 404, 200, 200]


async def test_on_ones_own_machine_a_person_has_their_files_in_every_browser(
    start: Start, http: aiohttp.ClientSession
) -> None:
    site, _ = await start()
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as other,
        Visitors(http, site) as tabs,
    ):
        assert await status(other, site.url) == 200  # the page has given this browser its cookie
        ana = await tabs.join("Ana")
        await ana.say("/privacy export")
        url = next(each["url"] for each in (await ana.entry())["blocks"] if each["type"] == "file")
        for browser in (http, other):
            assert await status(browser, site.url.rstrip("/") + url) == 200


async def test_erasing_from_a_terminal_reaches_the_room(start: Start, http: aiohttp.ClientSession) -> None:
    site, core = await start()
    async with Visitors(http, site) as visitors:
        await (await visitors.join("Ana")).say("it was me")
    me = MemberKey(PLAYGROUND.key, local_member("Ana").id)
    for each in core.personal_caches:
        await each.forget(MemberKey("discord:1", me.member), ())
    assert [each["text"] for each in await seen(site, http)] == ["it was me"]
    for each in core.personal_caches:
        await each.forget(me, ())
    assert await seen(site, http) == []


async def test_a_message_that_cannot_be_read_any_more_is_skipped(
    start: Start, http: aiohttp.ClientSession, database: Database
) -> None:
    history = History(database, PLAYGROUND.key)
    good = HistoryEntry("good", 1, "general", "ben", "Ben", "used /tip", dump(message(text("a tip"))), 0, T0)
    for odd in (
        replace(good, id="newer", number=2, message="[99, false, false, []]"),
        replace(good, id="broken", number=3, message="{"),
        replace(good, id="elsewhere", number=4, place="cellar"),
        good,
    ):
        history.keep(odd)
    await history.settle()
    site, _ = await start()
    assert [each["id"] for each in await seen(site, http)] == ["good"]


async def test_a_post_with_a_file_is_not_kept(start: Start, http: aiohttp.ClientSession, database: Database) -> None:
    site, _ = await start()
    await site.port.post(GENERAL, message(File("list.txt", b"x", "text/plain")), "key")
    assert len(await seen(site, http)) == 1
    await site.close()
    assert await History(database, PLAYGROUND.key).read() == []


async def test_a_failing_database_costs_only_the_history(
    start: Start, http: aiohttp.ClientSession, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("out of order")

    site, _ = await start()
    monkeypatch.setattr(database, "transact", fail)
    await site.port.post(GENERAL, message(text("a tip")), "key")
    assert len(await seen(site, http)) == 1
    monkeypatch.setattr(database, "read", fail)
    again, _ = await start()
    assert await seen(again, http) == []


async def test_names_that_are_everyday_words_of_ours_stay(database: Database) -> None:
    history = History(database, PLAYGROUND.key)
    said = dump(message(text("You host: press Start.")))
    history.keep(HistoryEntry("one", 1, "general", "", "", "", said, 0, T0))
    await history.settle()
    await database.transact(lambda on: HOLDER.forget(on, MemberKey(PLAYGROUND.key, "you"), {"You"}))
    assert [each.message for each in await history.read()] == [said]


async def test_an_unreadable_line_does_not_hide_the_others(start: Start, http: aiohttp.ClientSession) -> None:
    site, core = await start()
    async with Visitors(http, site) as visitors:
        ana = await visitors.join("Ana")
        for line in ("first", "second"):
            await ana.say(line)
    await site.close()
    await change(core.database, update(said).where(said.c.text == "first").values(at=10**17))
    again, _ = await start()
    shown = str(await seen(again, http))
    assert "second" in shown
    assert "first" not in shown


async def test_a_purged_playground_is_empty_at_once_and_after_a_restart(
    start: Start, http: aiohttp.ClientSession, database: Database
) -> None:
    site, _ = await start()
    operator = Operator(database, erasure(database, [site.memory]), Quota(), SystemClock())
    async with Visitors(http, site) as visitors:
        ana = await visitors.join("Ana")
        await ana.say("hello all")
        await ana.say("/settings")
        picture = message(text("Well played"), Image(_PNG, "Ana on the podium", "x.png"))
        await site.boards.show(GENERAL, picture, "board")
        url = site.url.rstrip("/") + (await seen(site, http))[-1]["blocks"][1]["url"]
        assert await status(http, url) == 200
        await operator.purge(PLAYGROUND.key)
        await ana.next("gone")
        assert await seen(site, http, "Ana") == []
        assert await status(http, url) == 404
    await site.close()
    again, _ = await start()
    assert await seen(again, http) == []


async def test_another_tenants_purge_leaves_the_playground_alone(start: Start, http: aiohttp.ClientSession) -> None:
    site, _ = await start()
    async with Visitors(http, site) as visitors:
        await (await visitors.join("Ana")).say("hello all")
    await site.memory.forget_tenant("slack:T0HOME")
    assert [each["text"] for each in await seen(site, http)] == ["hello all"]
