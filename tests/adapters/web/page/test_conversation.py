"""What people and the bot say to one another, in a real browser."""

import asyncio
import re
from functools import partial

import pytest
from playwright.async_api import Browser, expect
from yarl import URL

from adapters.web.server import Site, start
from bot.language.people import PLAYGROUND
from bot.storage.database import Database
from bot.storage.history import History
from tests.adapters.web.conftest import LIMITS
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.commands import FakeCommands

pytestmark = pytest.mark.asyncio(loop_scope="session")

XSS = "<img src=x onerror=document.title='owned'>"


async def test_the_name_dialog_greets_and_stays_until_a_name_is_accepted(open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    name = tab.page.get_by_label("Your name", exact=True)
    await expect(tab.page.get_by_role("dialog", name="Welcome to Versed")).to_be_visible()
    await expect(name).to_be_focused()
    await expect(name).to_have_value(re.compile(r"^[A-Z][a-z]+ [A-Z][a-z]+$"))
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.get_by_role("dialog")).to_be_visible()
    await name.fill("\u202e")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.get_by_role("alert")).to_contain_text("Please choose a name of 1 to 32 characters.")
    await tab.join("Ana")
    await expect(tab.page.get_by_role("heading", level=1, name="#general")).to_be_visible()
    await expect(tab.page.get_by_role("heading", name="Welcome to #general")).to_be_visible()
    await tab.page.reload()
    await expect(tab.page.get_by_role("button", name="Ana: change your name")).to_be_visible()


async def test_two_tabs_are_two_people_and_private_stays_private(open_tab: OpenTab) -> None:
    ana, ben = await open_tab("Ana"), await open_tab("Ben")
    await expect(ana.page.get_by_role("region", name="People here").get_by_role("listitem")).to_have_text(
        [re.compile("Ana.*you"), re.compile("Ben")]
    )
    await ana.send("hello, Ben")
    await expect(ben.last).to_contain_text("hello, Ben")
    private = await ana.answered("/tip", "Start simple")
    await expect(private).to_contain_text("Only you can see this")
    await ana.answered("/compare data", "Comparing data")
    await expect(ben.last).to_contain_text("Ana used /compare data")
    await expect(ben.entries).to_have_count(2)
    await ana.page.get_by_role("button", name="Dismiss").click()
    await expect(ana.entries).to_have_count(2)
    # Only Ben sees why his press is refused.
    await ben.page.get_by_role("button", name="Forget everything").click()
    await expect(ben.last).to_contain_text("This button has expired")
    await expect(ben.last).to_contain_text("Only you can see this")
    # Ana sees that he says something in another channel: it's marked as unread.
    await ben.page.get_by_role("button", name="random").click()
    await expect(ben.page.get_by_role("heading", level=1, name="#random")).to_be_visible()
    await ben.send("anyone?")
    await expect(ana.page.get_by_role("button", name="random 1 unread")).to_be_visible()
    await expect(ana.page).to_have_title("(1) Versed playground")
    await ana.page.get_by_role("button", name="random 1 unread").click()
    await expect(ana.last).to_contain_text("anyone?")
    await expect(ana.page).to_have_title("Versed playground")
    await ana.page.get_by_role("button", name="general").click()
    await expect(ana.page.get_by_role("heading", level=1, name="#general")).to_be_visible()
    await expect(ana.entries).to_have_count(2)


async def test_a_quiz_by_keyboard_moves_the_focus_to_what_comes_next(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/quiz", "Question 1 of 3")
    await tab.page.get_by_role("button", name="An AI engineer").press("Enter")
    following = tab.page.get_by_role("button", name="Next")
    await expect(following).to_be_focused()
    await expect(tab.entries).to_have_count(1)
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.get_by_role("heading", name="Question 2 of 3")).to_be_visible()
    await expect(tab.last).to_be_focused()
    await tab.page.keyboard.press("Tab")
    await expect(tab.page.get_by_role("button", name="A data scientist")).to_be_focused()
    await expect(tab.entries).to_have_count(1)


