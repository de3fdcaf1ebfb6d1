"""A playground shared with a key: each browser is one person, whatever anybody claims."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from typing import cast

import aiohttp
import pytest

from adapters.web.server import Site
from bot.content.reading.library import Library
from bot.core import build
from bot.features.learners.names import TakenNames
from bot.language.message import Image, message
from bot.language.people import PLAYGROUND, MemberKey
from bot.language.port import Destination
from bot.language.rich_text import text
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import ADMIN_KEY, LIMITS, Json, Person, StartSite, Visitors, status
from tests.fakes.commands import FakeCommands, png
from tests.packs import PETS
from tests.whole_database import everything

KEY = "correct horse"


class Browsers:
    """Opens browsers with a key entered, each with its own cookies."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def open(self, site: Site, key: str = KEY) -> Visitors:
        jar = aiohttp.CookieJar(unsafe=True)  # by default, it doesn't keep cookies from IP addresses
        http = await self._stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        async with http.get(site.url, params={"key": key}) as answer:
            assert answer.status == 200
        return await self._stack.enter_async_context(Visitors(http, site))


@pytest.fixture
async def browsers() -> AsyncIterator[Browsers]:
    async with AsyncExitStack() as stack:
        yield Browsers(stack)


async def refused(visitors: Visitors, name: str) -> Json:
    return await (await visitors.open()).hello(await visitors.token(), name)


def files(entry: Json) -> list[str]:
    return [block["url"] for block in entry["blocks"] if block["type"] == "file"]


def press_in(entry: Json, label: str) -> str:
    found = (each for block in entry["blocks"] if block["type"] == "buttons" for each in block["buttons"])
    return cast("str", next(each["press"] for each in found if each["label"] == label))


async def test_a_browser_is_the_same_person_under_any_name(
    start_site: StartSite, browsers: Browsers, commands: FakeCommands
) -> None:
    browser = await browsers.open(await start_site(key=KEY))
    for name in ("Ana", "Ana Maria", "Ana"):
        tab = await browser.join(name)
        await tab.say("/compare data")
        await tab.socket.close()
    assert len({call.asker.member.id for call in commands.calls}) == 1
    assert [call.asker.member.name for call in commands.calls] == ["Ana", "Ana Maria", "Ana"]


@pytest.mark.parametrize("wanted", ["Ana", "ANA ", "aná", "\uff21na", "A\u200bna", "Versed", "\uff36ersed"])
async def test_a_name_that_is_taken_is_refused(
    start_site: StartSite, browsers: Browsers, commands: FakeCommands, wanted: str
) -> None:
    site = await start_site(key=KEY)
    ana, eve = await browsers.open(site), await browsers.open(site)
    tab = await ana.join("Ana")
    told = await refused(eve, wanted)
    assert (told["type"], told["reason"], "someone else's name" in told["sentence"]) == ("refused", "name", True)
    await tab.socket.close()
    assert (await refused(eve, wanted))["type"] == "refused"  # whether Ana's here or not
    await (await ana.join("Ana")).say("/compare data")
    await (await eve.join("Eve")).say("/compare data")
    assert len({call.asker.member.id for call in commands.calls}) == 2


async def test_a_name_that_was_given_up_is_free_but_not_while_a_tab_shows_it(
    start_site: StartSite, browsers: Browsers
) -> None:
    site = await start_site(key=KEY)
    ana, eve = await browsers.open(site), await browsers.open(site)
    first = await ana.join("Ana")
    second = await ana.join("Bea")
    await first.say("hello")
    assert (await second.entry())["by"]["name"] == "Bea"  # the other tab is the same person
    assert (await (await eve.open()).hello(await eve.token(), "Ana"))["type"] == "welcome"


async def test_the_shared_key_makes_nobody_an_administrator(
    start_site: StartSite, browsers: Browsers, commands: FakeCommands
) -> None:
    site = await start_site(key=KEY)
    for key, name in ((KEY, "Eve"), (ADMIN_KEY, "Ana")):
        await (await (await browsers.open(site, key)).join(name)).say("/compare data")
    assert [call.asker.member.administrator for call in commands.calls] == [False, True]


async def test_a_member_becomes_an_administrator_by_the_other_key(
    start_site: StartSite, browsers: Browsers, commands: FakeCommands
) -> None:
    site = await start_site(key=KEY)
    browser = await browsers.open(site)
    for key, allowed in (("wrong key!", False), (KEY, False), (ADMIN_KEY, True)):
        async with browser.http.get(site.url, params={"key": key}):
            pass
        await (await browser.join("Ana")).say("/compare data")
        assert commands.calls[-1].asker.member.administrator is allowed
    assert len({call.asker.member.id for call in commands.calls}) == 1


