"""Serving until told to stop: the playground, or the chat platforms, and what goes on beside them."""

import asyncio
import logging
import signal
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
from bot.language.port import Platform, PlatformError
from bot.measuring import measure
from bot.personal_data import PERSONAL_DATA
from bot.runtime import gc_tuning, memory, turns
from bot.runtime.bulkhead import bulkhead
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.runtime.supervisor import Supervisor
from bot.storage.database import Database
from bot.storage.errors import StoreError

if TYPE_CHECKING:
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_SETTLING = 30.0
"""Seconds after the start in which nothing is worked out ahead: who writes first waits for what's loaded anyway, and
the chat platforms give an answer three seconds."""

_REST_EVERY = 60.0
"""Seconds between two looks whether the model can let go of its memory."""

_PRUNE_EVERY = 24 * 3600.0
"""Seconds between two deletions of what's old."""

_WATCH_EVERY = 5.0
"""Seconds between looks at the database's file."""

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
        Refusal: it can't listen there, or must not.
        PlatformError: it can't listen where health and metrics are wanted.
    """
    stop = _stop_signal()
    async with bootstrap.core(settings) as core:
        supervisor = Supervisor()
        health = partial(_health, core.database, (), supervisor)
        http = bootstrap.http_server(settings, health)
        if settings.http_port is not None:
            await http.start()
        try:
            site, made_key = await bootstrap.playground(settings, core, host, port, health)
            posting = bootstrap.posting(core, {"web": site.port}, lambda _: True)
            async with kept_up(core, settings, supervisor), _console(core, settings):
                announce(site.url, made_key)
                posting.start()
                supervisor.start("figures", partial(measure, core, health, (), ("web",), settings.backups))
                if "content" in settings.model_fields_set:  # the author's own; those that come along have no faults
                    supervisor.start("advice", partial(advise, core.library, settings.content, site.show_warnings))
                try:
                    await prepare(core)  # while the page opens: here, nobody has only three seconds to answer
                    await stop.wait()
                finally:
                    await posting.close()
                    await site.close()
        finally:
            await http.close()


async def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Connect to every platform whose settings are present, and serve it until SIGINT or SIGTERM.

    Args:
        settings: of everything.
        announce: called once with what is being served.

    Raises:
        PlatformError: no platform is set up, or none can be served any longer.
        Refusal: there's no pack to teach from.
    """
    stop = _stop_signal()
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
                "or try `versed play`, which doesn't need either."
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


def _console(core: Core, settings: Settings) -> AbstractAsyncContextManager[None]:
    return open_console(
        core.application, bootstrap.operator(settings, core.database, core.tenant_caches), core.database
    )


@asynccontextmanager
async def kept_up(core: Core, settings: Settings, supervisor: Supervisor) -> AsyncIterator[None]:
    """Keep up what goes on beside serving: games run, packs reload as they change, what's old is deleted.

    At the end games are let go, for another replica or the next start.

    Args:
        core: what's kept up.
        settings: how long old data is kept.
        supervisor: starts each task again when it ends.
    """
    turns.shorten()
    supervisor.start("games", core.running_games.run)
    supervisor.start("packs", partial(core.library.watch, _RELOAD_EVERY))
    supervisor.start("tenants' packs", core.shelf.follow)
    supervisor.start("database", partial(_watch, core.database))
    supervisor.start("meaning", partial(_understand, core))
    keep = None if settings.retention_days is None else timedelta(days=settings.retention_days)
    supervisor.start("retention", partial(_prune, core.database, keep))
    try:
        yield
    finally:
        await supervisor.close()
        await core.running_games.close()


async def prepare(core: Core) -> None:
    """Work out what's derived from packs and from time zones, so that nobody waits for it."""
    with gc_tuning.paused():
        await asyncio.to_thread(core.library.prepare)
        await asyncio.to_thread(zones.prepare)
    gc_tuning.settle()
    memory.give_back()


async def _prune(database: Database, keep: timedelta | None) -> None:
    """Delete what has served its purpose, and what's older than the operator keeps it; None to keep it forever."""
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
    """Work out what the packs mean, and again after each change; let the model rest when nobody asks anything."""
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
    """Show what packs could do better, and again after each change.

    Args:
        library: that has the packs.
        content: their folders.
        show: is given a line for each warning.
    """
    from bot.content.check import check_paths  # late, as only authors need it

    changed = asyncio.Event()
    library.subscribe(changed.set)
    while True:
        report = await asyncio.to_thread(check_paths, content)
        show([each.brief for each in report.problems if each.severity is Severity.WARNING])
        await changed.wait()
        changed.clear()


async def _watch(database: Database) -> None:
    """Have it logged when the database's file is gone, even if nobody writes; those who do hear of it at once."""
    while True:
        database.trouble()
        await asyncio.sleep(_WATCH_EVERY)


def _health(database: Database, platforms: Sequence[Platform], supervisor: Supervisor) -> Health:
    notes = [f"{name} keeps failing; see the log" for name in supervisor.ailing]
    keeps = database.trouble() is None
    if not keeps:  # anyone may ask, so the file's name stays in the log
        notes.insert(0, "nothing can be stored because the database's file has changed; see the log")
    return Health(keeps and all(each.is_ready() for each in platforms), tuple(notes))


async def _serve(platforms: Sequence[Platform], posting: "Posting", stop: asyncio.Event) -> None:
    """Serve until told to stop, or until no platform is left; one that fails doesn't stop the others."""
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
        await posting.close()  # first, as what's on its way needs the platforms
        await asyncio.gather(*(platform.close() for platform in platforms), return_exceptions=True)
        for task in (stopping, *serving):
            task.cancel()
        await asyncio.gather(stopping, *serving, return_exceptions=True)
    if failure is not None and not stop.is_set():
        raise failure


def _stop_signal() -> asyncio.Event:
    """Make an event that's set at SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
