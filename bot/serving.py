"""Serving until told to stop: the playground, or the chat platforms, and what goes on beside them."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot import bootstrap
from bot.bootstrap import Core
from bot.features.games.host import Host
from bot.features.privacy.store import retention
from bot.language.port import Platform, PlatformError
from bot.runtime import gc_tuning
from bot.runtime.bulkhead import bulkhead, set_aside
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.errors import StoreError

if TYPE_CHECKING:
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_DEFAULT_HTTP_PORT = 8322

_PRUNE_EVERY = 24 * 3600.0
"""Seconds between two deletions of what is old."""

_RELOAD_EVERY = 1.0
"""Seconds between looks at the pack folders."""


async def play(settings: Settings, host: str, port: int, announce: Callable[[str, str | None], None]) -> None:
    """Serve the playground until SIGINT or SIGTERM.

    Args:
        settings: where the packs and the database are, and the key for colleagues.
        host: to bind to.
        port: to listen on; 0 for any free one.
        announce: called once with the address, and the administrators' key where it was made for this start.

    Raises:
        Refusal: it cannot listen there, or must not.
    """
    stop = _stop_signal()
    async with bootstrap.core(settings) as core:
        site, made_key = await bootstrap.playground(settings, core, host, port)
        posting = bootstrap.posting(core, {"web": site.port}, lambda _: True)
        async with _in_background(_upkeep(core, settings)), _hosting(core.host):
            announce(site.url, made_key)
            posting.start()
            try:
                await stop.wait()
            finally:
                await posting.close()
                await site.close()


async def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Connect to every platform whose settings are present, and serve it until SIGINT or SIGTERM.

    Args:
        settings: of everything.
        announce: called once with what is being served.

    Raises:
        PlatformError: no platform is set up, or none can be served any longer.
        Refusal: there is no pack to teach from.
    """
    stop = _stop_signal()
    async with bootstrap.core(settings) as core:
        core.library.default  # noqa: B018 (refuses now rather than at the first question)
        platforms: list[Platform] = []
        port = _DEFAULT_HTTP_PORT if settings.http_port is None else settings.http_port
        http = bootstrap.http_server(settings, port, lambda: all(each.is_ready() for each in platforms))
        platforms += bootstrap.platforms(settings, core, http)
        if not platforms:
            raise PlatformError(
                "No platform is set up; set DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN, "
                "or try `versed play`, which needs none."
            )
        if settings.http_port is not None or settings.needs_http:
            announce(f"Health on port {await http.start()}")
        try:
            async with _in_background(_upkeep(core, settings)), _hosting(core.host):
                announce(f"Serving {' and '.join(platform.name for platform in platforms)}")
                ready = {platform.name: platform.is_ready for platform in platforms}
                ports = {platform.name: platform.port for platform in platforms}
                await _serve(platforms, bootstrap.posting(core, ports, lambda name: ready[name]()), stop)
        finally:
            await http.close()


async def _upkeep(core: Core, settings: Settings) -> None:
    """Reload packs as they change, delete what's old, and keep memory settled.

    Each of these survives whatever goes wrong with it, for its end would be that of all.
    """
    gc_tuning.settle()
    core.library.subscribe(gc_tuning.settle)
    async with asyncio.TaskGroup() as group:
        group.create_task(core.library.watch(_RELOAD_EVERY))
        if settings.retention_days is not None:
            group.create_task(_prune(core.database, timedelta(days=settings.retention_days)))


async def _prune(database: Database, keep: timedelta) -> None:
    while True:
        for part in retention.PARTS:
            try:
                with bulkhead("retention"):
                    await database.transact(partial(part, before=datetime.now(UTC) - keep))
            except StoreError as error:
                _log.error("what is old could not be deleted: %s", error)
        await asyncio.sleep(_PRUNE_EVERY)


async def _serve(platforms: Sequence[Platform], posting: "Posting", stop: asyncio.Event) -> None:
    """Serve until told to stop, or until no platform is left; one that fails does not stop the others."""
    stopping = asyncio.create_task(stop.wait())
    serving = {asyncio.create_task(platform.run(), name=platform.name) for platform in platforms}
    failure: BaseException | None = None
    posting.start()
    try:
        while serving and not stopping.done():
            done, _ = await asyncio.wait({stopping, *serving}, return_when=asyncio.FIRST_COMPLETED)
            for task in done & serving:
                serving.discard(task)
                failure = task.exception() or PlatformError(f"{task.get_name()} has ended; start Versed again.")
                _log.error("%s is no longer served: %s", task.get_name(), failure)
    finally:
        await posting.close()  # first, for what is on its way needs the platforms
        await asyncio.gather(*(platform.close() for platform in platforms), return_exceptions=True)
        for task in (stopping, *serving):
            task.cancel()
        await asyncio.gather(stopping, *serving, return_exceptions=True)
    if failure is not None and not stop.is_set():
        raise failure


def _stop_signal() -> asyncio.Event:
    """Set at SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@asynccontextmanager
async def _hosting(host: Host) -> AsyncIterator[None]:
    """Games are hosted while the block runs; then they are let go, for another replica or the next start."""
    async with _in_background(host.run()):
        try:
            yield
        finally:
            await host.close()


@asynccontextmanager
async def _in_background(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Something that goes on while the block runs."""
    task = asyncio.create_task(work)
    task.add_done_callback(_tell_of_end)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _tell_of_end(task: "asyncio.Task[None]") -> None:
    """Log at once what ended something that should go on; whoever awaits it hears of it only when all ends."""
    if not task.cancelled() and (error := task.exception()) is not None:
        set_aside("background task", error)
