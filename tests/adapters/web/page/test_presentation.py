"""How the page presents itself: pictures and tables, on a phone, in the dark, and to assistive technology."""

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from adapters.web.server import Site
from bot.language.message import Heading, Table, message
from bot.language.port import Destination
from tests.adapters.web.page.tab import OpenTab, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: ViewportSize = {"width": 360, "height": 740}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def test_a_picture_can_be_enlarged_and_a_file_saved(open_tab: OpenTab) -> None:
    tab = await open_tab()
    answer = await tab.answered("/picture", "A card")
    picture = answer.get_by_role("img", name="Two columns of facts")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 640)
    await picture.click()
    dialog = tab.page.get_by_role("dialog", name="Two columns of facts")
    await expect(dialog).to_be_visible()
    await tab.page.emulate_media(color_scheme="dark")
    for shown in (picture, dialog.get_by_role("img")):
        await expect(shown).to_have_js_property("naturalWidth", 642)
    # Paper is white, and a printer doesn't wait for a picture.
    printed = answer.locator(".block-image .printed")
    await expect(printed).to_have_js_property("naturalWidth", 640)
    await tab.page.emulate_media(media="print")
    await expect(printed).to_be_visible()
    await expect(answer.locator("img[data-dark]")).to_be_hidden()
    await tab.page.emulate_media(media="screen", color_scheme="light")
    await expect(picture).to_have_js_property("naturalWidth", 640)
    await tab.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    # A file below it is saved under its name.
    async with tab.page.expect_download() as saving:
        await answer.get_by_role("link", name="cards.apkg").click()
    saved = await saving.value
    assert saved.suggested_filename == "cards.apkg"
    assert (await saved.path()).read_bytes() == b"<script>"


async def test_on_a_phone_tables_fit_nothing_overflows_and_channels_are_in_a_drawer(
    open_tab: OpenTab, site: Site
) -> None:
    tab = await open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    answer = await tab.answered("/compare data", "Comparing data")
    assert await tab.beyond_the_edge() == []
    rows = answer.get_by_role("table").get_by_role("row")
    await expect(rows).to_have_count(4)
    first = rows.nth(1)
    cells = [await cell.bounding_box() for cell in await first.get_by_role("cell").all()]
    assert all(box and 240 < box["width"] <= 360 for box in cells)
    label = "(cell) => getComputedStyle(cell, '::before').content"
    assert await first.get_by_role("cell").first.evaluate(label) == '"Data scientist"'
    await tab.send("a" * 400)
    await tab.send("/define " + "b" * 250)
    await expect(tab.last).to_contain_text("is a term")
    assert await tab.beyond_the_edge() == []
    # Figures are shown side by side, and words aren't broken.
    columns = ("Topic", "Read", "Answered right", "Cards known")
    figures = (
        ("Processes and techniques", "12 of 97", "3 of 5", "0 of 174 (0%)"),
        ("The landscape", "2 of 22", "–", "0 of 8"),
    )
    await site.boards.show(
        Destination("playground", "general"), message(Heading("Progress"), Table(columns, figures)), "progress"
    )
    await expect(tab.last.get_by_role("heading", name="Progress")).to_be_visible()
    table = tab.last.get_by_role("table")
    await expect(table).to_have_class(re.compile("slim"))
    assert await tab.beyond_the_edge() == []
    name = table.get_by_role("rowheader", name="The landscape")
    height = await name.evaluate("(cell) => cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight)")
    assert height < 4, "in words, not letters"
    await tab.page.set_viewport_size({"width": 320, "height": 640})
    assert await tab.beyond_the_edge() == []
    await tab.page.set_viewport_size(PHONE)
    # The channels are in a drawer.
    channel = tab.page.get_by_role("button", name="data-team")
    await expect(channel).to_be_hidden()
    await tab.page.get_by_role("button", name="Open channels").tap()
    await channel.tap()
    await expect(tab.page.get_by_role("heading", level=1, name="#data-team")).to_be_visible()
    await expect(channel).to_be_hidden()
    await tab.page.get_by_role("button", name="Open channels").press("Enter")
    main = tab.page.locator(".main")
    await expect(main).to_have_attribute("inert", "")
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.get_by_role("button", name="Open channels")).to_be_focused()
    # A phone that's turned on its side may have room for everything.
    await tab.page.get_by_role("button", name="Open channels").tap()
    await tab.page.set_viewport_size({"width": 844, "height": 390})
    await expect(main).not_to_have_attribute("inert", "")
    assert await main.evaluate("(it) => [it.offsetLeft, it.offsetTop]") == [264, 0]


