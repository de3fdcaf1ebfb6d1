"""A page that was cut off: it notices, and catches up where its reader was."""

import asyncio
import json
from dataclasses import replace

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from adapters.web.server import Site, start
from bot.language.message import message
from bot.language.people import PLAYGROUND, MemberKey, local_member
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.web.conftest import LIMITS
from tests.adapters.web.page.tab import Cable, OpenTab, Tab
from tests.fakes.commands import FakeCommands, Held

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_page_that_was_away_catches_up_where_its_reader_was(open_tab: OpenTab, site: Site) -> None:
    ana, ben = await open_tab("Ana", viewport={"width": 800, "height": 400}), await open_tab("Ben")
    cable = await Cable.of(ana.page)
    await ana.answered("/compare data", "Comparing data")
    await ben.send("it was me")
    await expect(ana.last).to_contain_text("it was me")
    await cable.cut()
    await expect(ana.page.get_by_role("status")).to_have_text("Reconnecting…")
    await ana.page.locator("#scroller").evaluate("(it) => it.scrollTo(0, 0)")
    await site.memory.forget(MemberKey(PLAYGROUND.key, local_member("Ben").id))
    for channel in ("general", "random"):
        await site.boards.show(Destination(PLAYGROUND.key, channel), message(text("News")), channel)
    cable.plug_in()
    await expect(ana.last).to_contain_text("News")
    await expect(ana.page).to_have_title("(1) Versed playground")
    await expect(ana.page.get_by_text("it was me")).to_have_count(0)
    assert await ana.page.locator("#scroller").evaluate("(it) => it.scrollTop") == 0


async def test_a_page_holds_as_much_as_the_server_does(browser: Browser, commands: FakeCommands) -> None:
    small = await start(commands, host="127.0.0.1", port=0, limits=replace(LIMITS, history=2))
    context = await browser.new_context()
    tab = Tab(await context.new_page())
    await tab.page.goto(small.url)
    await tab.join("Ana")
    said = tab.page.locator(".entry.said .line")
    for number, line in enumerate(("one", "two", "three")):
        await tab.send(line)
        await expect(said.nth(min(number, 1))).to_have_text(line)
    await expect(said).to_have_text(["two", "three"])
    await small.memory.forget(MemberKey(PLAYGROUND.key, local_member("Ana").id))
    await expect(tab.entries).to_have_count(0)
    await context.close()
    await small.close()


async def test_a_connection_that_went_silent_is_made_anew(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab()
    await tab.page.clock.install()
    commands.held = {"d": Held()}
    await tab.line.fill("/compare d")
    await tab.page.clock.run_for(100)
    await commands.held["d"].reached.wait()
    await tab.page.clock.run_for(19_000)
    status = tab.page.get_by_role("status")
    await expect(status).to_be_empty()
    await tab.page.clock.run_for(1_000)
    await expect(status).to_have_text("Reconnecting…")
    await tab.page.clock.run_for(1_000)
    await expect(status).to_be_empty()
    commands.held["d"].release.set()


async def test_a_page_that_only_watches_notices_a_connection_that_went_silent(open_tab: OpenTab) -> None:
    tab = await open_tab()
    connected: asyncio.Queue[None] = asyncio.Queue()
    swallowed: asyncio.Queue[str | bytes] = asyncio.Queue()
    silent = asyncio.Event()

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda frame: swallowed.put_nowait(frame) if silent.is_set() else server.send(frame))
        connected.put_nowait(None)

    await tab.page.route_web_socket("**/socket", connect)
    await tab.page.clock.install()
    await tab.page.reload()
    await expect(tab.page.get_by_role("button", name="/compare Use cases")).to_be_visible()  # it has asked for that
    await connected.get()
    silent.set()
    await tab.page.clock.run_for(31_000)
    assert json.loads(await swallowed.get())["type"] == "ping"
    silent.clear()
    await tab.page.clock.run_for(11_000)
    await connected.get()
    await expect(tab.page.get_by_role("status")).to_be_empty()


async def test_a_page_waits_for_room_in_a_full_playground(open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    full = {"type": "refused", "id": None, "reason": "full", "sentence": "The playground is full; you'll come in."}

    def connect(socket: WebSocketRoute) -> None:
        if refusals:
            socket.send(refusals.pop())
        else:
            socket.connect_to_server()

    refusals = [json.dumps(full)]
    await tab.page.route_web_socket("**/socket", connect)
    await tab.page.clock.install()
    await tab.page.reload()
    await tab.page.get_by_role("button", name="Join the chat").click()
    await expect(tab.page.get_by_role("status")).to_have_text("The playground is full; you'll come in.")
    await expect(tab.page.get_by_role("dialog")).to_have_count(0)
    await tab.page.clock.run_for(1_000)
    await expect(tab.page.get_by_role("heading", level=1)).to_have_text("#general")
    await expect(tab.page.get_by_role("status")).to_be_empty()
