"""Refused forms stay open, with what was typed and the reason next to it, in a real browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Locator, expect

from adapters.web.server import Site
from bot.language.controls import Button, Emphasis
from bot.language.message import Message
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from tests.adapters.web.page.conftest import playground
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.commands import FakeCommands
from tests.packs import PETS

pytestmark = pytest.mark.asyncio(loop_scope="session")


NUTS = b"Term,Meaning\nAlmond,A seed.\nPecan,A nut.\n"


class Strict(FakeCommands):
    """Accepts only the term RAG, and suggests it."""

    async def press(self, pressed: Pressed) -> Message:
        if pressed.press == "suggest" and pressed.text != "RAG":
            sentence = f"“{pressed.text}” is no term. Did you mean RAG?"
            raise Refusal(sentence, buttons=[Button("RAG", "question:2", Emphasis.PRIMARY)])
        return await super().press(pressed)


@pytest.fixture
def commands() -> FakeCommands:
    return Strict()


@pytest_asyncio.fixture(loop_scope="session")
async def whole(migrated_sqlite_url: str) -> AsyncIterator[Site]:
    """A playground with the whole core behind it."""
    async with playground(migrated_sqlite_url, PETS) as site:
        yield site


async def at(site: Site, open_tab: OpenTab, name: str = "Ana") -> Tab:
    tab = await open_tab(None)
    await tab.page.goto(site.url)
    await tab.join(name)
    return tab


async def is_told(field: Locator, sentence: str) -> None:
    """Check that a field has the focus, is marked as wrong, and says why, also to screen readers."""
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    ids = str(await field.get_attribute("aria-describedby")).split()
    problem = field.page.locator(f"#{ids[-1]}")
    await expect(problem).to_have_text(sentence)
    await expect(problem).to_have_role("alert")
    await expect(problem).to_be_visible()


async def suggest(tab: Tab) -> tuple[Locator, Locator]:
    """Open a button's form, and return it and its field."""
    await tab.answered("/compare data", "Comparing data")
    await tab.page.get_by_role("button", name="Suggest a term").click()
    dialog = tab.page.get_by_role("dialog", name="Suggest a term")
    return dialog, dialog.get_by_label("Term")


async def test_a_form_that_is_refused_stays_open_with_what_was_typed(open_tab: OpenTab) -> None:
    tab = await open_tab()
    dialog, field = await suggest(tab)
    await field.fill("RAGE")
    await field.press("Enter")
    await is_told(field, "“RAGE” is no term. Did you mean RAG?")
    await expect(field).to_have_value("RAGE")
    await expect(tab.entries).to_have_count(1)
    await field.press("Backspace")
    await expect(field).to_have_value("RAG")
    await field.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(tab.last).to_contain_text("Ana suggests “RAG”.")
    await expect(tab.entries).to_have_count(2)


async def test_a_refused_form_suggests_what_was_meant(open_tab: OpenTab) -> None:
    tab = await open_tab()
    dialog, field = await suggest(tab)
    await field.fill("RAGE")
    await field.press("Enter")
    offers = dialog.get_by_role("group", name="Try one of these instead")
    await offers.get_by_role("button", name="RAG").click()
    await expect(dialog).to_have_count(0)
    await expect(tab.last.get_by_role("heading", name="Question 2 of 3")).to_be_visible()


async def test_a_second_refusal_is_read_out_too(open_tab: OpenTab) -> None:
    tab = await open_tab()
    _, field = await suggest(tab)
    for typed in ("one", "two"):
        await field.fill(typed)
        await field.press("Enter")
        await is_told(field, f"“{typed}” is no term. Did you mean RAG?")


async def test_a_form_can_still_be_left_after_a_refusal(open_tab: OpenTab) -> None:
    tab = await open_tab()
    dialog, field = await suggest(tab)
    await field.fill("RAGE")
    await field.press("Enter")
    await is_told(field, "“RAGE” is no term. Did you mean RAG?")
    await tab.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(tab.page.get_by_role("button", name="Suggest a term")).to_be_focused()


