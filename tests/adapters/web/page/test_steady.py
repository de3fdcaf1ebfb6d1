"""What you're about to press stays what it is and where it is, however much changes around it."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from adapters.web.server import Site
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Facts, Heading, Message, Table, message
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands, Held

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = Destination("playground", "general")

JOIN = Buttons((Button("Join Red", "topic:Red"), Button("Join Blue", "topic:Blue"), Button("Leave", "topic:Leave")))


def lobby(players: str, *more: Block) -> Message:
    return message(Heading("A game"), Facts((("Players", players),)), *more, JOIN)


async def identity(button: Locator) -> Any:
    return await button.evaluate("(element) => (element.seen ??= Math.random())")


async def put_up(site: Site, page: Page, said: Message) -> str:
    ref = await site.boards.show(GENERAL, said, "board")
    await expect(page.get_by_role("heading", name="A game")).to_be_visible()
    return ref


async def test_a_button_stays_the_same_element_while_its_board_changes(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    join = tab.page.get_by_role("button", name="Join Blue")
    await join.focus()
    before = await identity(join)
    for players in ("Ana", "Ana, Ben", "Ana, Ben, Cleo and 12 more"):
        await site.boards.change(GENERAL, ref, lobby(players, text(f"{players} are here.")))
        await expect(tab.last).to_contain_text(f"{players} are here.")
        assert await identity(join) == before
        await expect(join).to_be_focused()
    # Other buttons come and go.
    leave = tab.page.get_by_role("button", name="Leave")
    before = await identity(leave)
    start = Button("Start", "topic:Start")
    orders = [(start, *JOIN.buttons), JOIN.buttons[1:], (*JOIN.buttons, start), tuple(reversed(JOIN.buttons))]
    for buttons in orders:
        await site.boards.change(GENERAL, ref, message(Heading("A game"), Buttons(buttons)))
        await expect(tab.last.get_by_role("button")).to_have_text([each.label for each in buttons])
        assert await identity(leave) == before
    renamed = tuple(replace(each, label=f"{each.label}!") for each in JOIN.buttons)
    await site.boards.change(GENERAL, ref, message(Heading("A game"), Buttons(renamed)))
    await expect(tab.last.get_by_role("button")).to_have_text(["Join Red!", "Join Blue!", "Leave!"])


async def test_names_that_come_into_a_lobby_get_the_room_they_need(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(viewport={"width": 360, "height": 740})
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    players = tab.last.locator("dd")
    beside = await players.bounding_box()
    await site.boards.change(GENERAL, ref, lobby("Benedict Longbottom-Featherstonehaugh"))
    await expect(players).to_have_text("Benedict Longbottom-Featherstonehaugh")
    below = await players.bounding_box()
    assert beside
    assert below
    assert below["x"] < beside["x"]


async def test_a_press_arrives_though_its_board_changes_under_the_finger(
    open_tab: OpenTab, site: Site, commands: FakeCommands
) -> None:
    tab = await open_tab()
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    box = await tab.page.get_by_role("button", name="Join Red").bounding_box()
    assert box
    await tab.page.mouse.move(box["x"] + 9, box["y"] + 9)
    await tab.page.mouse.down()
    # A longer text moves everything below it.
    await site.boards.change(GENERAL, ref, lobby("Ben, " * 200, text("Quick! " * 200)))
    await tab.arrived()
    await tab.page.mouse.up()
    await expect(tab.page.get_by_role("heading", name="Comparing Red")).to_be_visible()
    await expect(tab.page.get_by_text("Quick! Quick!")).to_be_visible()
    assert [each.press for each in commands.pressed] == ["topic:Red"]


async def test_changes_during_a_press_are_shown_after_it_in_order(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    heading = tab.page.get_by_role("button", name="Leave")
    box = await heading.bounding_box()
    assert box
    await tab.page.mouse.move(box["x"] + 9, box["y"] + 9)
    await tab.page.mouse.down()
    for count in range(5):
        await site.boards.change(GENERAL, ref, lobby(f"{count} play"))
    await site.boards.show(GENERAL, message(Heading("Another")), "other")
    await tab.arrived()
    await expect(tab.page.get_by_role("heading", name="Another")).to_have_count(0)
    await tab.page.mouse.move(2, 2)
    await tab.page.mouse.up()
    await expect(tab.page.get_by_role("heading", name="Another")).to_be_visible()
    await expect(tab.page.get_by_text("4 play")).to_be_visible()


async def test_a_press_under_way_survives_its_board(open_tab: OpenTab, site: Site, commands: FakeCommands) -> None:
    tab = await open_tab()
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    commands.gate = asyncio.Event()
    join = tab.page.get_by_role("button", name="Join Red")
    await join.click()
    await expect(join).to_have_attribute("aria-busy", "true")
    await site.boards.change(GENERAL, ref, lobby("Ben"))
    await expect(tab.page.get_by_text("Ben")).to_be_visible()
    await expect(join).to_have_attribute("aria-busy", "true")
    commands.gate.set()
    await expect(tab.page.get_by_role("heading", name="Comparing Red")).to_be_visible()
    await expect(join).not_to_have_attribute("aria-busy", "true")


async def test_all_kinds_of_changes_end_as_if_drawn_anew(open_tab: OpenTab, site: Site) -> None:
    """A board that changed step by step looks like the one that a newcomer sees."""
    ana = await open_tab("Ana")
    steps = [
        lobby("Cleo, Dan"),
        message(
            Heading("A game"), text("A text"), JOIN, Table(("Player", "Points"), (("1. Ana", "3"), ("2. Ben", "1")))
        ),
        message(
            Heading("A game"), Table(("Player", "Points"), (("1. Ben", "9"), ("2. Ana", "3"))), JOIN, text("After")
        ),
        message(Heading("A game"), Buttons((Button("A. one", "a"), Button("B. two", "b")), answers=True), JOIN),
        message(Heading("A game"), Buttons((Button("A. uno", "a"), Button("C. tre", "c")), answers=True), text("Ha")),
        lobby("Dan"),
    ]
    ref = await put_up(site, ana.page, message(Heading("A game")))
    shown = "document.querySelector('.card').innerHTML.replaceAll(' pop', '')"
    for step in steps:
        await site.boards.change(GENERAL, ref, step)
        await ana.arrived()
        ben = await open_tab("Ben")
        assert await ana.page.evaluate(shown) == await ben.page.evaluate(shown)
        await ben.page.context.close()


async def test_a_button_may_be_held_down_for_long(open_tab: OpenTab, site: Site, commands: FakeCommands) -> None:
    tab = await open_tab(None)
    await tab.page.clock.install()
    await tab.join("Ana")
    ref = await put_up(site, tab.page, lobby("nobody yet"))
    box = await tab.page.get_by_role("button", name="Join Red").bounding_box()
    assert box
    await tab.page.mouse.move(box["x"] + 9, box["y"] + 9)
    await tab.page.mouse.down()
    await site.boards.change(GENERAL, ref, message(Heading("A game"), text("It begins.")))
    await tab.arrived()
    await tab.page.clock.fast_forward(10_000)
    await tab.page.mouse.up()
    await expect(tab.page.get_by_role("heading", name="Comparing Red")).to_be_visible()
    await expect(tab.page.get_by_text("It begins.")).to_be_visible()
    assert [each.press for each in commands.pressed] == ["topic:Red"]


async def test_a_suggestion_stays_under_the_finger(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab(None)
    async with tab.page.expect_websocket() as opened:
        await tab.join("Ana")
    socket = await opened.value
    await tab.line.press_sequentially("/compare ")
    models = tab.page.get_by_role("option", name="Models")
    await expect(models).to_be_visible()
    answer = commands.held["m"] = Held()
    await tab.line.press("m")
    await answer.reached.wait()
    await models.hover()
    await tab.page.mouse.down()
    async with socket.expect_event("framereceived"):
        answer.release.set()
    for _ in range(2):
        await tab.page.evaluate("new Promise(requestAnimationFrame)")
    await tab.page.mouse.up()
    await expect(tab.line).to_have_value("/compare Models ")


async def test_a_dialog_that_closes_takes_the_focus_from_nobody_and_nothing_can_be_pressed_too_soon(
    open_tab: OpenTab,
) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    await tab.page.get_by_role("button", name="Suggest a term").click()
    await tab.page.evaluate("document.querySelector('dialog').close(); document.getElementById('line').focus()")
    await expect(tab.page.locator("dialog")).to_have_count(0)
    await expect(tab.line).to_be_focused()
    # Nothing can be pressed before it works.
    await tab.page.route_web_socket("**/socket", lambda _: None)  # nobody answers
    await tab.page.reload()
    await expect(tab.page.get_by_role("button", name="Sounds")).to_have_attribute("aria-pressed", "false")
    await expect(tab.page.locator("#projector")).to_be_hidden()
