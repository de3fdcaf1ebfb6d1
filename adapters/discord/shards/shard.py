"""A shard that this process serves with one connection, or for a moment with two."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

import discord

from adapters.discord.inbound.client import DiscordClient, Session

Connect: TypeAlias = Callable[[Session | None], DiscordClient]
"""Makes a connection that resumes a session, or starts a fresh one."""


class Shard:
    """Serves a shard.

    A shard that resumes another process's session misses no events, but Discord doesn't send it the list of servers.
    So it then starts its own session in parallel, which Discord allows
    (https://docs.discord.com/developers/events/gateway#sharding), and only then ends the inherited one.

    Args:
        connect: makes a connection.
        token: the bot's token.
        inherited: another process's session to resume, or None.
    """

    def __init__(self, connect: Connect, token: str, inherited: Session | None = None) -> None:
        self._connect = connect
        self._token = token
        self._inherited = inherited
        self._clients: list[DiscordClient] = []
        self._tasks: dict[DiscordClient, asyncio.Task[None]] = {}
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def clients(self) -> list[DiscordClient]:
        """Return its connections, with the one that knows the servers first."""
        return self._clients[::-1]

    @property
    def is_connected(self) -> bool:
        """Return whether a session is established, so that events come in."""
        return any(client.is_connected for client in self._clients)

    @property
    def session(self) -> Session | None:
        """Return the session for another process to resume, or None."""
        return self._clients[0].session if self._clients else self._inherited

    async def run(self) -> None:
        """Serve the shard until it's left.

        Raises:
            discord.ConnectionClosed: Discord refuses it permanently.
        """
        first = self._begin(self._inherited)
        following = asyncio.create_task(self._follow(first)) if self._inherited else None
        try:
            await self._over
        finally:
            if following is not None:
                following.cancel()
            for task in self._tasks.values():
                task.cancel()

    async def leave(self) -> Session | None:
        """Disconnect, and return the session, which another process can resume for a while."""
        clients, self._clients = self._clients, []
        for client in clients[1:]:
            await client.close()
        session = await clients[0].leave() if clients else self._inherited
        if not self._over.done():
            self._over.set_result(None)
        return session

    async def close(self) -> None:
        """Disconnect and end the sessions; Discord shows the bot as offline unless another process is connected."""
        clients, self._clients = self._clients, []
        await asyncio.gather(*(client.close() for client in clients))
        if not self._over.done():
            self._over.set_result(None)

    def _begin(self, session: Session | None) -> DiscordClient:
        client = self._connect(session)
        self._clients.append(client)
        task = asyncio.create_task(client.start(self._token))
        self._tasks[client] = task
        task.add_done_callback(lambda ended: self._ended(client, ended))
        return client

    def _ended(self, client: DiscordClient, task: "asyncio.Task[None]") -> None:
        """Pass on why a connection has ended, unless we closed it."""
        self._tasks.pop(client, None)
        error = None if task.cancelled() else task.exception()
        if client not in self._clients or self._over.done():
            return
        if error is not None:
            self._over.set_exception(error)
        else:  # this process may no longer serve the shard
            self._over.set_result(None)

    async def _follow(self, inherited: DiscordClient) -> None:
        """Start a session in parallel to an inherited one, and end that one once all servers are known."""
        await inherited.has_begun.wait()
        if inherited.state.knows_servers:  # it couldn't be resumed, so it's fresh
            return
        fresh = self._begin(None)
        await fresh.has_begun.wait()
        await fresh.wait_until_ready()
        self._clients.remove(inherited)
        with suppress(discord.DiscordException, OSError):
            await inherited.close()
