"""A page that was cut off: it notices, and catches up where its reader was."""

import asyncio
from dataclasses import replace

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from adapters.web.server import Site, start
from bot.language.message import message
from bot.language.people import PLAYGROUND, MemberKey, local_member
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.web.conftest import LIMITS
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.commands import FakeCommands, Held

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_page_that_was_away_catches_up_where_its_reader_was(open_tab: OpenTab, site: Site) -> None:
    ana, ben = await open_tab("Ana", viewport={"width": 800, "height": 400}), await open_tab("Ben")
    reachable = asyncio.Event()
    reachable.set()
    sockets: list[WebSocketRoute] = []

    async def connect(socket: WebSocketRoute) -> None:
        await reachable.wait()
        sockets.append(socket)
        socket.connect_to_server()

    await ana.page.route_web_socket("**/socket", connect)
    await ana.page.reload()
    await ana.answered("/compare data", "Comparing data")
    await ben.send("it was me")
    await expect(ana.last).to_contain_text("it was me")
    reachable.clear()
    await sockets[0].close()
    await expect(ana.page.get_by_role("status")).to_have_text("Reconnecting…")
    await ana.page.locator("#scroller").evaluate("(it) => it.scrollTo(0, 0)")
    await site.memory.forget(MemberKey(PLAYGROUND.key, local_member("Ben").id))
    for channel in ("general", "random"):
        await site.boards.show(Destination(PLAYGROUND.key, channel), message(text("News")), channel)
    reachable.set()
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
