"""Versed on a loopback Slack, over Socket Mode and over HTTP, with a small pack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp
import pytest

from adapters.http import HttpServer
from adapters.slack.outbound.api import Api
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.platform import Slack
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.dispatch.application import Application
from bot.pictures.cache import PictureCache
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.storage.database import Database
from tests.erasures import erasure
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.driver import ByHttp, BySocket, Driver
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.packs import PETS
from tests.patience import FOREVER, SLACK

OAUTH: dict[str, Any] = {"slack_bot_token": None, "slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET}


@dataclass
class Stage:
    """A running platform, with the fake Slack that it calls and the driver that delivers payloads to it."""

    slack: FakeSlack
    driver: Driver
    platform: Slack
    commands: Application
    database: Database
    address: str

    async def answer(self, payload: dict[str, Any], method: str = "response") -> dict[str, Any]:
        """Deliver a payload, and return the arguments of the next call of a method."""
        before = len(self.slack.calls(method))
        await self.driver.deliver(payload)
        return (await self.slack.wait_for(method, before + 1)).arguments


@pytest.fixture(autouse=True)
def pace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make timeouts so long that nothing fails on a slow machine.

    Messages to a channel aren't paced either, except in tests marked `real_pace`.
    """
    for name in SLACK:
        monkeypatch.setattr(name, FOREVER)
    if request.node.get_closest_marker("real_pace") is None:
        monkeypatch.setattr("adapters.slack.outbound.queue.PACE", 0.0)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake
    assert fake.broken == []


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def core(sqlite_database: Database) -> AsyncIterator[Core]:
    pictures = PictureCache()
    built = build(Library([PETS]), sqlite_database, pictures, Random(1))
    yield built
    await built.running_games.close()
    pictures.close()


@pytest.fixture
def commands(core: Core) -> Application:
    return core.application


def settings_for(slack: FakeSlack, **more: Any) -> Settings:
    return Settings(**{"slack_api": slack.root, "slack_bot_token": BOT_TOKEN, **more})


@pytest.fixture(params=["socket", "http"])
async def stage(
    request: pytest.FixtureRequest,
    slack: FakeSlack,
    http: aiohttp.ClientSession,
    core: Core,
    sqlite_database: Database,
) -> AsyncIterator[Stage]:
    """Versed connected over Socket Mode, then over HTTP."""
    by_socket = request.param == "socket"
    more = {"slack_app_token": APP_TOKEN} if by_socket else {"slack_signing_secret": SIGNING_SECRET}
    async with staged(slack, http, core.application, sqlite_database, settings_for(slack, **more)) as found:
        core.access["slack"] = found.platform.access
        yield found


@pytest.fixture
async def over_http(
    slack: FakeSlack, http: aiohttp.ClientSession, core: Core, sqlite_database: Database
) -> AsyncIterator[Stage]:
    settings = settings_for(slack, slack_signing_secret=SIGNING_SECRET)
    async with staged(slack, http, core.application, sqlite_database, settings) as found:
        core.access["slack"] = found.platform.access
        yield found


@pytest.fixture
async def over_socket(
    slack: FakeSlack, http: aiohttp.ClientSession, core: Core, sqlite_database: Database
) -> AsyncIterator[Stage]:
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    async with staged(slack, http, core.application, sqlite_database, settings) as found:
        core.access["slack"] = found.platform.access
        yield found


@pytest.fixture
async def by_oauth(
    slack: FakeSlack, http: aiohttp.ClientSession, commands: Application, sqlite_database: Database
) -> AsyncIterator[Stage]:
    """Versed without a token of its own: workspaces add it by OAuth."""
    more = {"slack_signing_secret": SIGNING_SECRET, "public_url": "https://versed.example.org", **OAUTH}
    async with staged(slack, http, commands, sqlite_database, settings_for(slack, **more)) as found:
        yield found


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture
async def api(slack: FakeSlack) -> AsyncIterator[Api]:
    made = Api(slack.root)
    yield made
    await made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replicas(slack: FakeSlack, api: Api, sqlite_database: Database, clock: Clock) -> list[Installations]:
    """The same workspaces as two processes know them."""
    settings, ends = settings_for(slack, **OAUTH), erasure(sqlite_database)
    return [Installations(settings, api, sqlite_database, clock, ends, clock.seconds) for _ in range(2)]


@asynccontextmanager
async def staged(
    slack: FakeSlack, http: aiohttp.ClientSession, commands: Application, database: Database, settings: Settings
) -> AsyncIterator[Stage]:
    """Run a platform for the length of a with-block."""
    server = HttpServer("127.0.0.1", 0, lambda: Health(platform.is_ready()))
    platform = Slack(settings, commands, database, server)
    address = f"http://127.0.0.1:{await server.start()}"
    running = asyncio.create_task(platform.run())
    driver: Driver = ByHttp(http, address)
    if settings.slack_app_token is not None:
        driver = BySocket(slack)
        await slack.sockets.connected()
    while not platform.is_ready():
        await asyncio.sleep(0.001)
    try:
        yield Stage(slack, driver, platform, commands, database, address)
    finally:
        await platform.close()
        await running
        await server.close()


def words(said: Any) -> str:
    """Return all the text in blocks or in a view."""
    if isinstance(said, dict):
        if isinstance(said.get("text"), str) and "blocks" not in said:
            return str(said["text"])
        if said.get("type") == "rich_text_section":  # one line
            return "".join(map(words, said["elements"]))
        parts = (said["blocks"],) if "blocks" in said else said.values()
        return "\n".join(filter(None, map(words, parts)))
    return "\n".join(filter(None, map(words, said))) if isinstance(said, list | tuple) else ""


def presses(said: dict[str, Any]) -> list[str]:
    """Return the values of a message's buttons and menu options."""
    elements = [each for block in said["blocks"] for each in block.get("elements", ()) if "action_id" in each]
    return [
        value
        for each in elements
        for value in ([each["value"]] if "value" in each else [option["value"] for option in each["options"]])
    ]
