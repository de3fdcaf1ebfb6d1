"""A playground on a loopback port, with fake commands that use every block, and people who join over real sockets."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, Self, TypeAlias

import aiohttp
import pytest
from yarl import URL

from adapters.web.guard import AccessKeys
from adapters.web.limits import Limits
from adapters.web.server import Sharing, Site, start
from adapters.web.visitors import Labels
from bot.language.people import MemberKey
from bot.language.text import fold
from tests.fakes.commands import FakeCommands
from tests.patience import FOREVER

Json: TypeAlias = dict[str, Any]

LIMITS = replace(Limits(), burst=200, hello_seconds=FOREVER)
"""So generous that only tests about limits run into them."""

ADMIN_KEY = "battery staple"


class FakeLabels:
    """Keeps people's names in memory."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}

    async def take(self, me: MemberKey, name: str) -> bool:
        member = me.member
        if self.taken.get(fold(name), member) != member:
            return False
        self.taken = {each: whose for each, whose in self.taken.items() if whose != member} | {fold(name): member}
        return True


StartSite: TypeAlias = Callable[..., Awaitable[Site]]


class Person:
    """Someone with an open tab, speaking the page's own protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[Json] = []
        self._id = 0

    async def hello(self, token: str, name: str) -> Json:
        self._id += 1
        await self.socket.send_json({"type": "hello", "id": self._id, "token": token, "name": name})
        return await self.next("welcome", "refused")

    async def ask(self, type_: str, **fields: Any) -> Json:
        """Send a frame and return its answer; keep the frames that come before it as events."""
        self._id += 1
        await self.socket.send_json({"type": type_, "id": self._id, **fields})
        while True:
            frame = await self._receive()
            if frame.get("id") == self._id:
                return frame
            self.events.append(frame)

    async def say(self, text: str, channel: str = "general") -> Json:
        return await self.ask("say", channel=channel, text=text)

    async def press(self, entry: Json, press: str, text: str = "") -> Json:
        channel = entry["channel"]
        return await self.ask("press", channel=channel, entry=entry["id"], press=press, text=text)

    async def next(self, *types: str) -> Json:
        """Return the next frame of one of these types, looking through the kept ones first."""
        for frame in self.events:
            if frame["type"] in types:
                self.events.remove(frame)
                return frame
        while True:
            frame = await self._receive()
            if frame["type"] in types:
                return frame
            self.events.append(frame)

    async def entry(self) -> Json:
        """Return the next entry shown."""
        shown: Json = (await self.next("entry"))["entry"]
        return shown

    async def sees_nothing_more(self) -> bool:
        """Return whether no entry is on its way: the answer to a request comes after everything sent before it."""
        await self.ask("complete", channel="general", line="/compare ")
        return not [frame for frame in self.events if frame["type"] in ("entry", "gone")]

    async def _receive(self) -> Json:
        frame: Json = await self.socket.receive_json(timeout=FOREVER)
        return frame


class Visitors:
    """Opens the playground's page and joins it; everyone who joined leaves at the end."""

    def __init__(self, http: aiohttp.ClientSession, site: Site) -> None:
        self.http = http
        self.site = site
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.close()

    async def token(self) -> str:
        async with self.http.get(self.site.url) as answer:
            page = await answer.text()
        return page.split('name="page-token" content="')[1].split('"')[0]

    async def open(self) -> Person:
        origin = self.site.url.rstrip("/")
        socket = await self.http.ws_connect(f"{origin}/socket", origin=origin, timeout=_CLOSE)
        self._sockets.append(socket)
        return Person(socket)

    async def join(self, name: str) -> Person:
        person = await self.open()
        welcome = await person.hello(await self.token(), name)
        assert welcome["type"] == "welcome", welcome
        return person


_CLOSE = aiohttp.ClientWSTimeout(ws_close=2.0)


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
async def start_site(commands: FakeCommands) -> AsyncIterator[StartSite]:
    sites: list[Site] = []

    async def begin(
        key: str | None = None, labels: Labels | None = None, names: frozenset[str] = frozenset(), **options: Any
    ) -> Site:
        if key is not None:
            options["sharing"] = Sharing(AccessKeys(key, ADMIN_KEY, names), labels or FakeLabels())
        site = await start(**{"application": commands, "host": "127.0.0.1", "port": 0, "limits": LIMITS, **options})
        sites.append(site)
        return site

    yield begin
    for site in sites:
        await site.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def visitors(start_site: StartSite, http: aiohttp.ClientSession) -> AsyncIterator[Visitors]:
    async with Visitors(http, await start_site()) as visitors:
        yield visitors


async def status(http: aiohttp.ClientSession, url: str | URL, **options: Any) -> int:
    async with http.get(url, allow_redirects=False, **options) as answer:
        await answer.read()
        return answer.status
