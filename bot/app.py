"""The composition root: builds the parts, starts and stops them."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import SystemRandom

from adapters.web import server
from bot.commands import Commands
from bot.content.library import Library
from bot.content.problems import PackError
from bot.handlers import Services
from bot.pictures.cache import PictureCache
from bot.settings import Settings
from bot.store.database import Database

_log = logging.getLogger(__name__)

_RELOAD_EVERY = 1.0
"""Seconds between looks at the pack folders."""


@dataclass(frozen=True, slots=True)
class App:
    """The running core."""

    library: Library
    commands: Commands


@asynccontextmanager
async def core(settings: Settings) -> AsyncIterator[App]:
    """The core, opened and in the end closed.

    Args:
        settings: where the packs and the database are.

    Raises:
        PackError: there is no pack to teach from.
        StoreError: the database cannot be opened.
    """
    library = await asyncio.to_thread(Library, settings.content, settings.cache)
    if not library.packs:
        raise PackError(library.problems)
    for problem in library.problems:
        _log.warning("%s", problem)
    pictures = PictureCache()
    database = await Database.open(settings.database_url)
    try:
        yield App(library, Commands(Services(library, database, pictures, SystemRandom())))
    finally:
        pictures.close()
        await database.close()


async def play(settings: Settings, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the playground until SIGINT or SIGTERM.

    Args:
        settings: where the packs and the database are, and the key for colleagues.
        host: to bind to.
        port: to listen on; 0 for any free one.
        announce: called once with the address.

    Raises:
        Refusal: it cannot listen there, or must not.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    key = settings.play_key.get_secret_value() if settings.play_key else None
    async with core(settings) as app:
        site = await server.start(app.commands, host=host, port=port, key=key)
        watching = asyncio.create_task(app.library.watch(_RELOAD_EVERY))
        announce(site.url)
        try:
            await stop.wait()
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await site.close()
