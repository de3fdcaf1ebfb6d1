"""Discord as a platform: wires its parts, and says in a sentence why it can't be served."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import discord

from adapters.discord.inbound.client import Client, Ready
from adapters.discord.inbound.event import PLATFORM
from adapters.discord.inbound.interactions import Interactions
from adapters.discord.inbound.messages import Messages
from adapters.discord.inbound.servers import Servers
from adapters.discord.inbound.sync import listed, sync
from adapters.discord.inbound.tree import payloads
from adapters.discord.outbound.access import DiscordAccess
from adapters.discord.outbound.answers import Answers
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
from adapters.given_files import GivenFiles, origins
from adapters.owing import Owing
from adapters.private_answers import PrivateAnswers
from bot.application import Application
from bot.language.port import Access, Boards, PlatformError, Port, Roles
from bot.runtime.settings import Settings, SettingsError
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_DISCONNECT_WITHIN = 3.0
_DRAIN_WITHIN = 6.0

_ANSWERED_WITHIN = timedelta(minutes=14)
"""How long Discord takes an answer to an interaction: a quarter of an hour, and a little less to be on time."""

_API_HOST = "discord.com"
_FILE_HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
"""Where Discord has attachments (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls)."""

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
"""https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""


class Discord:
    """The connection to Discord.

    Args:
        settings: token, address and shards.
        commands: the core.
        database: remembers which servers were greeted, and forgets those that leave.
    """

    name = PLATFORM

    def __init__(self, settings: Settings, commands: Application, database: Database) -> None:
        if settings.discord_token is None:
            raise SettingsError("DISCORD_TOKEN is missing; set it to the bot's token.")
        self._token = settings.discord_token.get_secret_value()
        self._commands = commands
        self._rest = Rest(settings.discord_api, self._token)
        self._client = Client(
            settings.discord_api,
            self,
            shard_count=settings.discord_shards,
            shard_ids=settings.discord_shard_ids,
        )
        self._renderer = Renderer(commands.catalogue)
        servers, seals, conversations = Servers(self._client), Seals(self._token), Conversations(self._rest)
        self.port: Port = DiscordPort(
            self._rest, self._renderer, conversations, servers.permissions, servers.has_role
        )
        answers: PrivateAnswers[str] = PrivateAnswers(ANSWERS_LAST)
        self.boards: Boards = DiscordBoards(self._rest, self._renderer, answers)
        self.access: Access = DiscordAccess(self._rest, servers.channel, servers.permissions)
        self._owing = Owing(database, self.name, self._token, _ANSWERED_WITHIN, lambda: datetime.now(UTC))
        files = GivenFiles("Discord", origins(settings.discord_api, _API_HOST, _FILE_HOSTS), _DENIED)
        self._interactions = Interactions(
            commands, self._rest, self._renderer, servers, seals, answers, self._owing, files
        )
        self._messages = Messages(commands, Answers(self._rest, self._renderer, conversations, seals), servers)
        self.roles: Roles | None = None  # each interaction tells those of who asks
        departures = Departures(database, self._rest)
        self._guilds = Guilds(commands, database, self.port, departures, servers.permissions)
        self._started = False
        self._closing = False

    async def run(self) -> None:
        """Serve until closed (see bot.language.port.Platform)."""
        self._started = True
        syncing: asyncio.Task[object] | None = None
        owing = asyncio.create_task(self._owing.run(self._interactions.resume))
        try:
            await self._client.login(self._token)
            if self._client.application_id is not None:
                syncing = asyncio.create_task(self._sync(self._client.application_id))
            await self._client.connect()
        except discord.LoginFailure as error:
            raise PlatformError(BAD_TOKEN) from error
        except discord.PrivilegedIntentsRequired as error:
            raise PlatformError(_CLOSED[4014]) from error
        except discord.ConnectionClosed as closed:
            why = _CLOSED.get(closed.code, f"Discord closed the connection ({closed.code}); start Versed again.")
            raise PlatformError(why) from closed
        except (discord.DiscordException, KeyError, TypeError, ValueError) as error:
            _log.warning("Discord's gateway: %s: %s", type(error).__name__, error)
            raise PlatformError("Can't connect to Discord; `versed doctor` says more.") from error
        finally:
            owing.cancel()
            if syncing is not None:
                syncing.cancel()

    async def _sync(self, application: int) -> None:
        """Make the commands known to Discord, once for all processes, and learn their ids."""
        if self._client.has_first_shard:
            wanted = payloads(self._commands.catalogue, self._commands.translations)
            there = await sync(self._rest, application, wanted)
        else:
            try:
                there = await listed(self._rest, application)
            except Failure as failure:
                _log.warning("Discord won't list its commands, so none can be pressed in a text: %s", failure)
                return
        self._renderer.learn(there)

    async def close(self) -> None:
        """Take nothing new, finish what is under way, and disconnect (see bot.language.port.Platform)."""
        self._closing = True
        if self._started:
            with suppress(TimeoutError, AttributeError):  # discord.py has no queue before its login
                await asyncio.wait_for(self._client.close(), _DISCONNECT_WITHIN)
        await asyncio.gather(
            self._interactions.drain(_DRAIN_WITHIN),
            self._messages.drain(_DRAIN_WITHIN),
            self._guilds.drain(_DRAIN_WITHIN),
        )
        await self._rest.close()

    def is_ready(self) -> bool:
        """Return whether it's connected and serving."""
        return self._client.is_serving

    def interaction(self, data: Payload) -> None:
        """Serve what somebody used (see client.Listener)."""
        if not self._closing:
            self._interactions.take(data)

    def message(self, data: Payload) -> None:
        """Answer what someone wrote to Versed (see client.Listener)."""
        if not self._closing and (user := self._client.user) is not None:
            self._messages.take(data, str(user.id))

    def joined(self, data: Payload) -> None:
        """Greet a server that Versed was added to (see client.Listener)."""
        user = self._client.user
        self._guilds.joined(data, str(user.id) if user else "")

    def left(self, guild: str) -> None:
        """Forget a server that Versed was removed from (see client.Listener)."""
        self._guilds.left(guild)

    def listed(self, ready: Ready) -> None:
        """Forget the servers of a shard that are gone (see client.Listener)."""
        self._guilds.listed(ready)
