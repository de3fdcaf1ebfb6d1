"""Servers that Versed comes into and leaves."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial

import discord

from adapters.discord.inbound.client import Ready
from adapters.discord.inbound.event import tenant_key
from adapters.discord.outbound.wire import Payload
from adapters.discord.setup.departures import Departures
from bot.application import Application
from bot.language.message import Refusal
from bot.language.people import Member, Place, Tenant
from bot.language.port import Destination, Port, PostError
from bot.language.requests import Asker
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.database import Database
from bot.storage.deliveries import first_time
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)


class Guilds:
    """Greets servers that Versed joins, and forgets those that it leaves.

    Args:
        commands: the core.
        database: remembers which servers were greeted.
        port: posts the greeting.
        departures: finds servers that left while nobody heard of it.
        permissions: tells what the bot may do in a channel, by its id; None if that isn't known.
    """

    def __init__(
        self,
        commands: Application,
        database: Database,
        port: Port,
        departures: Departures,
        permissions: Callable[[str], discord.Permissions | None],
    ) -> None:
        self._commands = commands
        self._database = database
        self._port = port
        self._departures = departures
        self._permissions = permissions
        self._turn = asyncio.Lock()  # so that leaving and coming back happen in that order
        self._tasks = Tasks()

    def joined(self, data: Payload, me: str) -> None:
        """Greet a server in the background, once for each joining.

        Args:
            data: of the event.
            me: the bot's own id.
        """
        self._start(self._greet(data, me))

    def left(self, guild: str) -> None:
        """Forget a server in the background."""
        self._start(self._forget(guild))

    def listed(self, ready: Ready) -> None:
        """Forget, in the background, servers that have left while nobody heard of it."""
        self._start(self._forget_departed(ready))

    async def drain(self, seconds: float) -> None:
        """Finish what is under way.

        Args:
            seconds: after which the rest is given up.
        """
        await self._tasks.drain(seconds)

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._tasks.start(self._in_turn(work))

    async def _in_turn(self, work: Coroutine[object, object, None]) -> None:
        async with self._turn:
            with bulkhead("server"):
                try:
                    await work
                except (StoreError, PostError, Refusal) as error:
                    _log.warning("a server was not greeted or forgotten: %s", error)

    async def _greet(self, data: Payload, me: str) -> None:
        guild, channel = str(data["id"]), data.get("system_channel_id")
        tenant = Tenant(tenant_key(guild), str(data.get("name") or "this server"))
        if channel is None:
            return
        may = self._permissions(str(channel))
        if may is not None and not (may.view_channel and may.send_messages):
            return
        now = datetime.now(UTC)
        event = f"joined:{data.get('joined_at') or ''}"
        if not await first_time(self._database.writer, tenant.key, event, now):
            return
        asker = Asker(tenant, Place(str(channel), "this channel"), Member(me, "Versed"), now)
        said = await self._commands.welcome(asker)
        await self._port.post(Destination(tenant.key, str(channel)), said, f"welcome:{guild}:{event}"[:64])

    async def _forget_departed(self, ready: Ready) -> None:
        async for guild in self._departures.among(ready):
            await self._forget(guild)

    async def _forget(self, guild: str) -> None:
        await self._database.transact(partial(self._commands.purge, tenant=tenant_key(guild)))
        _log.info("forgot a server that has removed the bot")
