"""The message box: commands, options and values suggested while you type."""

import re

import pytest
from playwright.async_api import expect

from bot.language import slash
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import CATALOGUE, FakeCommands, Held

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_command_by_keyboard_alone(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await expect(tab.line).to_be_focused()
    await tab.page.keyboard.type("/co")
    offered = tab.page.get_by_role("option")
    await expect(offered).to_have_count(1)
    await expect(offered).to_have_accessible_name(re.compile("^.compare"))
    await expect(tab.line).to_have_attribute("aria-expanded", "true")
    await tab.page.keyboard.press("Tab")
    await expect(tab.line).to_have_value("/compare ")
    await expect(offered).to_have_count(4)
    await expect(tab.page.locator(".chip.current")).to_have_text("topic")
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("ArrowDown")
    await expect(tab.page.get_by_role("option", selected=True)).to_have_text("Data")
    await expect(tab.line).to_have_attribute("aria-activedescendant", "suggestion-1")
    await tab.page.keyboard.press("Enter")
    await expect(tab.line).to_have_value("/compare Data ")
    await expect(tab.page.get_by_role("option", name=re.compile("^side:"))).to_be_visible()
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.get_by_role("heading", name="Comparing Data")).to_be_visible()
    await expect(tab.last).to_contain_text("You used /compare Data")
    await expect(tab.line).to_have_value("")
    await tab.line.fill("half a thought")
    await tab.page.keyboard.press("ArrowUp")
    await expect(tab.line).to_have_value("/compare Data")
    await tab.page.keyboard.press("ArrowDown")
    await expect(tab.line).to_have_value("half a thought")


async def test_the_first_steps_run_at_a_click_and_a_typed_command_at_one_enter(open_tab: OpenTab) -> None:
    tab = await open_tab()
    steps = tab.page.get_by_role("group", name="Things to try").get_by_role("button")
    await expect(steps).to_have_count(5)
    await steps.filter(has_text="/compare Use cases").click()
    await expect(tab.last.get_by_role("heading", name="Comparing Use cases")).to_be_visible()
    for line, heading in (("/compare data", "Comparing data"), ("/help", "What I can do")):
        await tab.line.press_sequentially(line)
        await tab.page.keyboard.press("Enter")
        await expect(tab.last.get_by_role("heading", name=heading)).to_be_visible()


async def test_a_command_of_two_words_by_keyboard_alone(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab()
    await tab.page.keyboard.type("/club ")
    await expect(tab.page.get_by_role("option")).to_have_count(2)
    await tab.page.keyboard.type("cr")
    await expect(tab.page.get_by_role("option")).to_have_accessible_name(re.compile("^.club create"))
    await tab.page.keyboard.press("Tab")
    await expect(tab.line).to_have_value("/club create ")
    await tab.page.keyboard.type("Night Owls")
    await expect(tab.page.locator(".chip.current")).to_have_text("name")
    await tab.page.keyboard.press("Enter")
    await expect(tab.last).to_be_visible()
    assert commands.calls[0].command == "club create"


async def test_a_line_that_is_cut_says_so(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.line.focus()
    await tab.page.keyboard.insert_text("word " * 500)
    full = tab.page.get_by_text("That's all that fits here: 2,000 characters.")
    await expect(full).to_be_visible()
    await tab.page.keyboard.press("Backspace")
    await expect(full).to_be_hidden()


async def test_suggestions_by_mouse(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab()
    await tab.line.press_sequentially("/qu")
    await tab.page.get_by_role("option", name=re.compile("^.quiz")).click()
    await tab.page.get_by_role("option", name="Use cases").click()
    await expect(tab.line).to_have_value("/quiz Use cases ")
    await expect(tab.line).to_be_focused()
    await tab.line.press_sequentially("5")
    await expect(tab.page.locator(".chip.current")).to_have_text("questions")
    await tab.page.keyboard.press("Enter")
    await expect(tab.last).to_contain_text("Question 1 of 3")
    assert commands.calls[0].options == {"topic": "Use cases", "questions": "5"}


async def test_suggestions_that_come_too_late_are_dropped(open_tab: OpenTab, commands: FakeCommands) -> None:
    ana, ben = await open_tab("Ana"), await open_tab("Ben")
    commands.held = {"d": Held(), "da": Held()}
    await ana.line.fill("/compare d")
    await commands.held["d"].reached.wait()
    await ana.line.fill("/compare da")
    commands.held["d"].release.set()
    await commands.held["da"].reached.wait()
    # What Ben says reaches Ana after the late suggestions.
    await ben.send("meanwhile")
    await expect(ana.last).to_contain_text("meanwhile")
    await expect(ana.page.get_by_role("option")).to_have_count(0)
    commands.held["da"].release.set()
    await expect(ana.page.get_by_role("option")).to_have_text(["Data"])


LINES = (
    "/compare ",
    "/compare data",
    "/compare use cases",
    "/compare use cases side:ds",
    '/compare "use cases" AI engineer',
    "/compare side:AI engineer",
    "/compare topic:use cases side: ds",
    '/compare topic:"use cases" ds',
    '/compare side:"ds" use cases',
    "/compare other:thing",
    "/define exploratory data analysis",
    '/define "exploratory data',
    "/quiz use cases 5",
    "/quiz 5 use cases",
    "/quiz questions:5 data",
    "/quiz data questions: 7",
    "/quiz data 5 9",
    "/quiz 5",
    "/COMPARE data",
    "/club create Night Owls",
    "/Club  Create name:Owls",
    "/club list",
)


async def test_the_page_finds_the_command_that_the_core_finds(open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    catalogue = [{"name": each.name} for each in CATALOGUE]
    read = "async ([lines, all]) => { const { commandOf } = await import('/static/slash.js');"
    lines = [f"{line} " for line in LINES]
    found = await tab.page.evaluate(
        f"{read} return lines.map((line) => commandOf(line, all)); }}", [lines, catalogue]
    )
    names = {line: at["command"]["name"] for line, at in zip(LINES, found, strict=True)}
    assert names == {line: slash.read(line, CATALOGUE)[0] for line in LINES}


async def test_chips_show_which_options_are_given_and_escape_closes_the_suggestions(open_tab: OpenTab) -> None:
    tab = await open_tab()
    shown: list[tuple[str, list[str], list[str]]] = [
        ("/compare ", [], ["topic"]),
        ("/quiz 5", [], ["questions"]),
        ("/compare use ca", [], ["topic"]),
        ("/compare data side:", ["topic"], ["side"]),
        ("/quiz 5 ", ["questions"], ["topic"]),
        ("/quiz use cases 5 ", ["topic", "questions"], []),
        ("/compare topic:“use cases” AI engin", ["topic"], ["side"]),
    ]
    for line, given, current in shown:
        await tab.line.fill(line)
        await expect(tab.page.locator(".chip.current"), line).to_have_text(current)
        await expect(tab.page.locator(".chip.given"), line).to_have_text(given)
    await tab.line.fill("")
    await tab.line.press_sequentially("/")
    await expect(tab.page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    await tab.page.keyboard.press("Tab")  # moves the focus on
    await expect(tab.page.get_by_role("button", name="Send")).to_be_focused()