async def test_a_browser_is_known_again_after_a_restart(
    start_site: StartSite, browsers: Browsers, commands: FakeCommands
) -> None:
    first, second = await start_site(key=KEY), await start_site(key=KEY)
    browser = await browsers.open(first)
    await (await browser.join("Ana")).say("/compare data")
    await (await Visitors(browser.http, second).join("Ana")).say("/compare data")
    assert commands.calls[0].asker.member == commands.calls[1].asker.member


async def test_the_cookie_is_random_and_long_and_only_for_the_site(start_site: StartSite, browsers: Browsers) -> None:
    site = await start_site(key=KEY)
    browser = await browsers.open(site)
    async with aiohttp.ClientSession(cookies={"versed-key": _cookie(browser, "versed-key")}) as http:
        given = []
        for forwarded in ("http", "https", "https, http"):
            async with http.get(site.url, headers={"X-Forwarded-Proto": forwarded}) as answer:
                (line,) = answer.headers.getall("Set-Cookie")
                assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
                assert ("Secure" in line.split("; ")) == forwarded.startswith("https")
                given.append(SimpleCookie(line)["versed-browser"].value)
    assert len(set(given)) == 3
    assert all(re.fullmatch(r"[\w-]{43}", each) for each in given)  # 256 bits
    person = (await (await browser.open()).hello(await browser.token(), "Ana"))["me"]["id"]
    assert _cookie(browser, "versed-browser") not in person


def _cookie(browser: Visitors, name: str) -> str:
    return next(each.value for each in browser.http.cookie_jar if each.key == name)


@pytest.mark.parametrize("cookie", ["", "short", "x" * 44, "é" * 43])
async def test_without_a_browsers_cookie_nobody_comes_in(
    start_site: StartSite, browsers: Browsers, cookie: str
) -> None:
    site = await start_site(key=KEY)
    opened = await browsers.open(site)
    sent = f"versed-key={_cookie(opened, 'versed-key')}; versed-browser={cookie}"
    origin = site.url.rstrip("/")
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as error:
            await http.ws_connect(f"{origin}/socket", origin=origin, headers={"Cookie": sent})
    assert error.value.status == 403


async def test_a_browser_cannot_take_all_tabs(start_site: StartSite, browsers: Browsers) -> None:
    site = await start_site(key=KEY, limits=replace(LIMITS, tabs=6, tabs_each=3))
    greedy, other = await browsers.open(site), await browsers.open(site)
    tabs = [await greedy.join("Eve") for _ in range(3)]
    told = await refused(greedy, "Eve")
    assert (told["reason"], "too many tabs" in told["sentence"]) == ("full", True)
    await other.join("Ana")
    await tabs[0].socket.close()
    await greedy.join("Eve")


@pytest.mark.parametrize(
    ("host", "let_in"),
    [
        *((host, False) for host in ("evil.example", "10.0.0.7.evil.example", "evil.example.", "", "[")),
        *((host, True) for host in ("lan", "10.0.0.7:80", "[fe80::1]:80", "mac.local", "VERSED.example.org:443")),
    ],
)
async def test_with_a_key_a_rebound_name_is_misdirected(start_site: StartSite, host: str, let_in: bool) -> None:
    site = await start_site(key=KEY, names=frozenset({"versed.example.org"}))
    async with aiohttp.ClientSession() as http, http.get(site.url, headers={"Host": host}) as answer:
        assert answer.status == (401 if let_in else 421)


@pytest.fixture
async def shared(database: Database, start_site: StartSite, tmp_path: Path) -> AsyncIterator[Site]:
    """A shared playground with a whole core behind it."""
    pictures = PictureCache()
    core = build(Library((PETS,), tmp_path / "cache"), database, pictures, Random(1))
    site = await start_site(key=KEY, labels=TakenNames(database), application=core.application)
    core.personal_caches.append(site.memory)
    yield site
    pictures.close()


async def private(person: Person, typed: str) -> Json:
    await person.say(typed)
    return await person.entry()


async def test_eve_gets_nothing_of_anas(shared: Site, browsers: Browsers) -> None:
    """The attack: anyone with the key could pass for anyone else."""
    ana, eve = await browsers.open(shared), await browsers.open(shared)
    tab = await ana.join("Ana")
    await private(tab, "/link")
    (export,) = files(await private(tab, "/privacy export"))
    assert (await refused(eve, "ANA "))["type"] == "refused"
    spy = await eve.open()
    welcome = await spy.hello(await eve.token(), "Eve")
    assert welcome["entries"] == []
    assert "Only an administrator" in (await spy.say("/schedule list"))["sentence"]
    address = shared.url.rstrip("/") + export
    assert [await status(each.http, address) for each in (ana, eve)] == [200, 404]
    async with aiohttp.ClientSession() as stranger, stranger.get(address) as answer:
        assert answer.status == 403


