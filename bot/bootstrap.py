"""The composition root: opens the core and builds what serves it. No other module of the core imports adapters."""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from bot.catalogue import CATALOGUE
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.content.reading.problems import PackError
from bot.core import Core, build
from bot.features.delivery.clock import SystemClock
from bot.features.learners.linking import Linking
from bot.features.learners.names import TakenNames
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.features.privacy.erasure import Erasure
from bot.language.diagnosis import Finding
from bot.language.people import PLAYGROUND
from bot.language.port import Platform, Port
from bot.language.refusals import Refusal
from bot.meaning.errors import ModelError
from bot.meaning.model import Model, embedded, in_folder
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.history import History

if TYPE_CHECKING:
    from adapters.http import HttpServer
    from adapters.web.guard import AccessKeys
    from adapters.web.server import Site
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_FIRST_LINE = "/quiz questions:1"
"""The command that the playground runs for a newcomer: a question is the best welcome."""

_EXAMINING = 10.0
"""Timeout in seconds for the model in `versed doctor`."""


@asynccontextmanager
async def core(settings: Settings) -> AsyncIterator[Core]:
    """Open the core for the duration of the block.

    Args:
        settings: the settings, for the packs, the database and the models.

    Raises:
        PackError: there's no pack to teach from.
        StoreError: the database can't be opened.
    """
    library = await asyncio.to_thread(Library, settings.content, settings.cache)
    if not library.packs:
        raise PackError(library.problems)
    for problem in library.problems:
        _log.warning("%s", problem)
    pictures = PictureCache()
    database = await open_database(settings)
    async with _models(settings) as models:
        answerer = Answerer(models, settings.cache)
        try:
            quota = _quota(settings)
            built = build(library, database, pictures, SystemRandom(), answerer=answerer, quota=quota)
            await built.shelf.look()
            yield built
        finally:
            answerer.close()
            pictures.close()
            await database.close()


@asynccontextmanager
async def operating(settings: Settings) -> AsyncIterator[Operator]:
    """Open the database for the operator's commands for the duration of the block; no packs are needed.

    Args:
        settings: the settings, for the database.

    Raises:
        StoreError: the database can't be opened.
    """
    database = await open_database(settings)
    try:
        erasure = Erasure(database, PERSONAL_DATA, Linking(database, PERSONAL_DATA))
        yield operator(settings, database, erasure)
    finally:
        await database.close()


def operator(settings: Settings, database: Database, erasure: Erasure) -> Operator:
    """Build the service for the operator's commands.

    Args:
        settings: the settings, for the tenants' limits.
        database: the database.
        erasure: deletes tenants.
    """
    return Operator(database, erasure, _quota(settings), SystemClock())


async def open_database(settings: Settings) -> Database:
    """Open the configured database; before a migration it's backed up, unless the settings say otherwise.

    Args:
        settings: the settings, for the database and its backups.

    Raises:
        StoreError: the database can't be opened.
    """
    if settings.database_url.startswith("postgres"):
        from bot.storage import sessions  # imported late, because SQLite needs none of it

        await sessions.check_address(settings.database_url)
    backups = None if settings.migrate_without_backup else settings.backups
    return await Database.open(settings.database_url, backups=backups)


def _quota(settings: Settings) -> Quota:
    return Quota(settings.packs_per_tenant, settings.pack_items, settings.pack_megabytes, settings.file_megabytes)


@asynccontextmanager
async def _models(settings: Settings) -> AsyncIterator[Sequence[Model]]:
    """Open the embedding models: the configured one, if any, then the built-in one."""
    if settings.ask_model is None:
        yield [embedded()]
    elif settings.ask_url is None:
        yield [in_folder(Path(settings.ask_model)), embedded()]
    else:
        from adapters.embeddings import EmbeddingService  # imported late, because it's rarely used

        key = settings.ask_key.get_secret_value() if settings.ask_key else None
        endpoint = EmbeddingService(settings.ask_url, settings.ask_model, key)
        try:
            yield [endpoint, embedded()]
        finally:
            await endpoint.close()


def posting(core: Core, ports: Mapping[str, Port], is_ready: Callable[[str], bool]) -> "Posting":
    """Build the background service that sends posts.

    Args:
        core: the running core.
        ports: the platforms' ports, by name.
        is_ready: returns whether a platform can be posted to at the moment.
    """
    from bot.features.delivery.delivery import Delivery  # imported late, because `versed say` doesn't need it
    from bot.features.delivery.posting import Posting
    from bot.features.scheduling.outcomes import ScheduleOutcomes
    from bot.features.scheduling.planner import Planner

    clock = SystemClock()
    planner = Planner(core.database, core.composers, clock, core.random)
    delivery = Delivery(core.database, ports, clock, ScheduleOutcomes(core.composers), core.illustrator.illustrate)
    return Posting(planner, delivery, list(ports), is_ready)