async def test_a_press_shows_that_it_is_under_way_and_counts_once(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab()
    await tab.answered("/quiz", "Question 1 of 3")
    commands.gate = asyncio.Event()
    button = tab.page.get_by_role("button", name="Both of them")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await button.dispatch_event("click")
    commands.gate.set()
    await expect(tab.last).to_contain_text("Answered")
    assert len(commands.pressed) == 1


async def test_a_form_asks_sends_and_can_be_cancelled(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    suggest = tab.page.get_by_role("button", name="Suggest a term")
    await suggest.click()
    dialog = tab.page.get_by_role("dialog", name="Suggest a term")
    field = dialog.get_by_label("Term")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("placeholder", "For example RAG")
    await expect(field).to_have_attribute("maxlength", "20")
    await tab.page.keyboard.press("Escape")
    await expect(suggest).to_be_focused()
    await suggest.press("Enter")
    await field.fill("PEFT")
    await field.press("Enter")
    await expect(tab.last).to_contain_text("Ana suggests “PEFT”.")


async def test_a_menu_opens_moves_and_chooses_by_keyboard(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    opener = tab.page.get_by_role("button", name="Look closer at one aspect …")
    await opener.press("Enter")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await expect(tab.page.get_by_role("menuitem", name="Use cases All about Use cases")).to_be_focused()
    await tab.page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await opener.press("Enter")
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.get_by_role("heading", name="Comparing Models")).to_be_visible()
    await expect(tab.last).to_contain_text("You pressed “Models”")


async def test_nothing_that_people_type_becomes_markup(open_tab: OpenTab) -> None:
    ana = await open_tab("<b>x</b>\"'>" + "<i>")
    ben = await open_tab("Ben")
    for line in (XSS, f"/compare {XSS}", f"/define {XSS}", f"/{XSS}"):
        await ana.send(line)
    await expect(ana.last).to_contain_text("There's no command")
    await expect(ben.page.get_by_text(XSS).first).to_be_visible()
    for tab in (ana, ben):
        assert "owned" not in await tab.page.title()
        assert await tab.page.locator("img[src=x], [onerror], .scroller b, .side b, .side i").count() == 0
    link = ben.page.get_by_role("link", name="the paper")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_the_page_comes_back_after_a_restart_and_old_buttons_work(
    open_tab: OpenTab, site: Site, commands: FakeCommands
) -> None:
    tab = await open_tab()
    await tab.answered("/quiz", "Question 1 of 3")
    await tab.send("remember me")
    port = URL(site.url).port
    assert port
    await site.close()
    await expect(tab.page.get_by_role("status")).to_have_text("Reconnecting…")
    await tab.send("into the void")
    await expect(tab.last).to_contain_text("The connection dropped")
    await expect(tab.line).to_have_value("into the void")
    again = await start(commands, host="127.0.0.1", port=port, limits=LIMITS)
    try:
        await expect(tab.page.get_by_role("status")).to_be_empty()
        await expect(tab.page.get_by_text("remember me")).to_be_visible()
        await tab.page.get_by_role("button", name="Both of them").click()
        await expect(tab.entries.first).to_contain_text("Answered")
        await expect(tab.page.get_by_text("Question 1 of 3")).to_have_count(0)
        give = 'import("/static/given.js").then(({ give }) => give(new File(["a"], "a.csv")))'
        assert await tab.page.evaluate(give)
    finally:
        await again.close()


async def test_a_plain_line_stands_after_a_restart_and_the_page_goes_on(
    browser: Browser, commands: FakeCommands, migrated_sqlite_url: str
) -> None:
    complaints: list[str] = []
    database = await Database.open(migrated_sqlite_url)
    begin = partial(start, commands, host="127.0.0.1", limits=LIMITS, history=History(database, PLAYGROUND.key))
    site = await begin(port=0)
    port = URL(site.url).port or 0
    context = await browser.new_context()
    tab = Tab(await context.new_page())
    tab.page.on("pageerror", lambda error: complaints.append(str(error)))
    await tab.page.goto(site.url)
    await tab.join("Ana")
    await tab.send("just talking")
    await expect(tab.page.get_by_text("just talking")).to_be_visible()
    await site.close()
    await expect(tab.page.get_by_role("status")).to_have_text("Reconnecting…")
    again = await begin(port=port)
    await expect(tab.page.get_by_role("status")).to_be_empty()
    await tab.arrived()
    await expect(tab.page.get_by_text("just talking")).to_have_count(1)
    assert complaints == []
    await context.close()
    await again.close()
    await database.close()


async def test_a_proxys_own_page_is_not_shown_to_someone_who_gives_a_file(browser: Browser, site: Site) -> None:
    page = await (await browser.new_context()).new_page()
    await page.route(
        "**/given", lambda route: route.fulfill(status=413, content_type="text/html", body="<html>413</html>")
    )
    await page.goto(site.url)
    give = 'import("/static/given.js").then(({ give }) => give(new File(["a"], "a.csv")))'
    told = await page.evaluate(f"{give}.catch(({{ message }}) => message)")
    assert told == "That file didn't get through (error 413); a smaller one may."
    await page.context.close()


async def test_a_reload_brings_the_history_back(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    await tab.answered("/tip", "Start simple")
    await tab.page.get_by_role("button", name="ai-team").click()
    await tab.line.fill("half a thou")
    await tab.page.reload()
    await expect(tab.page.get_by_role("heading", level=1, name="#ai-team")).to_be_visible()
    await expect(tab.line).to_have_value("half a thou")
    await tab.page.get_by_role("button", name="general").click()
    await expect(tab.entries).to_have_count(2)
    await expect(tab.last).to_contain_text("Only you can see this")


async def test_another_name_is_another_person(open_tab: OpenTab) -> None:
    tab = await open_tab("Ana")
    await tab.answered("/tip", "Start simple")
    await tab.line.fill("my secret")
    await tab.page.get_by_role("button", name="Ana: change your name").click()
    await tab.page.get_by_label("Your name", exact=True).fill("Ben")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.get_by_role("button", name="Ben: change your name")).to_be_visible()
    await expect(tab.entries).to_have_count(0)
    await tab.line.press("ArrowUp")
    await expect(tab.line).to_have_value("")  # neither what Ana sent nor what she was typing comes back
    await tab.page.reload()
    await expect(tab.page.get_by_role("button", name="Ben: change your name")).to_be_visible()
    await expect(tab.line).to_have_value("")


async def test_the_page_tells_where_the_browser_is(open_tab: OpenTab, commands: FakeCommands) -> None:
    tab = await open_tab(locale="de-DE", timezone_id="Asia/Kolkata")
    await tab.answered("/help", "What I can do")
    asker = commands.calls[-1].asker
    assert (asker.locale, asker.zone) in (("de-DE", "Asia/Kolkata"), ("de-DE", "Asia/Calcutta"))