async def test_what_was_erased_cannot_be_fetched_or_read_any_more(
    shared: Site, browsers: Browsers, database: Database
) -> None:
    ana, ben = await browsers.open(shared), await browsers.open(shared)
    tab, other = await ana.join("Zedcanary"), await ben.join("Ben")
    await private(tab, "hello from me")
    export = await private(tab, "/privacy export")
    (address,) = files(export)
    asked = await private(tab, "/privacy erase")
    await tab.press(asked, press_in(asked, "Delete everything"))
    async with ana.http.get(shared.url.rstrip("/") + address) as answer:
        assert answer.status == 404
    gone = {(await tab.next("gone"))["entry"] for _ in range(3)}
    assert export["id"] in gone
    assert (await other.next("gone"))["entry"] in gone
    assert "canary" not in str((await (await ben.open()).hello(await ben.token(), "Ben"))["entries"]).lower()
    assert "canary" not in repr(await everything(database)).lower()
    await (await browsers.open(shared)).join("Ana")


async def test_a_note_to_one_person_is_forgotten_with_them(shared: Site, browsers: Browsers) -> None:
    ana, ben = await browsers.open(shared), await browsers.open(shared)
    tab, other = await ana.open(), await ben.open()
    ids = [
        (await one.hello(await whose.token(), name))["me"]["id"]
        for one, whose, name in (
            (tab, ana, "Ana"),
            (other, ben, "Ben"),
        )
    ]
    ways = [Destination(PLAYGROUND.key, "", id_) for id_ in ids] + [Destination(PLAYGROUND.key, "general")]
    for way in ways:
        await shared.port.post(way, message(text("a canary")), "key")
    assert "canary" not in repr(list(shared.port._posted.items()))  # only the room keeps its text
    assert [(await tab.entry())["private"] for _ in range(2)] == [True, False]
    asked = await private(tab, "/privacy erase")
    await tab.press(asked, press_in(asked, "Delete everything"))
    long_ago, ever = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    found = [await shared.port.look_up(way, "key", long_ago, ever) for way in ways]
    assert [each is None for each in found] == [True, False, False]
    assert ids[0] not in repr(list(shared.port._posted))


async def test_a_picture_in_a_note_is_for_one_person_and_stays_while_they_do(
    shared: Site, browsers: Browsers
) -> None:
    ana, ben = await browsers.open(shared), await browsers.open(shared)
    tab, other = await ana.open(), await ben.join("Ben")
    me = (await tab.hello(await ana.token(), "Ana"))["me"]["id"]
    note = message(text("Your week"), Image(png(), "A chart", "week.png"))
    await shared.port.post(Destination(PLAYGROUND.key, "", me), note, "key")
    url = shared.url.rstrip("/") + (await tab.entry())["blocks"][1]["url"]
    assert [await status(each.http, url) for each in (ana, ben)] == [200, 404]
    asked = await private(other, "/privacy erase")
    await other.press(asked, press_in(asked, "Delete everything"))
    assert await status(ana.http, url) == 200
    asked = await private(tab, "/privacy erase")
    await tab.press(asked, press_in(asked, "Delete everything"))
    assert await status(ana.http, url) == 404


async def test_a_taken_name_outlives_a_restart(database: Database, start_site: StartSite, browsers: Browsers) -> None:
    first, second = [await start_site(key=KEY, labels=TakenNames(database)) for _ in range(2)]
    ana = await browsers.open(first)
    await ana.join("Ana")
    assert (await refused(await browsers.open(second), "ana"))["type"] == "refused"
    await Visitors(ana.http, second).join("Ana")


@pytest.mark.both_databases
async def test_many_ask_for_one_name_at_once_and_one_gets_it(database: Database) -> None:
    names = TakenNames(database)
    told = await asyncio.gather(
        *(names.take(MemberKey("web:playground", f"browser-{one}"), "Ana") for one in range(8))
    )
    assert sorted(told) == [False] * 7 + [True]


async def test_names_that_hide_something_are_refused_and_those_that_look_alike_are_one(
    shared: Site, browsers: Browsers
) -> None:
    ana, eve = await browsers.open(shared), await browsers.open(shared)
    tab = await ana.join("Ana Otter")
    for name in ("Ana\u00a0Otter", "ANA OT\u00adTER", "Ana Otter\ufe0f", "Ａｎａ Otter", "Ana \u3164Otter"):
        assert "someone else's name" in (await refused(eve, name))["sentence"]
    for name, said in (
        ("A\u202enna", "turns its letters round"),
        ("\u00ad\u3164", "That name's invisible"),
    ):
        assert said in (await refused(eve, name))["sentence"]
        assert said in (await tab.say(f"/team create {name}"))["sentence"]
    assert (await private(tab, "hel\u202elo"))["text"] == "hello"
