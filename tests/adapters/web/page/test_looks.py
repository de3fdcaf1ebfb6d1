"""Where lines break and boxes end, in a real browser."""

import pytest
from playwright.async_api import expect

from bot.language.controls import Choice, Menu
from bot.language.message import File, Heading, Message, message
from bot.language.rich_text import CommandMention, code, text
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARD = message(
    Heading("Card"),
    *(text("x" * before + " ", CommandMention("/link code:gy53-qhcs"), " links you.") for before in range(8, 20, 3)),
    text(code("a-" * 200)),
    File("data.json", b"{}", "application/json"),
    Menu("Questions: 5", (Choice("5", "five"),)),
    Menu("Who can start games and challenges here: " + "everyone " * 6, (Choice("Everyone", "all"),)),
    private=True,
)


@pytest.fixture
def shown(commands: FakeCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every line with the card."""

    async def say(*_: object) -> Message:
        return CARD

    monkeypatch.setattr(commands, "say", say)


@pytest.mark.usefixtures("shown")
async def test_short_codes_stay_in_one_piece_and_long_ones_fit(open_tab: OpenTab) -> None:
    tab = await open_tab(viewport={"width": 320, "height": 640})
    await tab.answered("/link", "Card")
    pieces = """all => all.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getClientRects().length;
    })"""
    *short, long = await tab.last.locator("p code").evaluate_all(pieces)
    assert short == [1, 1, 1, 1]
    assert long > 1
    assert await tab.beyond_the_edge() == []


@pytest.mark.usefixtures("shown")
async def test_menus_beside_each_other_are_equally_high_until_one_opens(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/settings", "Card")
    boxes = "all => all.map((each) => each.getBoundingClientRect()).map(({ top, height }) => [top, height])"
    openers = tab.last.locator(".menu-opener")
    left, right = await openers.evaluate_all(boxes)
    assert left == right
    await openers.first.click()
    await expect(tab.page.get_by_role("menuitemradio")).to_be_visible()
    opened = [height for _, height in await openers.evaluate_all(boxes)]
    assert max(opened) == left[1]


@pytest.mark.usefixtures("shown")
async def test_a_file_is_not_underlined_in_two_pieces_and_the_page_can_be_printed(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/privacy export", "Card")
    await expect(tab.last.get_by_role("link", name="data.json")).to_have_css("text-decoration-line", "none")
    # On paper there's the whole channel, and nothing to press.
    await tab.answered("/settings", "Card")
    await tab.page.emulate_media(media="print")
    await expect(tab.page.locator(".side")).to_be_hidden()
    await expect(tab.last.locator(".menu-opener").first).to_be_hidden()
    assert await tab.page.locator("#scroller").evaluate("(it) => it.scrollHeight - it.clientHeight") <= 1
