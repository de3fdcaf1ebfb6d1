"""axe-core finds nothing wrong, whatever the page shows: in light and dark, on a desktop and on a phone."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

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

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

STILL = {"reduced_motion": "reduce"}
"""What is on its way is neither here nor there, and has no contrast to measure."""

WAYS: dict[str, dict[str, Any]] = {
    "light": STILL,
    "dark": {**STILL, "color_scheme": "dark"},
    "phone": {**STILL, **PHONE},
}
GENERAL = Destination("playground", "general")
CONTROLS = Buttons((Button("Host controls …", "topic:controls"),))


def closes(now: datetime, seconds: int) -> Countdown:
    return Countdown(now, now + timedelta(seconds=seconds), "Closes {when}.")


def boards(now: datetime) -> list[Message]:
    """What a game shows, one after the other, and other kinds of messages."""
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
        message(
            Heading("Ana wins!"), Image(png(), "Ana has 1,955 points", "podium.png"), ranked, Heading("And now?")
        ),
        message(Menu("An empty menu …", ()), Menu("A menu …", (Choice("One", "topic:one"),)), text("")),
    ]


async def see(page: Page) -> None:
    """Look at the page as it is now."""
    assert await violations(page) == []


async def test_something_wrong_would_be_found(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [each.partition(":")[0] for each in await violations(tab.page)] == ["image-alt"]


async def test_what_is_too_faint_in_the_dark_would_be_found(open_tab: OpenTab) -> None:
    tab = await open_tab(**WAYS["dark"])
    await tab.page.evaluate("document.querySelector('main h1, main h2').style.color = '#333'")
    assert {each.partition(":")[0] for each in await violations(tab.page)} == {"color-contrast"}


@pytest.mark.parametrize("way", WAYS)
async def test_conversation(open_tab: OpenTab, way: str) -> None:
    tab = await open_tab(None, **WAYS[way])
    page = tab.page
    await see(page)
    await tab.join("Ana")
    await see(page)
    await tab.send("hello")
    await tab.send("/define rag")
    await tab.send("/nothing")
    await expect(tab.last).to_contain_text("There's no command")
    await see(page)
    await tab.answered("/picture", "A card")
    await page.get_by_role("button", name="Two columns of facts").click()
    await see(page)
    await page.keyboard.press("Escape")
    await tab.answered("/quiz", "Question 1 of 3")
    await see(page)
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


@pytest.mark.parametrize("way", WAYS)
async def test_game(open_tab: OpenTab, site: Site, way: str) -> None:
    tab = await open_tab(**WAYS[way])
    page = tab.page
    ref = await site.boards.show(GENERAL, message(Heading("Soon")), "board")
    for said in boards(datetime.now(UTC)):
        await site.boards.change(GENERAL, ref, said)
        await tab.arrived()
        await see(page)
        if any(isinstance(block, Buttons) and block.answers for block in said.blocks):
            await page.locator("[data-answer]").first.click()
            await expect(page.locator(".chosen")).to_be_visible()
            await see(page)
            await page.get_by_role("button", name="Dismiss").click()
    await page.get_by_role("button", name="Projector view").click()
    await see(page)
    await page.get_by_role("button", name="Leave the projector view").click()


@pytest.mark.parametrize("way", WAYS)
async def test_own_results(open_tab: OpenTab, site: Site, commands: FakeCommands, way: str) -> None:
    tab = await open_tab(**WAYS[way])
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_drawer(open_tab: OpenTab, scheme: str) -> None:
    tab = await open_tab(**WAYS["phone"], color_scheme=scheme)
    await tab.page.get_by_role("button", name="Open channels").tap()
    await expect(tab.page.get_by_role("button", name="data-team")).to_be_visible()
    await see(tab.page)
    await tab.page.get_by_role("button", name="Ana: change your name").tap()
    await see(tab.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_door(browser: Browser, commands: FakeCommands, scheme: Literal["light", "dark"]) -> None:
    """The page that asks for the key."""
    sharing = Sharing(AccessKeys("correct horse", ADMIN_KEY), FakeLabels())
    site = await start(commands, host="127.0.0.1", port=0, limits=LIMITS, sharing=sharing)
    context = await browser.new_context(color_scheme=scheme)
    page = await context.new_page()
    try:
        await page.goto(site.url)
        await expect(page.get_by_label("Key")).to_be_visible()
        await see(page)
        await page.get_by_label("Key").fill("wrong horse")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("isn't right")
        await see(page)
    finally:
        await context.close()
        await site.close()
