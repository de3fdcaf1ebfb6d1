"""What's shown with an item's words, in a real browser: pictures, code, and the case that it's about."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from adapters.web.server import Site
from tests.adapters.web.page.axe import violations
from tests.adapters.web.page.conftest import playground
from tests.adapters.web.page.tab import OpenTab
from tests.packs import WORKSHOP

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest_asyncio.fixture(loop_scope="session")
async def site(migrated_sqlite_url: str) -> AsyncIterator[Site]:
    """A playground with the whole core behind it, and a pack whose items all come with a picture, code or a case."""
    async with playground(migrated_sqlite_url, WORKSHOP) as site:
        yield site


async def seen(picture: Locator) -> None:
    """Wait until a picture has loaded and is drawn."""
    await expect(picture).to_be_visible()
    await picture.evaluate("picture => picture.decode()")
    assert await picture.evaluate("picture => picture.naturalWidth") > 300


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
async def test_a_formula_and_a_figure_are_seen_and_described(open_tab: OpenTab, options: dict[str, object]) -> None:
    tab = await open_tab(**options)
    term = await tab.answered("/define kerf", "Kerf")
    await seen(term.get_by_role("img", name="The width that's lost"))
    aspect = await tab.answered("/compare use aspect:speed", "Use: Speed")
    await seen(aspect.get_by_role("img", name="Saw: a few strokes"))
    assert await tab.beyond_the_edge() == []


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
async def test_code_keeps_its_lines_and_can_be_copied(open_tab: OpenTab, options: dict[str, object]) -> None:
    tab = await open_tab(permissions=["clipboard-read", "clipboard-write"], **options)
    for _ in range(2):  # the two tips come in any order
        await tab.send("/tip")
        await expect(tab.last.get_by_role("button", name="Useful")).to_be_visible()
    code = tab.page.locator(".block-code")
    await expect(code.locator("pre")).to_have_text('for piece in ("shelf", "shelf", "back"):\n    print(piece, 60)\n')
    await code.get_by_role("button", name="Copy").click()
    await expect(code.get_by_role("button", name="Copied")).to_be_visible()
    copied = await tab.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("for piece in")
    case = tab.page.get_by_role("article").filter(has_text="The crooked shelf")
    await seen(case.get_by_role("img", name="The board: 200 cm"))
    await seen(case.get_by_role("img", name="A saw with even teeth"))
    assert await tab.beyond_the_edge() == []
    assert await violations(tab.page) == []
