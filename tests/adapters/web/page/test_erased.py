"""Someone who's erased disappears from open pages, too."""

import pytest
from playwright.async_api import expect

from adapters.web.server import Site
from bot.language.message import message
from bot.language.people import PLAYGROUND, MemberKey, local_member
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.web.page.tab import Cable, OpenTab

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_their_lines_and_their_name_disappear(open_tab: OpenTab, site: Site) -> None:
    zed, ben = await open_tab("Zedcanary"), await open_tab("Ben")
    await zed.send("it was me")
    await ben.send("I stay")
    await site.boards.show(Destination(PLAYGROUND.key, "general"), message(text("Zedcanary leads")), "board")
    await expect(ben.entries).to_have_count(3)
    await site.memory.forget(MemberKey(PLAYGROUND.key, local_member("Zedcanary").id))
    for tab in (zed, ben):
        await expect(tab.entries).to_have_count(2)
        await expect(tab.entries.first).to_contain_text("I stay")
        await expect(tab.last).to_contain_text("someone leads")


async def test_nothing_private_stays_even_if_the_server_no_longer_knows_it(open_tab: OpenTab, site: Site) -> None:
    zed, ben = await open_tab("Zed"), await open_tab("Ben")
    for tab in (zed, ben):
        await tab.send("/nothing")  # only the page has what comes of this
        await expect(tab.entries).to_have_count(1)
    await site.memory.forget(MemberKey(PLAYGROUND.key, local_member("Zed").id))
    await expect(zed.entries).to_have_count(0)
    await ben.arrived()
    await expect(ben.entries).to_have_count(1)


async def test_a_page_that_was_away_then_shows_nothing_either(open_tab: OpenTab, site: Site) -> None:
    zed = await open_tab("Zed")
    cable = await Cable.of(zed.page)
    for line, is_erased in (("/nothing", False), ("it was me", True)):
        await zed.send(line)
        await expect(zed.page.get_by_text(line).first).to_be_visible()
        await cable.cut()
        await expect(zed.page.get_by_role("status")).to_have_text("Reconnecting…")
        if is_erased:
            await site.memory.forget(MemberKey(PLAYGROUND.key, local_member("Zed").id))
        cable.plug_in()
        await expect(zed.page.get_by_role("status")).to_have_text("")
        await expect(zed.page.get_by_text("You typed")).to_have_count(0 if is_erased else 1)
    await expect(zed.entries).to_have_count(0)
