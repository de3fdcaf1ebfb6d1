"""A person's tab in a real browser, in terms of what they see and do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from playwright.async_api import Locator, Page, WebSocketRoute, expect

OpenTab: TypeAlias = Callable[..., Awaitable["Tab"]]


class Cable:
    """A tab's connection, which a test can cut; the tab connects again once it's plugged in."""

    def __init__(self) -> None:
        self._is_in = asyncio.Event()
        self._is_in.set()
        self._sockets: list[WebSocketRoute] = []

    @classmethod
    async def of(cls, page: Page) -> "Cable":
        """Lay a cable to a page that's loaded anew."""
        cable = cls()
        await page.route_web_socket("**/socket", cable._connect)
        await page.reload()
        return cable

    async def cut(self) -> None:
        """Close the connection."""
        self._is_in.clear()
        await self._sockets[-1].close()

    def plug_in(self) -> None:
        """Let the page connect again."""
        self._is_in.set()

    async def _connect(self, socket: WebSocketRoute) -> None:
        await self._is_in.wait()
        self._sockets.append(socket)
        socket.connect_to_server()


@dataclass
class Tab:
    """A person's tab."""

    page: Page

    @property
    def line(self) -> Locator:
        return self.page.get_by_role("combobox", name="Message")

    @property
    def entries(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def last(self) -> Locator:
        return self.entries.last

    async def join(self, name: str) -> None:
        await self.page.get_by_label("Your name", exact=True).fill(name)
        await self.page.get_by_role("button", name="Join the chat").click()
        await expect(self.page.get_by_role("heading", level=1)).not_to_be_empty()

    async def send(self, line: str) -> None:
        await self.line.fill(line)
        await self.line.press("Enter")

    async def answered(self, line: str, heading: str) -> Locator:
        """Send a line and wait for an answer with that heading."""
        await self.send(line)
        await expect(self.last.get_by_role("heading", name=heading)).to_be_visible()
        return self.last

    async def arrived(self) -> None:
        """Wait until everything that the server has sent has arrived: an answer comes after it."""
        await self.line.fill("/compare ")
        await expect(self.page.get_by_role("option", name="Use cases")).to_be_visible()
        await self.line.fill("")
        await expect(self.page.get_by_role("option")).to_have_count(0)

    async def focused(self) -> str:
        text: str = await self.page.evaluate("document.activeElement.innerText")
        return text

    async def beyond_the_edge(self) -> list[str]:
        """Return the elements beyond the window's right edge, except for table heads for screen readers."""
        found: list[str] = await self.page.evaluate(
            """[...document.querySelectorAll(".main *:not(thead, thead *)")]
                .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth)
                .map((each) => `${each.tagName}.${each.className}`)"""
        )
        return found
