"""Schedules are changed in a form on the page, with the browser's own pickers for time and choices."""

import pytest
from playwright.async_api import expect

from adapters.web.server import Site
from tests.adapters.web.page.tab import OpenTab
from tests.adapters.web.page.test_forms import at, whole  # noqa: F401 (a fixture)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_time_and_days_are_picked(whole: Site, open_tab: OpenTab) -> None:  # noqa: F811
    tab = await at(whole, open_tab)
    await tab.answered("/schedule tip 09:00 weekdays zone:UTC", "Done: schedule 1")
    await tab.last.get_by_role("button", name="Change …").click()
    dialog = tab.page.get_by_role("dialog", name="Change schedule 1")
    time = dialog.get_by_label("Time", exact=True)
    await expect(time).to_have_attribute("type", "time")
    await expect(time).to_have_value("09:00")
    days = {name: dialog.get_by_label(name, exact=True) for name in ("Monday", "Tuesday", "Wednesday", "Saturday")}
    for name, ticked in (("Monday", True), ("Tuesday", True), ("Wednesday", True), ("Saturday", False)):
        await expect(days[name]).to_be_checked(checked=ticked)
    await time.fill("10:30")
    for name in ("Tuesday", "Wednesday", "Thursday"):
        await dialog.get_by_label(name, exact=True).uncheck()
    await dialog.get_by_label("Topic").select_option("Daily care")
    await time.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(tab.last).to_contain_text("Changed: schedule 1")
    await expect(tab.last).to_contain_text("Monday and Friday at 10:30 (UTC)")
    await expect(tab.last).to_contain_text("Tip on Daily care")
