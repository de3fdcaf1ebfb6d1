"""The composition root: builds the parts, starts and stops them."""

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING

from bot.application import Commands
from bot.catalogue import CATALOGUE
from bot.content.library import Library
from bot.content.problems import PackError
from bot.features.games.host import Host
from bot.language.diagnosis import Finding
from bot.language.port import Platform, PlatformError, Port
from bot.pictures.cache import PictureCache
from bot.runtime import gc_tuning as garbage
from bot.runtime.settings import Settings
from bot.services import Services
from bot.storage.database import Database
from bot.storage.errors import StoreError

if TYPE_CHECKING:
    from adapters.http import HttpServer
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_DEFAULT_HTTP_PORT = 8322

_PRUNE_EVERY = 24 * 3600.0
"""Seconds between two deletions of what is old."""

_RELOAD_EVERY = 1.0
"""Seconds between looks at the pack folders."""


@dataclass(frozen=True, slots=True)
class App:
    """The running core."""

    commands: Commands
    services: Services


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
        services = Services(library, database, pictures, SystemRandom())
        yield App(Commands(services), services)
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
    from adapters.web import server  # late, as `versed say` and `versed run` have no use for it

    stop = _stop_signal()
    key = settings.play_key.get_secret_value() if settings.play_key else None
    async with core(settings) as app:
        site = await server.start(app.commands, host=host, port=port, key=key)
        app.services.host.boards["web"] = site.boards
        posting = _posting(app, {"web": site.port}, lambda _: True)
        async with _in_background(_upkeep(app, settings)), _hosting(app.services.host):
            announce(site.url)
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
    from adapters.http import HttpServer  # late, as `versed say` and `versed play` have no use for it

    stop = _stop_signal()
    async with core(settings) as app:
        app.services.library.default  # noqa: B018 (refuses now rather than at the first question)
        platforms: list[Platform] = []
        port = _DEFAULT_HTTP_PORT if settings.http_port is None else settings.http_port
        http = HttpServer(settings.http_host, port, lambda: all(each.is_ready() for each in platforms))
        platforms += _platforms(settings, app, http)
        if not platforms:
            raise PlatformError(
                "No platform is set up; set DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN, "
                "or try `versed play`, which needs none."
            )
        if settings.http_port is not None or _needs_http(settings):
            announce(f"Health on port {await http.start()}")
        app.services.host.boards.update({platform.name: platform.boards for platform in platforms})
        try:
            async with _in_background(_upkeep(app, settings)), _hosting(app.services.host):
                announce(f"Serving {' and '.join(platform.name for platform in platforms)}")
                ready = {platform.name: platform.is_ready for platform in platforms}
                ports = {platform.name: platform.port for platform in platforms}
                await _serve(platforms, _posting(app, ports, lambda name: ready[name]()), stop)
        finally:
            await http.close()


async def _upkeep(app: App, settings: Settings) -> None:
    """What goes on beside serving: packs are reloaded as they change, what is old is deleted, memory is settled."""
    garbage.settle()
    app.services.library.subscribe(garbage.settle)
    async with asyncio.TaskGroup() as group:
        group.create_task(app.services.library.watch(_RELOAD_EVERY))
        if settings.retention_days is not None:
            group.create_task(_prune(app.services, timedelta(days=settings.retention_days)))


async def _prune(services: Services, keep: timedelta) -> None:
    while True:
        for holder in services.personal_data.holders:
            try:
                await services.database.transact(partial(holder.prune, before=datetime.now(UTC) - keep))
            except StoreError as error:
                _log.error("what is old could not be deleted: %s", error)
        await asyncio.sleep(_PRUNE_EVERY)


def _platforms(settings: Settings, app: App, http: "HttpServer") -> list[Platform]:
    """Those that are set up."""
    found: list[Platform] = []
    if settings.discord_token is not None:
        from adapters.discord.setup.platform import Discord

        found.append(Discord(settings, app.commands, app.services.database))
    if _has_slack(settings):
        from adapters.slack.workspace.platform import Slack

        found.append(Slack(settings, app.commands, app.services.database, http))
    return found


async def examine_platforms(settings: Settings) -> list[Finding]:
    """What `versed doctor` says of each platform."""
    found: list[Finding] = []
    if settings.discord_token is not None:
        from adapters.discord.setup import doctor as discord

        found += await discord.examine(settings)
    if _has_slack(settings):
        from adapters.slack.workspace import doctor as slack

        found += await slack.examine(settings)
    return found or [Finding("platforms", True, "none is set up; `versed play` needs none")]


def slack_manifest(public_url: str | None) -> str:
    """The manifest to make an app on Slack with, as JSON.

    Args:
        public_url: where Slack can send requests to, such as https://versed.example.org; None for Socket Mode.
    """
    from adapters.slack.workspace.manifest import manifest

    return json.dumps(manifest(CATALOGUE, public_url), indent=2)


def _posting(app: App, ports: Mapping[str, Port], is_ready: Callable[[str], bool]) -> "Posting":
    """What posts in the background.

    Args:
        app: the running core.
        ports: where to, by the platform's name.
        is_ready: whether a platform can be posted to now.
    """
    from bot.features.delivery.clock import SystemClock  # late, as `versed say` has no use for it
    from bot.features.delivery.delivery import Outbox
    from bot.features.delivery.posting import Posting
    from bot.features.scheduling.planner import Planner

    clock = SystemClock()
    planner = Planner(app.services.database, app.services.composers, clock, app.services.random)
    return Posting(planner, Outbox(app.services.database, ports, clock), list(ports), is_ready)


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


def _needs_http(settings: Settings) -> bool:
    """Whether Slack sends its requests here; with an app token it is Versed that connects to Slack."""
    return _has_slack(settings) and settings.slack_app_token is None


def _has_slack(settings: Settings) -> bool:
    return settings.slack_bot_token is not None or settings.slack_client_id is not None


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
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