async def playground(
    settings: Settings, core: Core, host: str, port: int, health: Callable[[], Health]
) -> "tuple[Site, str | None]":
    """Start the playground's web server.

    Returns:
        The playground, and the administrators' key if it was generated for this start.

    Args:
        settings: the settings, for the keys.
        core: the running core.
        host: the address to bind to.
        port: the port to listen on; 0 for any free one.
        health: returns the health of this process.

    Raises:
        Refusal: it can't listen there, or isn't allowed to.
    """
    from adapters.web import server  # imported late, because only `versed play` needs it

    keys = _play_keys(settings)
    sharing = None if keys is None else server.Sharing(keys, TakenNames(core.database))
    site = await server.start(
        core.application,
        host=host,
        port=port,
        sharing=sharing,
        first=_FIRST_LINE,
        history=History(core.database, PLAYGROUND.key),
        health=health,
    )
    core.boards["web"] = site.boards
    core.personal_caches.append(site.memory)

    def tell_slips() -> None:
        site.show_slips([each.brief for each in core.library.problems])

    core.library.subscribe(tell_slips)
    tell_slips()
    return site, keys.administrators if keys and settings.play_admin_key is None else None


def _play_keys(settings: Settings) -> "AccessKeys | None":
    """Return the keys of a shared playground, with a new one for administrators if none is set; None for others.

    Raises:
        Refusal: a key isn't valid, or the one that lets people in is missing, so everyone could do everything.
    """
    if settings.play_key is None:
        only_shared = {"ADMIN_KEY": settings.play_admin_key, "HOSTS": settings.play_hosts}
        for name in (name for name, value in only_shared.items() if value):
            why = "needs VERSED_PLAY_KEY, the key that lets people in; set both or neither"
            raise Refusal(f"VERSED_PLAY_{name} {why}.")
        return None
    from adapters.web.guard import AccessKeys  # imported late, because only `versed play` needs it

    chosen = settings.play_admin_key.get_secret_value() if settings.play_admin_key else secrets.token_urlsafe(16)
    names = frozenset(name.lower() for name in settings.play_hosts)
    return AccessKeys(settings.play_key.get_secret_value(), chosen, names)


def http_server(settings: Settings, health: Callable[[], Health]) -> "HttpServer":
    """Build the HTTP server for health and metrics.

    Args:
        settings: the settings, for its address and port.
        health: returns the health of this process.
    """
    from adapters.http import HttpServer  # imported late, because `versed say` doesn't need it

    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
    return HttpServer(settings.http_host, settings.listens_on or 0, health, token)


def platforms(settings: Settings, core: Core, http: "HttpServer") -> list[Platform]:
    """Build the configured platforms.

    Args:
        settings: the settings, which say which platforms these are.
        core: the running core.
        http: the HTTP server that receives Slack's requests.
    """
    found: list[Platform] = []
    if settings.discord_token is not None:
        from adapters.discord.setup.platform import Discord

        found.append(Discord(settings, core.application, core.database))
    if settings.has_slack:
        from adapters.slack.workspace.platform import Slack

        found.append(Slack(settings, core.application, core.database, http))
    core.boards.update({platform.name: platform.boards for platform in found})
    core.access.update({platform.name: platform.access for platform in found})
    core.roles.update({platform.name: platform.roles for platform in found if platform.roles is not None})
    return found


async def examine_models(settings: Settings) -> list[Finding]:
    """Check the embedding model for `versed doctor`."""
    async with _models(settings) as models:
        chosen, *others = models
        try:
            await asyncio.to_thread(chosen.encode, "hello", within=_EXAMINING)
        except ModelError as error:
            instead = f"; {others[0].name} answers instead" if others else "; words alone answer"
            return [Finding("ask", False, str(error).rstrip(".") + instead)]
        return [Finding("ask", True, f"{chosen.name} answers")]


def examine_playground(settings: Settings) -> list[Finding]:
    """Return what's wrong with the keys of the playground for `versed doctor`; nothing if they're fine."""
    try:
        _play_keys(settings)
    except Refusal as refusal:
        return [Finding("playground", False, str(refusal))]
    return []


async def examine_platforms(settings: Settings) -> list[Finding]:
    """Check each platform for `versed doctor`."""
    found: list[Finding] = []
    if settings.discord_token is not None:
        from adapters.discord.setup import doctor as discord

        found += await discord.examine(settings)
    if settings.has_slack:
        from adapters.slack.workspace import doctor as slack

        found += await slack.examine(settings)
    return found or [Finding("platforms", True, "none set up; `versed play` doesn't need one")]


def slack_manifest(public_url: str | None) -> str:
    """Return the manifest for creating the Slack app, as JSON.

    Args:
        public_url: where Slack can send requests to, such as https://versed.example.org; None for Socket Mode.
    """
    from adapters.slack.workspace.manifest import manifest

    return json.dumps(manifest(CATALOGUE, public_url), indent=2)
