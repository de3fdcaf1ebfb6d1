"""Four people play a game in teams, each in a tab of their own, from the lobby to the podium."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from adapters.web.server import Site, start
from bot.content.reading.library import Library
from bot.core import build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import LIMITS
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.boards import FastClock
from tests.packs import PETS

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTIONS = 3


@pytest_asyncio.fixture(loop_scope="session")
async def site(migrated_sqlite_url: str) -> AsyncIterator[Site]:
    """A playground with the whole core behind it, whose games run four times as fast."""
    database = await Database.open(migrated_sqlite_url)
    pictures = PictureCache()
    services = build(Library([PETS]), database, pictures, Random(3))
    services.running_games.clock = FastClock(4, datetime.now(UTC))
    site = await start(services.application, host="127.0.0.1", port=0, limits=LIMITS)
    services.boards["web"] = site.boards
    hosting = asyncio.create_task(services.running_games.run())
    yield site
    hosting.cancel()
    with suppress(asyncio.CancelledError):
        await hosting
    await services.running_games.close()
    await site.close()
    pictures.close()
    await database.close()


def board(tab: Tab, heading: str | re.Pattern[str]) -> Locator:
    """Return the latest board with that heading in a tab."""
    return tab.entries.filter(has=tab.page.get_by_role("heading", name=heading)).last


async def answer(tab: Tab, question: Locator, number: int) -> None:
    """Answer in whatever way the question asks for."""
    typing = question.get_by_role("button", name="Type your answer")
    options = question.locator(".block-buttons").first.get_by_role("button")
    if await typing.count():
        await typing.click()
        await tab.page.get_by_role("dialog").get_by_role("textbox").fill("aquarium")
        await tab.page.keyboard.press("Enter")
    elif await question.get_by_text("Press what comes first.").count():
        items = await options.count()
        await options.nth(number).click()
        mine = board(tab, re.compile("your order"))
        for left in range(items - 1, 0, -1):
            rest = mine.locator(".block-buttons").get_by_role("button").filter(has_not_text="Start again")
            await expect(rest).to_have_count(left)
            await rest.first.click()
    else:
        await options.nth(number % await options.count()).click()
    mine = tab.page.locator(".entry.private").filter(has_text=re.compile("Locked: |You said: "))
    await expect(mine).to_have_count(1)  # the answer to the previous question has gone


async def test_four_tabs_play_a_game_in_teams(open_tab: OpenTab) -> None:
    ana, ben, cleo, dan = tabs = [await open_tab(name) for name in ("Ana", "Ben", "Cleo", "Dan")]
    await ana.send(f"/game start {QUESTIONS} 120 streaks:yes")
    for tab, team in ((ana, "Red"), (ben, "Blue"), (cleo, "Red")):
        await (
            board(tab, "A game: Pets compared")
            .get_by_role("button", name=f"Join {team}")
            .or_(board(tab, "A game: Pets compared").get_by_role("button", name=f"Join {team}"))
            .click()
        )
    await board(dan, "A game: Pets compared").get_by_role("button", name="Join any team").click()
    for tab in tabs:
        lobby = board(tab, "A game: Pets compared")
        await expect(lobby).to_contain_text("Red (2)")
        await expect(lobby).to_contain_text("Ben, Dan")
    await board(ben, "A game: Pets compared").get_by_role("button", name="Start").click()
    await expect(ben.page.get_by_text("The first question comes ").first).to_be_visible()  # everyone administers
    for position in range(QUESTIONS):
        heading = f"Question {position + 1} of {QUESTIONS}"
        for number, tab in enumerate(tabs):
            question = board(tab, heading)
            await expect(question).to_contain_text(f"{number} of 4 have answered.")
            await expect(question).not_to_contain_text("✓")
            await expect(question.get_by_role("timer")).to_contain_text("Closes in")
            await answer(tab, question, number)
        for tab in tabs:
            await expect(board(tab, heading)).to_contain_text("The right ")
            await expect(board(tab, heading)).to_contain_text("1. ")
            mine = tab.page.locator(".entry.private").filter(has_text=re.compile("✓ Right!|✗ Not quite."))
            await expect(mine).to_have_count(1)
            await expect(mine).to_be_in_viewport()
    for tab in tabs:
        podium = board(tab, re.compile("won!|share first place|Nobody scored"))
        await expect(podium).to_be_visible()
        await expect(podium.get_by_role("img", name=re.compile("points")).first).to_be_visible()
    await board(dan, re.compile("won!|share")).get_by_role("button", name="Review what I missed").click()
    await expect(
        dan.last.get_by_role("heading", name=re.compile("what to look at again|A clean sheet"))
    ).to_be_visible()
    for tab in tabs:
        assert await tab.beyond_the_edge() == []
    # A latecomer sees the latest boards, and each question once.
    eva = await open_tab("Eva")
    assert await eva.page.get_by_role("heading", name=re.compile("^Question")).count() == QUESTIONS
    table = await ana.answered("/leaderboard", "Leaderboard: the last 30 days")
    await expect(table).to_contain_text("Cleo")