async def test_long_words_break_and_a_flag_stays_whole(open_tab: OpenTab) -> None:
    tab = await open_tab("W" * 32)
    await tab.line.fill("/" + "a" * 300)
    await expect(tab.page.get_by_text("Enter finds the nearest")).to_be_visible()
    await tab.page.get_by_role("button", name="change your name").click()
    await expect(tab.page.get_by_label("Your name", exact=True)).to_have_attribute("dir", "auto")
    problem = tab.page.locator("dialog .problem")
    await problem.evaluate("(it) => it.append('x'.repeat(200))")
    for part in (".side", "#hint", "dialog"):
        assert await tab.page.locator(part).evaluate("(it) => it.scrollWidth <= it.clientWidth"), part
    initial = await tab.page.evaluate(
        "async () => (await import('/static/people.js')).avatar({ id: 'm', name: '🇩🇪 Max' }).dataset.initial"
    )
    assert initial == "🇩🇪"


async def test_the_keyboard_keeps_its_place(open_tab: OpenTab) -> None:
    tab = await open_tab(forced_colors="active")
    await tab.answered("/quiz", "Question 1 of 3")
    await tab.send("/nothing")
    for left, focused in ((2, tab.entries.first), (1, tab.page.get_by_role("region", name="Conversation"))):
        await expect(tab.entries).to_have_count(left)
        await tab.last.get_by_role("button", name="Dismiss").press("Enter")
        await expect(focused).to_be_focused()
    await tab.line.fill("/c")
    await tab.line.press("ArrowDown")
    chosen = tab.page.get_by_role("option", selected=True)
    assert await chosen.evaluate("(it) => getComputedStyle(it).outlineStyle") == "solid"


async def test_dark_mode_follows_the_system_until_someone_chooses(open_tab: OpenTab) -> None:
    tab = await open_tab(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await tab.page.evaluate(ground)
    await tab.page.get_by_role("button", name="Switch to light").click()
    light = await tab.page.evaluate(ground)
    assert dark != light
    await tab.page.reload()
    assert await tab.page.evaluate(ground) == light
    await expect(tab.page.get_by_role("button", name="Switch to dark")).to_be_visible()


CONTRASTS = """
() => {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    probe.clearRect(0, 0, 1, 1); probe.fillStyle = colour; probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => {
      const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), `${e.tagName}.${e.className}: ${e.textContent.slice(0, 30)}`];
    })
    .filter(([ratio]) => ratio < 4.5);
}
"""


async def test_every_text_stands_out_enough(open_tab: OpenTab) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1."""
    tab = await open_tab(reduced_motion="reduce")  # colours that are still fading don't count
    await tab.answered("/compare data", "Comparing data")
    await tab.answered("/tip", "Start simple")
    await tab.send("/define rag")
    await tab.send("/nothing")
    await expect(tab.last).to_contain_text("There's no command")
    await tab.page.get_by_role("button", name="Look closer at one aspect …").click()
    await tab.line.press_sequentially("/compare ")
    await expect(tab.page.get_by_role("option").first).to_be_visible()
    for scheme in SCHEMES:
        await tab.page.emulate_media(color_scheme=scheme)
        assert await tab.page.evaluate(CONTRASTS) == [], scheme


async def test_the_page_is_made_for_assistive_technology(open_tab: OpenTab) -> None:
    tab = await open_tab()
    table = (await tab.answered("/compare data", "Comparing data")).get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_have_text(["Aspect", "Data scientist", "AI engineer"])
    await expect(table.get_by_role("rowheader")).to_have_text(["Kind", "Amount", "Care"])
    page = tab.page
    assert await page.evaluate("document.documentElement.lang") == "en"
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("navigation", name="Channels")).to_be_visible()
    await expect(page.get_by_role("log", name="Messages in #general")).to_be_visible()
    await expect(page.get_by_role("button", name="general")).to_have_attribute("aria-current", "true")
    nameless = """[...document.querySelectorAll("button, input, a, img, [role=listbox]")].filter((e) =>
        e.checkVisibility() && !(e.ariaLabel || e.innerText?.trim() || e.labels?.length || e.hasAttribute("alt"))
    ).map((e) => e.outerHTML)"""
    assert await page.evaluate(nameless) == []
    doubled = (
        """[...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, at, all) => all.indexOf(id) < at)"""
    )
    assert await page.evaluate(doubled) == []
    await page.reload()
    await expect(tab.entries).to_have_count(1)
    await page.locator("body").press("Shift+Tab")
    skip = page.get_by_role("link", name="Skip to the message box")
    await skip.press("Enter")
    await expect(tab.line).to_be_focused()


NOTHING_IS_KEPT = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied", "SecurityError"); } });
"""


async def test_a_browser_that_keeps_nothing_has_a_whole_page(browser: Browser, site: Site) -> None:
    page = await (await browser.new_context()).new_page()
    await page.add_init_script(NOTHING_IS_KEPT)
    await page.goto(site.url)
    tab = Tab(page)
    await tab.join("Ana")
    await tab.answered("/compare data", "Comparing data")
    for name in ("Sounds", "Switch to dark"):
        await page.get_by_role("button", name=name).click()
    await expect(page.get_by_role("button", name="Sounds")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name="Switch to light")).to_be_visible()
    await page.context.close()