async def test_a_name_that_is_refused_is_still_there(open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    name = tab.page.get_by_label("Your name", exact=True)
    await name.fill("")
    await tab.page.keyboard.insert_text("A name longer than any other name")
    await expect(name).to_have_value("A name longer than any other nam")
    full = tab.page.get_by_role("alert").filter(has_text="That's all that fits here: 32 characters.")
    await expect(full).to_be_visible()
    await tab.page.keyboard.press("Backspace")
    await expect(full).to_be_hidden()
    await name.fill("\u200b\u2060")
    await name.press("Enter")
    await is_told(name, "Please choose a name of 1 to 32 characters.")
    await expect(name).to_have_value("\u200b\u2060")


async def test_a_refused_command_comes_back_to_be_corrected(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send('/quiz "care again" 2')
    await expect(tab.last).to_contain_text("I don't have a topic “care again”. Did you mean Daily care?")
    await expect(tab.line).to_have_value('/quiz "care again" 2')
    await tab.page.get_by_role("button", name="Try again").click()
    dialog = tab.page.get_by_role("dialog", name="Quiz")
    topic, questions = dialog.get_by_label("Topic"), dialog.get_by_label("Questions")
    await is_told(topic, "I don't have a topic “care again”. Did you mean Daily care?")
    await expect(topic).to_have_value("care again")
    await expect(questions).to_have_value("2")
    await topic.fill("weather")
    await questions.fill("3")
    await questions.press("Enter")
    await is_told(topic, "I don't have a topic “weather”. Choose one of: Daily care, The home.")
    await expect(questions).to_have_value("3")
    await topic.fill("home")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_have_count(0)
    await expect(tab.last).to_contain_text("Question 1 of 3")
    await expect(tab.last).to_contain_text("used /quiz topic:home questions:3")
    await expect(tab.line).to_have_value("")
    await expect(tab.page.get_by_text("I don't have a topic")).to_have_count(0)
    await expect(tab.last.get_by_role("button").first).not_to_have_text("Try again")


async def test_a_suggested_command_runs_at_a_press(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send("/comapre care")
    await expect(tab.last).to_contain_text("There's no command “/comapre”. Did you mean /compare?")
    await tab.page.get_by_role("button", name="/compare care").click()
    await expect(tab.last.get_by_role("heading", name="Daily care")).to_be_visible()
    await expect(tab.entries).to_have_count(1)
    await expect(tab.last).to_contain_text("You used /compare topic:care")
    await expect(tab.line).to_have_value("")


async def test_another_command_simply_replaces_the_refused_one(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send("/define blockchain")
    await expect(tab.line).to_have_value("/define blockchain")
    await tab.line.press_sequentially("/tip")
    await tab.line.press("Enter")
    await expect(tab.last).to_contain_text("You used /tip")


async def test_a_form_knows_what_its_command_takes(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send(f"/team create name:{'x' * 33} colour:red")
    await tab.page.get_by_role("button", name="Try again").last.click()
    dialog = tab.page.get_by_role("dialog", name="Team create")
    name, colour = dialog.get_by_label("Name"), dialog.get_by_label("Colour")
    await is_told(name, "“name” is too long; keep it to 32 characters.")
    await expect(name).to_have_attribute("maxlength", "32")
    await expect(name).to_have_attribute("required", "")
    await expect(name).to_have_value("x" * 33)
    await expect(colour).to_have_value("red")
    assert await colour.evaluate("each => [...each.options].map((line) => line.value)") == [
        "",
        "red",
        "blue",
        "green",
        "yellow",
        "purple",
        "orange",
    ]
    await name.fill("Foxes")
    await colour.select_option("blue")
    await name.press("Enter")
    await expect(tab.last).to_contain_text("🔵 Foxes")
    await tab.send("/quiz questions:99")
    await tab.page.get_by_role("button", name="Try again").last.click()
    number = tab.page.get_by_role("dialog", name="Quiz").get_by_label("Questions")
    assert [await number.get_attribute(each) for each in ("type", "min", "max")] == ["number", "1", "20"]
    await number.press("Enter")
    assert not await number.evaluate("each => each.validity.valid"), "the browser itself says so, before it's sent"
    await number.fill("3")
    await number.press("Enter")
    await expect(tab.last).to_contain_text("Question 1 of 3")


async def test_a_form_that_comes_with_the_press_opens_at_once(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.answered("/define litter box", "Litter box")
    await tab.last.get_by_role("button", name="Something's wrong here").click()
    dialog = tab.page.get_by_role("dialog", name="What's wrong?")
    field = dialog.get_by_label("In a few words")
    await expect(field).to_be_focused()
    await field.fill("The box is upside down.")
    await field.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(tab.last).to_contain_text("Thank")


async def test_an_invalid_number_is_shown_as_it_was_typed(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send("/quiz questions:many")
    await tab.page.get_by_role("button", name="Try again").click()
    number = tab.page.get_by_role("dialog", name="Quiz").get_by_label("Questions")
    await is_told(number, "“questions” must be a whole number from 1 to 20.")
    await expect(number).to_have_value("many")


async def test_a_missing_option_is_asked_for(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.line.fill("/define")
    await tab.page.keyboard.press("Escape")
    await tab.line.press("Enter")
    await tab.page.get_by_role("button", name="Try again").click()
    term = tab.page.get_by_role("dialog", name="Define").get_by_label("Term")
    await expect(term).to_be_focused()
    await term.fill("aquarium")
    await term.press("Enter")
    await expect(tab.last).to_contain_text("glass container")


async def test_a_form_of_many_options_fits_on_a_phone(whole: Site, open_tab: OpenTab) -> None:
    tab = await open_tab(None, viewport={"width": 375, "height": 640})
    await tab.page.goto(whole.url)
    await tab.join("Ana")
    await tab.send("/schedule tip 25:00 days:Monday")
    await tab.page.get_by_role("button", name="Try again").click()
    dialog = tab.page.get_by_role("dialog", name="Schedule tip")
    await is_told(
        dialog.get_by_label("Time"),
        "“25:00” isn't a time of day; use one from 00:00 to 23:59, such as 09:00.",
    )
    send = dialog.get_by_role("button", name="Send")
    await send.scroll_into_view_if_needed()
    await expect(send).to_be_in_viewport()
    assert await tab.beyond_the_edge() == []


DROP = """
(element, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names.length ? names : ["any"])
    dataTransfer.items.add(new File(["Term,Meaning\\nRye,A grain.\\nOat,Another.\\n"], name));
  return element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
"""
"""Drops files on an element; returns whether the browser is left to take them as it does."""


async def test_a_file_is_chosen_in_a_form_dropped_or_picked(whole: Site, open_tab: OpenTab) -> None:
    tab = await at(whole, open_tab)
    await tab.send("/pack import")
    await tab.page.get_by_role("button", name="Try again").click()
    table: FilePayload = {
        "name": "Bakery.csv",
        "mimeType": "text/csv",
        "buffer": b"Term,Meaning\nYeast,It raises.\nSalt,It slows.\n",
    }
    field = tab.page.get_by_label("File", exact=True)
    assert await field.evaluate(DROP, [])  # the browser puts the file into the field
    await field.set_input_files([table])
    await tab.page.get_by_role("button", name="Send", exact=True).last.click()
    await expect(tab.page.get_by_role("heading", name="Bakery.csv: Bakery")).to_be_visible()
    assert not await tab.page.locator("body").evaluate(DROP, ["Grains.csv", "Cakes.csv"])
    for name in ("Grains", "Cakes"):
        await expect(tab.page.get_by_role("heading", name=f"{name}.csv: {name}")).to_be_visible()
    async with tab.page.expect_file_chooser() as choosing:
        await tab.page.get_by_role("button", name="Make a pack from a file").click()
    nuts: FilePayload = {"name": "Nuts.csv", "mimeType": "text/csv", "buffer": NUTS}
    await (await choosing.value).set_files([nuts])
    await expect(tab.page.get_by_role("heading", name="Nuts.csv: Nuts")).to_be_visible()
