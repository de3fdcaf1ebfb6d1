"""The shards that this process serves, and the cached data of their servers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import discord

from adapters.discord.inbound.client import DiscordClient, Session, Terms
from adapters.discord.inbound.endpoint import Endpoint
from adapters.discord.inbound.gateway import GatewayListener, ShardNumber
from adapters.discord.inbound.starts import SessionStarts
from adapters.discord.shards.shard import Shard
from bot.runtime import metrics


@dataclass(frozen=True, slots=True)
class LoginInfo:
    """The information from logging in.

    Args:
        user: the bot's own id.
        application: the id of its application.
        shards: the number of shards that Discord recommends.
    """

    user: str
    application: str
    shards: int


class Pool:
    """Connects shards, each with its own client.

    So a shard's client can be dropped together with its cache, and two clients can serve the same shard for a moment;
    discord.py's AutoShardedClient supports neither.

    Args:
        root: the URL of the API.
        token: the bot's token.
        listener: receives the events.
        first: called whenever this process connects shard 0, to do what only one process may do.
    """

    def __init__(self, root: str, token: str, listener: GatewayListener, first: Callable[[], None]) -> None:
        self._endpoint = Endpoint(root)
        self._token = token
        self._listener = listener
        self._first = first
        self._starts = SessionStarts()
        self._shards: dict[int, Shard] = {}
        self.known: LoginInfo | None = None
        """The information from logging in; None before that."""
        self.of = 0
        """The total number of shards; 0 before it's known."""
        metrics.SHARDS.labels("all").set_function(lambda: self.of)
        metrics.SHARDS.labels("held").set_function(lambda: len(self._shards))
        metrics.SHARDS.labels("connected").set_function(lambda: len(self.connected))

    @property
    def concurrency(self) -> int:
        """Return how many sessions may start at the same time."""
        return self._endpoint.concurrency

    @property
    def shards(self) -> dict[int, Shard]:
        """Return the shards that this process serves, by number."""
        return dict(self._shards)

    @property
    def connected(self) -> set[int]:
        """Return the numbers of the connected shards."""
        return {number for number, shard in self._shards.items() if shard.is_connected}

    @property
    def is_connected(self) -> bool:
        """Return whether all shards are connected."""
        return len(self.connected) == len(self._shards)

    async def log_in(self) -> LoginInfo:
        """Log in.

        Raises:
            discord.LoginFailure: Discord doesn't know the token.
        """
        user = await self._endpoint.static_login(self._token)
        application = await self._endpoint.application_info()
        shards, _, _ = await self._endpoint.get_bot_gateway()
        self.known = LoginInfo(str(user["id"]), str(application["id"]), int(shards))
        return self.known

    def open(self, part: ShardNumber, terms: Terms, inherited: Session | None = None) -> Shard:
        """Add a shard, which the caller has to run.

        Args:
            part: the shard's number.
            terms: the conditions for connecting it.
            inherited: a session to resume; None to start a fresh one.
        """

        def connect(session: Session | None) -> DiscordClient:
            return DiscordClient(self._endpoint, self._listener, part, terms, session)

        shard = self._shards[part.shard] = Shard(connect, self._token, inherited)
        if part.shard == 0:
            self._first()
        return shard

    def drop(self, number: int) -> None:
        """Remove a shard that's no longer served."""
        self._shards.pop(number, None)

    async def turn(self, shard: int) -> None:
        """Wait until a shard may start a session, taking only this process's starts into account."""
        await self._endpoint.until_allowed()
        pause = self._starts.reserve(shard, asyncio.get_running_loop().time(), self.concurrency)
        if pause:
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Close all connections."""
        await asyncio.gather(*(shard.close() for shard in self._shards.values()))
        self._shards.clear()
        await self._endpoint.end()

    def get_guild(self, guild: int) -> discord.Guild | None:
        """Return a server; None if it isn't known here."""
        return next(filter(None, (client.get_guild(guild) for client in self._clients())), None)

    def get_channel(self, channel: int) -> object | None:
        """Return a channel or a thread; None if it isn't known here."""
        return next(filter(None, (client.get_channel(channel) for client in self._clients())), None)

    def _clients(self) -> list[DiscordClient]:
        return [client for shard in self._shards.values() for client in shard.clients]
