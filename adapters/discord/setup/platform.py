"""The Discord platform for the core: builds and runs the adapter's parts, and passes the gateway's events to them."""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import discord

from adapters.discord.inbound.answers import Answers
from adapters.discord.inbound.claims import Claims
from adapters.discord.inbound.event import PLATFORM
from adapters.discord.inbound.gateway import Ready
from adapters.discord.inbound.interactions import Interactions
from adapters.discord.inbound.messages import Messages
from adapters.discord.inbound.servers import Servers
from adapters.discord.inbound.sync import listed, sync
from adapters.discord.inbound.tree import payloads
from adapters.discord.outbound.access import DiscordAccess
from adapters.discord.outbound.boards import ANSWERS_LAST, DiscordBoards
from adapters.discord.outbound.conversations import Conversations
from adapters.discord.outbound.failures import Failure
from adapters.discord.outbound.port import DiscordPort
from adapters.discord.outbound.render import Renderer
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.seal import Seals
from adapters.discord.outbound.wire import Payload
from adapters.discord.setup.departures import Departures
from adapters.discord.setup.guilds import Guilds
from adapters.discord.setup.renames import Renames
from adapters.discord.shards.fixed import Fixed
from adapters.discord.shards.leased import Leased
from adapters.discord.shards.pool import Pool
from adapters.given_files import GivenFiles, origins
from adapters.pending_requests import PendingRequests
from adapters.private_answers import PrivateAnswers
from bot.dispatch.application import Application
from bot.language.port import Access, Boards, PlatformError, Port, Roles
from bot.runtime.settings import Settings, SettingsError
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_DISCONNECT_WITHIN = 4.0
_DRAIN_WITHIN = 6.0

_ANSWERED_WITHIN = timedelta(minutes=14)
"""How long Discord accepts answers to an interaction: 15 minutes, minus a margin."""

_API_HOST = "discord.com"
_FILE_HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
"""The hosts of Discord's attachments (https://docs.discord.com/developers/reference#signed-attachment-cdn-urls)."""

_DENIED = "Discord doesn't hand that file out any more; attach it again."

BAD_TOKEN = (
    "Discord doesn't accept DISCORD_TOKEN; copy the bot's token from the developer portal "  # noqa: S105
    "(your application, Bot, Reset Token)."
)

_CLOSED = {
    4004: BAD_TOKEN,
    4010: "Discord doesn't know that shard; check VERSED_DISCORD_SHARD_IDS and VERSED_DISCORD_SHARDS.",
    4011: "Discord wants more shards for this bot; raise VERSED_DISCORD_SHARDS, or don't set it.",
    4012: "Discord doesn't serve this version of its gateway any more; update Versed.",
    4013: "Discord doesn't know the intents that Versed asked for; update Versed.",
    4014: "Discord doesn't allow this application one of the intents “Guilds”, “Guild Messages” and “Direct "
    "Messages” (close code 4014), the only ones that Versed asks for; check the application on the developer "
    "portal's Bot page, then start again.",
}
"""What to tell people, by the gateway's close code.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
"""


