"""A real browser, found on this machine and never downloaded, with a playground of its own."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from adapters.web.server import Site, start
from bot.content.reading.library import Library
from bot.core import build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import LIMITS
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.commands import FakeCommands
from tests.patience import FOREVER

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-features=site-per-process,IsolateOrigins",
]


_MILLISECONDS = 1000 * FOREVER
expect.set_options(timeout=_MILLISECONDS)


def find_browser() -> str:
    """Return the path of a Chromium; without one, skip the test, or fail it if CI is set."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no Chromium found (looked for {', '.join(NAMES)})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = find_browser()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(commands: FakeCommands) -> AsyncIterator[Site]:
    site = await start(commands, host="127.0.0.1", port=0, limits=LIMITS)
    yield site
    await site.close()


@asynccontextmanager
async def playground(url: str, pack: Path) -> AsyncIterator[Site]:
    """A playground with the whole core behind it.

    Args:
        url: the database's URL.
        pack: the folder of the pack to teach.
    """
    database = await Database.open(url)
    pictures = PictureCache()
    services = build(Library([pack]), database, pictures, Random(3))
    site = await start(services.application, host="127.0.0.1", port=0, limits=LIMITS)
    services.boards["web"] = site.boards
    yield site
    await site.close()
    pictures.close()
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_tab(browser: Browser, site: Site) -> AsyncIterator[OpenTab]:
    """Open tabs, and fail if the browser's console reports an error or a warning."""
    complaints: list[str] = []
    opened = []

    async def begin(name: str | None = "Ana", **options: Any) -> Tab:
        context = await browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(_MILLISECONDS)
        opened.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        await page.goto(site.url)
        tab = Tab(page)
        if name is not None:
            await tab.join(name)
        return tab

    yield begin
    for context in opened:
        await context.close()
    # While a server is away, the browser itself reports that it can't be reached.
    assert [each for each in complaints if "ERR_CONNECTION_REFUSED" not in each] == []
