"""What happens to a private answer and to a countdown when a question closes, in a real browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from adapters.web.server import Site
from bot.language.controls import Button, Buttons
from bot.language.message import Countdown, Message, message
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = Destination("web:playground", "general")


def running(seconds: float, sentence: str = "Closes {when}.") -> Message:
    now = datetime.now(UTC)
    return message(Countdown(now, now + timedelta(seconds=seconds), sentence))


async def test_a_private_answer_changes_in_place(open_tab: OpenTab, site: Site, commands: FakeCommands) -> None:
    tab = await open_tab()
    await site.boards.show(GENERAL, message(text("What is it?"), Buttons((Button("42", "question:2"),))), "key")
    await tab.page.get_by_role("button", name="42").click()
    mine = tab.page.locator(".entry.private")
    await expect(mine).to_have_count(1)
    for number in range(30):
        await site.boards.show(GENERAL, message(text(f"Something else {number}")), f"other{number}")
    await expect(tab.page.get_by_text("Something else 29")).to_be_visible()
    reply = commands.pressed[-1].asker.reply
    await site.boards.tell(reply, message(text("✓ Right! +850."), private=True, replaces=True))
    await expect(mine).to_contain_text("✓ Right! +850.")
    await expect(mine).to_be_in_viewport()
    await site.boards.take_back(reply)
    await expect(mine).to_have_count(0)


async def test_a_short_countdown_runs_and_a_long_one_names_the_day(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    soon = [(30, r"Closes in (30|29|28|2\d) seconds\."), (600, r"Closes in 10 minutes\.")]
    for seconds, words in (*soon, (3 * 86_400, r"Closes on \w+, ")):
        await site.boards.show(GENERAL, running(seconds), "key")
        await expect(tab.last).to_contain_text(re.compile(words))
    await expect(tab.last.get_by_role("timer")).to_have_count(0)


async def test_time_counts_by_the_servers_clock(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(None)
    await tab.page.add_init_script("const now = Date.now; Date.now = () => now() + 3_600_000")  # an hour ahead
    await tab.page.reload()
    await tab.join("Ana")
    await site.boards.show(GENERAL, running(40), "key")
    await expect(tab.last).to_contain_text(re.compile(r"Closes in \d\d seconds\."))
