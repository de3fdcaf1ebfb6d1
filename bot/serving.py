"""Serving the playground or the chat platforms until told to stop, with their background tasks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import bootstrap
from bot.console import open_console
from bot.content.reading.library import Library
from bot.content.reading.problems import Severity
from bot.core import Core
from bot.features.learners import zones
from bot.language.platforms import traits
from bot.language.port import Platform, PlatformError
from bot.measuring import measure
from bot.personal_data import PERSONAL_DATA
from bot.runtime import gc_tuning, memory, turns
from bot.runtime.bulkhead import bulkhead
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.runtime.stopping import stop_signal
from bot.runtime.supervisor import Supervisor
from bot.storage.database import Database
from bot.storage.errors import StoreError

if TYPE_CHECKING:
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_SETTLING = 30.0
"""Seconds to wait after the start before precomputing anything, so as not to slow down the first requests: they have
to wait for loading anyway, and the chat platforms allow only three seconds for an answer."""

_REST_EVERY = 60.0
"""Seconds between two checks whether the model can be unloaded."""

_PRUNE_EVERY = 24 * 3600.0
"""Seconds between two deletions of old data."""

_RELOAD_EVERY = 1.0
"""Seconds between two checks of the pack folders for changes."""


async def play(settings: Settings, host: str, port: int, announce: Callable[[str, str, str | None], None]) -> None:
    """Serve the playground until told to stop (see stop_signal).

    Args:
        settings: the settings, for the packs, the database and the keys.
        host: the address to bind to.
        port: the port to listen on; 0 for any free one.
        announce: called once with the page's URL, its URL for other machines if that's another one (otherwise ""),
            and the administrators' key if it was generated for this start.

    Raises:
        Refusal: it can't listen there, or isn't allowed to.
        PlatformError: it can't listen on the port for health and metrics.
    """
    stop = stop_signal()
    async with bootstrap.core(settings) as core:
        supervisor = Supervisor()
        health = partial(_health, core.database, (), supervisor)
        http = bootstrap.http_server(settings, health)
        if settings.http_port is not None:
            await http.start()
        try:
            site, made_key = await bootstrap.playground(settings, core, host, port, health)
            posting = bootstrap.posting(core, {"web": site.port}, lambda _: True)
            async with kept_up(core, settings, supervisor), _console(core, settings, site.url):
                announce(site.url, site.outer_url, made_key)
                posting.start()
                supervisor.start("figures", partial(measure, core, health, (), ("web",), settings.backups))
                if "content" in settings.model_fields_set:  # the author's own packs; built-in ones have no warnings
                    supervisor.start("advice", partial(advise, core.library, settings.content, site.show_warnings))
                try:
                    await prepare(core)  # while the page opens: the playground has no three-second limit
                    await stop.wait()
                finally:
                    await posting.close()
                    await site.close()
        finally:
            await http.close()


async def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Connect to all configured platforms, and serve them until told to stop (see stop_signal).

    Args:
        settings: the settings.
        announce: called with lines that say what's being served.

    Raises:
        PlatformError: no platform is set up, or none can be served any more.
        Refusal: there's no pack to teach from.
    """
    stop = stop_signal()
    async with bootstrap.core(settings) as core:
        core.library.default  # noqa: B018 (refuses now rather than at the first question)
        platforms: list[Platform] = []
        supervisor = Supervisor()
        health = partial(_health, core.database, platforms, supervisor)
        http = bootstrap.http_server(settings, health)
        platforms += bootstrap.platforms(settings, core, http)
        if not platforms:
            raise PlatformError(
                "No platform is set up; set DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN, "
                "or try `versed play`, which needs no token."
            )
        if settings.listens_on is not None:
            announce(f"Health on port {await http.start()}")
        try:
            await prepare(core)
            async with kept_up(core, settings, supervisor), _console(core, settings):
                announce(f"Serving {' and '.join(platform.name for platform in platforms)}")
                ready = {platform.name: platform.is_ready for platform in platforms}
                ports = {platform.name: platform.port for platform in platforms}
                supervisor.start("figures", partial(measure, core, health, platforms, [*ports], settings.backups))
                await _serve(platforms, bootstrap.posting(core, ports, lambda name: ready[name]()), stop)
        finally:
            await http.close()


def _console(core: Core, settings: Settings, page: str = "") -> AbstractAsyncContextManager[None]:
    operator = bootstrap.operator(settings, core.database, core.application.tenants.erasure)
    return open_console(core.application, operator, core.database, page)


