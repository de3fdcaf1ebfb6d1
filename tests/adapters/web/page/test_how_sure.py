"""A quiz that asks how sure you are, from the setting to the mark, in a real browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from adapters.web.server import Site
from tests.adapters.web.page.axe import violations
from tests.adapters.web.page.conftest import playground
from tests.adapters.web.page.tab import OpenTab
from tests.packs import PETS

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def whole(migrated_sqlite_url: str) -> AsyncIterator[Site]:
    """A playground with the whole core behind it."""
    async with playground(migrated_sqlite_url, PETS) as site:
        yield site


async def test_a_quiz_asks_how_sure_you_are(whole: Site, open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    await tab.page.goto(whole.url)
    await tab.join("Ana")
    await tab.answered("/settings confidence:on", "Settings saved")
    await tab.answered("/quiz care 1", "Question 1 of 1")
    await tab.last.get_by_role("button", name="Certain (+3 or −6)").click()
    await expect(tab.last.get_by_role("button", name="✓ Certain (+3 or −6)")).to_be_visible()
    assert not await violations(tab.page)
    await tab.last.get_by_role("button").nth(3).click()
    await expect(tab.last).to_contain_text("Certain: ")
    await tab.last.get_by_role("button", name="See how it went").click()
    await expect(tab.last).to_contain_text("Your mark:")