class Discord:
    """The connection to Discord.

    Args:
        settings: the token, the API's URL and the shards.
        application: the core.
        database: stores claims, greetings, shard leases and deferred interactions.
    """

    name = PLATFORM

    def __init__(self, settings: Settings, application: Application, database: Database) -> None:
        if settings.discord_token is None:
            raise SettingsError("DISCORD_TOKEN is missing; set it to the bot's token.")
        self._token = settings.discord_token.get_secret_value()
        self._application = application
        self._rest = Rest(settings.discord_api, self._token)
        self._pool = Pool(settings.discord_api, self._token, self, self._become_first)
        self._serving: Fixed | Leased
        if database.shared and settings.discord_shard_ids is None:
            self._serving = Leased(database, self._pool, self._token, settings.discord_shards)
        else:
            self._serving = Fixed(self._pool, settings.discord_shards, settings.discord_shard_ids)
        self._renderer = Renderer(application.catalogue)
        servers, seals, conversations = Servers(self._pool), Seals(self._token), Conversations(self._rest)
        self.port: Port = DiscordPort(
            self._rest, self._renderer, conversations, servers.permissions, servers.has_role, self._me
        )
        answers: PrivateAnswers[str] = PrivateAnswers(ANSWERS_LAST)
        self.boards: Boards = DiscordBoards(self._rest, self._renderer, answers)
        self.access: Access = DiscordAccess(self._rest, servers.channel, servers.permissions)
        self._pending = PendingRequests(database, self.name, self._token, _ANSWERED_WITHIN, lambda: datetime.now(UTC))
        files = GivenFiles("Discord", origins(settings.discord_api, _API_HOST, _FILE_HOSTS), _DENIED)
        self._interactions = Interactions(
            application, self._rest, self._renderer, servers, seals, answers, self._pending, files
        )
        self._messages = Messages(
            application,
            Answers(self._rest, self._renderer, conversations, seals),
            servers,
            files,
            Claims(database) if isinstance(self._serving, Leased) else None,
        )
        self.roles: Roles | None = None  # each interaction contains the asker's roles
        departures = Departures(database, self._rest)
        self._guilds = Guilds(application, database, self.port, departures, servers.permissions)
        self._renames = Renames(application, servers)
        self._syncing: asyncio.Task[None] | None = None
        self._closing = False

    async def run(self) -> None:
        """Serve until closed (see bot.language.port.Platform)."""
        pending = asyncio.create_task(self._pending.run(self._interactions.resume))
        learning: asyncio.Task[None] | None = None
        try:
            known = await self._pool.log_in()
            learning = asyncio.create_task(self._learn(known.application))
            await self._serving.run(known)
        except discord.LoginFailure as error:
            raise PlatformError(BAD_TOKEN) from error
        except discord.ConnectionClosed as closed:
            why = _CLOSED.get(closed.code, f"Discord closed the connection ({closed.code}); start Versed again.")
            raise PlatformError(why) from closed
        except (discord.DiscordException, KeyError, TypeError, ValueError) as error:
            _log.warning("Discord's gateway: %s: %s", type(error).__name__, error)
            raise PlatformError("Can't connect to Discord; `versed doctor` says more.") from error
        finally:
            pending.cancel()
            for task in (learning, self._syncing):
                if task is not None:
                    task.cancel()

    def _become_first(self) -> None:
        """Register the commands with Discord, once, now that this process serves shard 0."""
        if self._syncing is None and self._pool.known is not None:
            self._syncing = asyncio.create_task(self._sync(int(self._pool.known.application)))

    async def _sync(self, application: int) -> None:
        commands = payloads(self._application.catalogue, self._application.translations)
        self._renderer.learn(await sync(self._rest, application, commands))

    async def _learn(self, application: str) -> None:
        """Get the ids of the commands, which another process registers."""
        if self._serving.will_be_first:
            return
        try:
            there = await listed(self._rest, int(application))
        except Failure as failure:
            _log.warning("Discord won't list its commands, so none can be pressed in a text: %s", failure)
        else:
            if self._syncing is None:  # or it would be out of date
                self._renderer.learn(there)

    async def close(self) -> None:
        """Disconnect, and finish running tasks (see bot.language.port.Platform)."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._serving.close(), _DISCONNECT_WITHIN)
        self._closing = True  # only now: another process resumes after the last event that we received
        await asyncio.gather(
            self._interactions.drain(_DRAIN_WITHIN),
            self._messages.drain(_DRAIN_WITHIN),
            self._guilds.drain(_DRAIN_WITHIN),
            self._renames.close(),
        )
        await self._pool.close()
        await self._rest.close()

    def is_ready(self) -> bool:
        """Return whether it's connected and serving."""
        return self._serving.is_ready

    def on_interaction(self, data: Payload, *, doubtful: bool) -> None:
        """Serve an interaction (see gateway.GatewayListener)."""
        if not self._closing:
            self._interactions.take(data, doubtful=doubtful)

    def on_message(self, data: Payload) -> None:
        """Answer a message if it's for Versed (see gateway.GatewayListener)."""
        if not self._closing and self._pool.known is not None:
            self._messages.take(data, self._pool.known.user)

    def on_joined(self, data: Payload) -> None:
        """Greet a server that Versed was added to (see gateway.GatewayListener)."""
        self._guilds.on_joined(data, self._me())

    def on_left(self, guild: str) -> None:
        """Delete the data of a server that Versed was removed from (see gateway.GatewayListener)."""
        self._guilds.on_left(guild)

    def on_renamed(self, guild: str) -> None:
        """Bring the stored names of a server's channels and roles up to date (see gateway.GatewayListener)."""
        self._renames.note(guild)

    def on_deleted(self, guild: str, channels: Collection[str]) -> None:
        """Pause the schedules of deleted channels (see gateway.GatewayListener)."""
        self._renames.delete(guild, channels)

    def on_ready(self, ready: Ready) -> None:
        """Delete the data of a shard's servers that have removed Versed (see gateway.GatewayListener)."""
        self._guilds.on_ready(ready)

    def _me(self) -> str:
        """Return the bot's own id; "" before it has logged in."""
        return self._pool.known.user if self._pool.known else ""
