"""Questions answered with checkboxes, menus and text fields, in a real browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from adapters.web.server import Site
from tests.adapters.web.page.axe import violations
from tests.adapters.web.page.conftest import playground
from tests.adapters.web.page.tab import OpenTab
from tests.packs import BAKERY

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = 7


@pytest_asyncio.fixture(loop_scope="session")
async def whole(migrated_sqlite_url: str) -> AsyncIterator[Site]:
    """A playground with the whole core behind it."""
    async with playground(migrated_sqlite_url, BAKERY) as site:
        yield site


async def test_each_kind_is_answered_in_its_own_way(whole: Site, open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    await tab.page.goto(whole.url)
    await tab.join("Ana")
    await tab.answered(f"/quiz {ASKED}", f"Question 1 of {ASKED}")
    used = set()
    for number in range(ASKED):
        await expect(tab.last).to_contain_text(f"Question {number + 1} of {ASKED}")
        await tab.last.get_by_role("button").first.click()
        dialog = tab.page.get_by_role("dialog", name="Your answer")
        if "mistake" not in await tab.last.inner_text():
            await expect(dialog).to_be_visible()
            assert not await violations(tab.page)
            for box in await dialog.get_by_role("checkbox").all():
                await box.check()
                used.add("box")
            for select in await dialog.locator("select").all():
                assert await select.input_value() == ""
                await select.select_option(index=1)
                used.add("select")
            for field in await dialog.get_by_role("textbox").all():
                await field.fill("150")
                used.add("text")
            await dialog.get_by_role("button", name="Send").click()
        onward = "Next question" if number + 1 < ASKED else "See how it went"
        await tab.last.get_by_role("button", name=onward).click()
    assert used == {"box", "select", "text"}
    await expect(tab.last).to_contain_text(f"of {ASKED} right")
