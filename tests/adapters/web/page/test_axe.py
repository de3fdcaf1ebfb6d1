"""axe-core finds nothing wrong, whatever the page shows: in light and dark, on a desktop and on a phone.

Each story is played once and checked in all these ways wherever it stops, because playing takes longer than checking.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.web.guard import AccessKeys
from adapters.web.server import Sharing, Site, start
from bot.language.controls import Button, Buttons, Choice, Menu
from bot.language.message import Countdown, Facts, Footer, Heading, Image, Message, Progress, Table, Tone, message
from bot.language.port import Destination
from bot.language.rich_text import emphasis, strong, text
from tests.adapters.web.conftest import ADMIN_KEY, LIMITS, FakeLabels
from tests.adapters.web.page.axe import violations
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands, png

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

STILL = {"reduced_motion": "reduce"}
"""No animations, because an element that's still fading in has no final contrast to measure."""

GENERAL = Destination("playground", "general")
CONTROLS = Buttons((Button("Host controls …", "topic:controls"),))


def closes(now: datetime, seconds: int) -> Countdown:
    return Countdown(now, now + timedelta(seconds=seconds), "Closes {when}.")


def boards(now: datetime) -> list[Message]:
    """Return what a game shows, one after the other, and other kinds of messages."""
    answers = tuple(Button(f"{letter}. An answer", f"answer:{letter}") for letter in "ABCDEF")
    ranked = Table(("Player", "Points", "This question"), (("1. Ana", "1,955", "+981"), ("2. Ben", "0", "+0")))
    shares = Facts((("✓ A. An answer", "1 (33%)"), ("✗ B. Another", "2 (67%)"), ("No answer", "1")))
    return [
        message(
            Heading("A game"),
            Facts((("Players (1)", "Ana"), ("Others", "nobody yet"))),
            Buttons((Button("Join", "topic:join"),)),
            CONTROLS,
        ),
        message(
            Heading("Question 1 of 2"), Buttons(answers, answers=True), closes(now, 600), CONTROLS, Footer("Pack")
        ),
        message(Heading("Question 2 of 2"), Buttons(answers[:2], answers=True), closes(now, 2)),
        message(Heading("Question 2 of 2"), text(emphasis("Why?")), text("It's ", strong("A"), "."), shares, ranked),
        message(
            Heading("Question 2 of 2"),
            text("1. ", strong("Ana"), " · 1,955 (+981)", "\n", "2. ", strong("Bo"), " · 3"),
        ),
        message(Heading("A season"), Countdown(now, now + timedelta(days=9), "Ends {when}."), CONTROLS),
        message(Heading("Ana won!"), Image(png(), "Ana has 1,955 points", "podium.png"), ranked, Heading("And now?")),
        message(Menu("An empty menu …", ()), Menu("A menu …", (Choice("One", "topic:one"),)), text("")),
    ]


@asynccontextmanager
async def in_the_dark(page: Page) -> AsyncIterator[None]:
    """Show the page in dark colours within a with-block."""
    await page.emulate_media(color_scheme="dark")
    yield
    await page.emulate_media(color_scheme="light")


@asynccontextmanager
async def on_a_phone(page: Page) -> AsyncIterator[None]:
    """Show a page as on a phone within a with-block; Playwright itself does so only for a whole context."""
    session = await page.context.new_cdp_session(page)
    for is_phone in (True, False):
        width, height = (360, 740) if is_phone else (1280, 800)
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}
        await session.send("Emulation.setDeviceMetricsOverride", metrics)
        await session.send("Emulation.setTouchEmulationEnabled", {"enabled": is_phone})
        if is_phone:
            yield
    await session.detach()


async def wrong(page: Page, *, phone: bool = True) -> dict[str, list[str]]:
    """Return what's wrong with the page as it is now: in light, in dark and on a phone."""
    found = {"light": await violations(page)}
    async with in_the_dark(page):
        found["dark"] = await violations(page)
    if phone:
        async with on_a_phone(page):
            found["phone"] = await violations(page)
    return {way: wrongs for way, wrongs in found.items() if wrongs}


async def see(page: Page, *, phone: bool = True) -> None:
    """Check that nothing's wrong with the page as it is now, in any of these ways."""
    assert await wrong(page, phone=phone) == {}


def rules(found: dict[str, list[str]]) -> dict[str, set[str]]:
    return {way: {each.partition(":")[0] for each in wrongs} for way, wrongs in found.items()}


