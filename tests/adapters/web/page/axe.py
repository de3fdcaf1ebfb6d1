"""What axe-core finds wrong with a page: https://github.com/dequelabs/axe-core."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Rules whose verdict depends on colours: only these are worth checking again in the dark."""


async def violations(page: Page) -> list[str]:
    """Return the violations on a page, one line for each element."""
    is_dark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    axe = Axe("0") if await page.evaluate("'axe' in window") else Axe()  # half a megabyte, so each page loads it once
    found = await axe.run(page, options={"runOnly": COLOURS if is_dark else RULES, "resultTypes": ["violations"]})
    return [f"{each['id']}: {node['html'][:200]}" for each in found.response["violations"] for node in each["nodes"]]
