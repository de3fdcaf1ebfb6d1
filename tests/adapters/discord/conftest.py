"""A fake Discord, and Versed connected to it by the real client."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from pydantic import SecretStr

from adapters.discord.outbound.rest import Rest
from adapters.discord.setup.platform import Discord
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.dispatch.application import Application
from bot.pictures.cache import PictureCache
from bot.runtime.settings import Settings
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.packs import PETS
from tests.patience import DISCORD, FOREVER

Connect: TypeAlias = Callable[..., AbstractAsyncContextManager[Discord]]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is deferred or given up because the machine is slow, except in the tests that are about that."""
    for name in DISCORD:
        monkeypatch.setattr(name, FOREVER)
    defaults: dict[str, object] = Rest.call.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "seconds", FOREVER)


@pytest.fixture
def defers(monkeypatch: pytest.MonkeyPatch, patient: None) -> None:
    """Whatever isn't answered at once is deferred."""
    monkeypatch.setattr("adapters.discord.inbound.reply.DEFER_AFTER", 0.01)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """A Discord with one server; a body that the real one would have refused fails the test."""
    async with FakeDiscord() as fake:
        yield fake
        assert fake.complaints == []


@pytest.fixture
async def core(sqlite_database: Database) -> AsyncIterator[Core]:
    """The core, with the small pack."""
    pictures = PictureCache()
    built = build(Library([PETS]), sqlite_database, pictures, Random(1))
    yield built
    await built.running_games.close()
    pictures.close()


@pytest.fixture
def commands(core: Core) -> Application:
    return core.application


def settings_for(fake: FakeDiscord, **more: object) -> Settings:
    """Settings that connect Versed to a fake."""
    return Settings(discord_token=SecretStr(fake.token), discord_api=fake.root, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def connected(
    fake: FakeDiscord, commands: Application, database: Database, **more: object
) -> AsyncIterator[Discord]:
    """Versed, connected to a fake until the block ends."""
    platform = Discord(settings_for(fake, **more), commands, database)
    running = asyncio.create_task(platform.run())
    try:
        ready = asyncio.create_task(fake.until(platform.is_ready))
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            ready.cancel()
            running.result()
        await ready
        yield platform
    finally:
        await platform.close()
        await asyncio.wait({running}, timeout=FOREVER)
        running.cancel()


@pytest.fixture
async def versed(discord: FakeDiscord, core: Core, sqlite_database: Database) -> AsyncIterator[Discord]:
    """Versed, connected to that Discord."""
    async with connected(discord, core.application, sqlite_database) as platform:
        core.access["discord"] = platform.access
        yield platform


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for a process's cache."""
    return tmp_path / "cache"