async def test_something_wrong_would_be_found(open_tab: OpenTab) -> None:
    page = (await open_tab(**STILL)).page
    await page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    # Too faint only in the dark, and only on a phone.
    for way, colour in (("prefers-color-scheme: dark", "#333"), ("width: 360px) and (hover: none", "#ddd")):
        faint = f"@media ({way}) {{ main :is(h1, h2) {{ color: {colour}; }} }}"
        await page.evaluate(
            "(rule) => document.styleSheets[0].insertRule(rule, 0)", faint.replace(";", " !important;")
        )
    found = {"light": {"image-alt"}, "dark": {"color-contrast"}, "phone": {"image-alt", "color-contrast"}}
    assert rules(await wrong(page)) == found


async def test_conversation(open_tab: OpenTab) -> None:
    tab = await open_tab(None, **STILL)
    page = tab.page
    await see(page)
    await tab.join("Ana")
    await see(page)
    await tab.send("hello")
    await tab.send("/define rag")
    await tab.send("/nothing")
    await expect(tab.last).to_contain_text("There's no command")
    await tab.answered("/picture", "A card")
    await page.get_by_role("button", name="Two columns of facts").click()
    await see(page)
    await page.keyboard.press("Escape")
    await tab.answered("/quiz", "Question 1 of 3")
    await see(page)  # with everything said before
    await tab.page.get_by_role("button", name="Both of them").click()
    await expect(tab.last).to_contain_text("Answered")
    await tab.answered("/compare data", "Comparing data")
    await page.get_by_role("button", name="Look closer at one aspect …").click()
    await see(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Suggest a term").click()
    await see(page)
    await page.keyboard.press("Escape")
    await tab.line.press_sequentially("/compare ")
    await expect(page.get_by_role("option").first).to_be_visible()
    await see(page)


async def test_game(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(**STILL)
    page = tab.page
    first, *others = boards(datetime.now(UTC))
    ref = await site.boards.show(GENERAL, message(Heading("Soon")), "board")
    await site.boards.change(GENERAL, ref, first)
    for said in others:
        await site.boards.show(GENERAL, said, "board")
    await tab.arrived()
    await expect(tab.entries).to_have_count(1 + len(others))
    await see(page)
    asking = tab.entries.filter(has=page.locator("[data-answer]"))
    await expect(asking).to_have_count(2)
    for question in await asking.all():
        await question.locator("[data-answer]").first.click()
        await expect(question.locator(".chosen")).to_be_visible()
    await expect(tab.last).to_contain_text("Answered")
    await see(page)
    await page.get_by_role("button", name="Projector view").click()
    await see(page)


async def test_own_results(open_tab: OpenTab, site: Site, commands: FakeCommands) -> None:
    tab = await open_tab(**STILL)
    await site.boards.show(
        GENERAL, message(Heading("Which?"), Buttons((Button("A. One", "answer:1"),), answers=True)), "1"
    )
    await tab.page.locator("[data-answer]").click()
    await expect(tab.last).to_contain_text("Answered")
    reply = commands.pressed[-1].asker.reply
    options = text("✓ A. One\n✗ B. Two", emphasis(" (your answer)"), "\n", "○ C. Three")
    for tone in Tone:
        said = (
            text(strong("✓ Right! +850."), " You're 2nd."),
            Progress(3, 15),
            options,
            Footer("A"),
        )
        await site.boards.tell(reply, message(*said, private=True, tone=tone))
        await tab.arrived()
        await expect(tab.last.locator(".marked-right")).to_have_text(["✓ Right! +850.", "✓ A. One"])
    await see(tab.page)


async def test_drawer(open_tab: OpenTab) -> None:
    tab = await open_tab(**STILL, **PHONE)
    await tab.page.get_by_role("button", name="Open channels").tap()
    await expect(tab.page.get_by_role("button", name="data-team")).to_be_visible()
    await see(tab.page, phone=False)
    await tab.page.get_by_role("button", name="Ana: change your name").tap()
    await see(tab.page, phone=False)


async def test_door(browser: Browser, commands: FakeCommands) -> None:
    """The page that asks for the key."""
    sharing = Sharing(AccessKeys("correct horse", ADMIN_KEY), FakeLabels())
    site = await start(commands, host="127.0.0.1", port=0, limits=LIMITS, sharing=sharing)
    context = await browser.new_context()
    page = await context.new_page()
    try:
        await page.goto(site.url)
        await expect(page.get_by_label("Key")).to_be_visible()
        await see(page, phone=False)
        await page.get_by_label("Key").fill("wrong horse")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("isn't right")
        await see(page, phone=False)
    finally:
        await context.close()
        await site.close()
