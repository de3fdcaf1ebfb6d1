"""Greets servers that Versed joins, and deletes the data of those that it leaves."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial

import discord

from adapters.discord.inbound.event import tenant_key
from adapters.discord.inbound.gateway import Ready
from adapters.discord.outbound.wire import Payload
from adapters.discord.setup.departures import Departures
from bot.dispatch.application import Application
from bot.language.people import Member, Place, Tenant
from bot.language.port import Destination, Port, PostError
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.database import Database
from bot.storage.deliveries import expire, first_time
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

GREETINGS = "discord-greetings"
"""Greetings are recorded among the deliveries under this platform name, for a day."""

_GREETED = f"{GREETINGS}:"
_GREET_WITHIN = timedelta(hours=1)
"""How long after joining a server Versed may still greet it."""

_A_DAY = timedelta(days=1)
_MOST_A_DAY = 2
"""Maximum number of greetings per server and day: Versed may be removed by mistake, and added again."""
_TEXT = 0
"""The type of text channels."""


class Guilds:
    """Greets servers that Versed joins, and deletes the data of those that it leaves.

    Args:
        application: the core.
        database: stores which servers were greeted.
        port: posts the greeting.
        departures: finds servers that removed Versed while it wasn't connected.
        permissions: returns what the bot may do in a channel, by its id; None if that isn't known.
    """

    def __init__(
        self,
        application: Application,
        database: Database,
        port: Port,
        departures: Departures,
        permissions: Callable[[str], discord.Permissions | None],
    ) -> None:
        self._application = application
        self._database = database
        self._port = port
        self._departures = departures
        self._permissions = permissions
        self._turn = asyncio.Lock()  # so that leaving and coming back happen in that order
        self._tasks = Tasks()

    def on_joined(self, data: Payload, bot_id: str) -> None:
        """Greet a server in the background, once each time that Versed joins it.

        Args:
            data: the event's data.
            bot_id: the bot's own id.
        """
        self._start(self._greet(data, bot_id))

    def on_left(self, guild: str) -> None:
        """Delete a server's data in the background."""
        self._start(self._forget(guild))

    def on_ready(self, ready: Ready) -> None:
        """Delete the data of servers that removed Versed while it wasn't connected, in the background."""
        self._start(self._forget_departed(ready))

    async def drain(self, seconds: float) -> None:
        """Finish running tasks.

        Args:
            seconds: how long to wait before cancelling them.
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
                    _log.warning("couldn't greet or delete a server: %s", error)

    async def _greet(self, data: Payload, bot_id: str) -> None:
        if _joined_long_ago(data):
            return
        guild = str(data["id"])
        tenant, now = Tenant(tenant_key(guild), str(data.get("name") or "this server")), datetime.now(UTC)
        event = f"joined:{data.get('joined_at') or ''}"
        if not await first_time(self._database.writer, tenant.key, event, now):
            return
        if not await self._may_greet_again(guild, now):
            return
        await self._database.transact(partial(expire, platform=GREETINGS, before=now - _A_DAY))
        channel = self._first_writable(data)
        asker = Asker(tenant, Place(channel or "", "this channel"), Member(bot_id, "Versed"), now)
        if channel is None:
            await self._application.tenants.welcome_later(asker)
            return
        welcome = await self._application.tenants.welcome(asker)
        await self._port.post(Destination(tenant.key, channel), welcome, f"welcome:{guild}:{event}"[:64])

    async def _may_greet_again(self, guild: str, now: datetime) -> bool:
        """Return whether a server may be greeted again today, as it may add and remove Versed many times."""
        for number in range(_MOST_A_DAY):
            if await first_time(self._database.writer, _GREETED, f"{_digest(guild)}:{now.date()}:{number}", now):
                return True
        return False

    def _first_writable(self, data: Payload) -> str | None:
        """Return the channel to say hello in: the system channel, else the topmost one where the bot may post."""
        system = str(data.get("system_channel_id") or "")
        known = [each for each in data.get("channels") or () if isinstance(each, dict)]
        texts = [each for each in known if each.get("type") == _TEXT and "id" in each]
        text_channels = [str(each["id"]) for each in sorted(texts, key=lambda each: int(each.get("position") or 0))]
        channels: list[str] = [*([system] if system else []), *text_channels]
        for channel in channels:
            may = self._permissions(channel)
            if may is None or (may.view_channel and may.send_messages):
                return channel
        return None

    async def _forget_departed(self, ready: Ready) -> None:
        async for guild in self._departures.among(ready):
            await self._forget(guild)

    async def _forget(self, guild: str) -> None:
        await self._application.tenants.erasure.end(tenant_key(guild))
        _log.info("deleted the data of a server that removed the bot")


def _digest(guild: str) -> str:
    """Return a digest of a server's id, so that we don't store the id of a server that may have removed Versed."""
    return hashlib.blake2b(guild.encode(), digest_size=12).hexdigest()


def _joined_long_ago(data: Payload) -> bool:
    """Return whether Versed joined a server long ago.

    A process that resumes another one's session receives the same events as if Versed had just joined the servers.
    """
    try:
        return datetime.now(UTC) - datetime.fromisoformat(str(data.get("joined_at"))) > _GREET_WITHIN
    except (ValueError, TypeError):  # it's missing, or has no time zone
        return False