@asynccontextmanager
async def kept_up(core: Core, settings: Settings, supervisor: Supervisor) -> AsyncIterator[None]:
    """Run the background tasks within the block: games, reloading packs, deleting old data and so on.

    At the end, games are released for another replica or the next start.

    Args:
        core: the running core.
        settings: the settings, for how long old data is kept.
        supervisor: restarts each task when it ends.
    """
    turns.shorten()
    supervisor.start("games", core.running_games.run)
    supervisor.start("packs", partial(core.library.watch, _RELOAD_EVERY))
    supervisor.start("tenants' packs", core.shelf.follow)
    supervisor.start("database", core.database.watch)
    supervisor.start("meaning", partial(_understand, core))
    keep = None if settings.retention_days is None else timedelta(days=settings.retention_days)
    supervisor.start("retention", partial(_prune, core.database, keep))
    try:
        yield
    finally:
        await supervisor.close()
        await core.running_games.close()


async def prepare(core: Core) -> None:
    """Precompute what's derived from packs and time zones, so that nobody has to wait for it."""
    with gc_tuning.paused():
        await asyncio.to_thread(core.library.prepare)
        await asyncio.to_thread(zones.prepare)
    gc_tuning.settle()
    memory.give_back()


async def _prune(database: Database, keep: timedelta | None) -> None:
    """Delete data that's no longer needed, and data older than the operator's limit; None to keep it forever."""
    while True:
        for holder in PERSONAL_DATA.holders:
            now = datetime.now(UTC)
            try:
                with bulkhead("retention"):
                    await database.transact(partial(holder.expire, now=now))
                    if keep is not None:
                        await database.transact(partial(holder.prune, before=now - keep))
            except StoreError as error:
                _log.error("couldn't delete what's old: %s", error)
        await asyncio.sleep(_PRUNE_EVERY)


async def _understand(core: Core) -> None:
    """Compute the packs' embeddings, again after each change; unload the model when nobody asks anything."""
    changed = asyncio.Event()
    core.library.subscribe(changed.set)
    changed.set()
    await asyncio.sleep(_SETTLING)
    is_done = True
    while True:
        if changed.is_set() or not is_done:
            changed.clear()
            is_done = await core.answerer.prepare(core.library.packs.values())
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), _REST_EVERY)
        core.answerer.rest()


async def advise(library: Library, content: Sequence[Path], show: Callable[[list[str]], None]) -> None:
    """Show the warnings about packs, again after each change.

    Args:
        library: the library with the packs.
        content: the packs' folders.
        show: takes a line per warning.
    """
    from bot.content.check import check_paths  # imported late, because only authors need it

    changed = asyncio.Event()
    library.subscribe(changed.set)
    while True:
        report = await asyncio.to_thread(check_paths, content)
        show([each.brief for each in report.problems if each.severity is Severity.WARNING])
        await changed.wait()
        changed.clear()


def _health(database: Database, platforms: Sequence[Platform], supervisor: Supervisor) -> Health:
    notes = [f"{name} keeps failing; see the log" for name in supervisor.ailing]
    keeps = database.trouble() is None
    if not keeps:  # anyone can ask for this, so the file's name is only in the log
        notes.insert(0, "nothing can be stored because the database's file has changed; see the log")
    if ailment := database.ailment:  # sending people to another replica wouldn't help them, so this one stays ready
        notes.insert(0, f"nothing can be stored because {ailment}; see the log")
    lost = [each.name for each in platforms if not each.is_ready()]
    if len(platforms) > 1:
        notes[:0] = [f"{traits(name).title} isn't connected" for name in lost]
    return Health(keeps and not lost, tuple(notes))


async def _serve(platforms: Sequence[Platform], posting: "Posting", stop: asyncio.Event) -> None:
    """Serve until told to stop, or until no platform is left; a platform that fails doesn't stop the others."""
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
                _log.error("%s isn't served any more: %s", task.get_name(), failure)
    finally:
        await posting.close()  # first, because posts in progress need the platforms
        await asyncio.gather(*(platform.close() for platform in platforms), return_exceptions=True)
        for task in (stopping, *serving):
            task.cancel()
        await asyncio.gather(stopping, *serving, return_exceptions=True)
    if failure is not None and not stop.is_set():
        raise failure
