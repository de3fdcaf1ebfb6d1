"""Free words in the message box, in a real browser."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.tab import OpenTab

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_line_without_a_slash_is_answered_or_refused_below_it(open_tab: OpenTab) -> None:
    tab = await open_tab("Ana")
    await expect(tab.line).to_have_attribute("placeholder", "Ask in #general, or type /")
    await tab.send("hi there")
    await expect(tab.entries).to_have_count(2)
    await expect(tab.entries.first).to_contain_text("hi there")
    await expect(tab.last).to_contain_text("Hi!")
    await expect(tab.last).to_contain_text("Only you can see this")
    await expect(tab.last).not_to_contain_text("Ana")
    await expect(tab.last).not_to_contain_text("You")
    await tab.last.get_by_role("button", name="A quiz").click()
    await expect(tab.last.get_by_role("heading", name="Question 1 of 3")).to_be_visible()
    await tab.send("refuse this")
    await expect(tab.last).to_contain_text("That cannot be answered; try /help.")
    await expect(tab.line).to_have_value("")
