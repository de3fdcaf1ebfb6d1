"""Versed's version of discord.py's client: one shard's connection to the gateway, and its servers and channels."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

import aiohttp
import discord
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.state import ConnectionState
from yarl import URL

from adapters.discord.inbound.endpoint import Endpoint
from adapters.discord.inbound.gateway import GatewayListener, ShardNumber, State, Wiring
from adapters.discord.inbound.starts import Connections

_log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Versed doesn't speak

_ORDINARY = (OSError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, TimeoutError)
"""Network errors that are normal from time to time."""

_NORMAL, _ABNORMAL = 1000, 4000
"""Close codes: one that also ends the session, and one after which the session can be resumed for a while.

https://docs.discord.com/developers/events/gateway#disconnecting
"""

_BEGIN_WITHIN = 60.0
"""Seconds within which a connection has to be established."""
_LONGEST_PAUSE = 60.0
"""Maximum number of seconds before the next attempt."""
_QUIET = 2.0
"""After this many seconds without another server, we assume that all are known."""
_LEAVE_WITHIN = 2.0
"""Seconds that Discord gets to close the connection."""


class Session(NamedTuple):
    """The data with which any process can resume a gateway session.

    https://docs.discord.com/developers/events/gateway#resuming

    Args:
        id: the session's id.
        gateway: the URL to resume it at.
        sequence: the sequence number of the last event that was received.
    """

    id: str
    gateway: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions for connecting a shard.

    Args:
        turn: waits until the shard may start a fresh session.
        holds: returns whether this process may serve the shard at this moment.
    """

    turn: Callable[[int], Awaitable[None]]
    holds: Callable[[], bool]


class DiscordClient(discord.Client):
    """One shard's connection to the gateway.

    Args:
        endpoint: sends requests to Discord.
        listener: receives the events.
        part: the shard.
        terms: the conditions for connecting it.
        inherited: another process's session to resume; None to start a fresh one.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        listener: GatewayListener,
        part: ShardNumber,
        terms: Terms,
        inherited: Session | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._listener = listener
        self._part = part
        self._terms = terms
        self._inherited = inherited
        self._is_leaving = False
        self._connections = Connections()
        self._opened: DiscordWebSocket | None = None
        self.has_begun = asyncio.Event()
        """Set once a session was started or resumed, so that events come in."""
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=_QUIET,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_id=part.shard,
            shard_count=part.shards,
        )

    @property
    def state(self) -> "State":
        """Return discord.py's cache of servers and channels."""
        return cast("State", self._connection)

    @property
    def is_connected(self) -> bool:
        """Return whether a session is established, so that events come in."""
        return self.state.is_going_on

    @property
    def session(self) -> Session | None:
        """Return the session for another process to resume; None if there's none."""
        return _session(self.ws) or self._inherited

    async def connect(self, *, reconnect: bool = True) -> None:
        """Serve the shard until it's left.

        discord.py's own version can't resume another process's session, and gives up if the first connection fails.

        Raises:
            discord.ConnectionClosed: Discord refuses the connection permanently.
        """
        backoff: ExponentialBackoff[Literal[False]] = ExponentialBackoff()
        session = self._inherited
        while self._may_go_on():
            try:
                await self._serve(session)
            except ReconnectWebSocket as again:
                session = self._latest(session) if again.resume else None
            except discord.ConnectionClosed as closed:
                if not self._may_go_on():
                    return
                if closed.code != _NORMAL:
                    raise
                session = self._latest(session)
                await self._pause(backoff, closed)
            except _ORDINARY as error:
                session = self._latest(session)
                await self._pause(backoff, error)
            finally:
                self.state.is_going_on = False
                await self._hang_up()  # close a connection that failed half-way
            self._inherited = session

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Don't wait: all pauses come before the connection is opened, because nobody reads from it here."""

    async def leave(self) -> Session | None:
        """Disconnect, and return the session, which another process can resume for a while."""
        self._is_leaving = True
        await self._hang_up()
        session = self.session
        await self.close()
        return session

    async def close(self) -> None:
        """Disconnect, and end the session if there's an open connection."""
        self._is_leaving = True
        await self._hang_up(_NORMAL)
        await super().close()

    def _may_go_on(self) -> bool:
        return not self._is_leaving and not self.is_closed() and self._terms.holds()

    async def _serve(self, session: Session | None) -> None:
        """Connect once, and receive events for as long as the connection lasts.

        All pauses come before the connection is opened: on an open one, Discord waits for us to start a session, and
        we wouldn't notice if it closed the connection.
        """
        if session is None:
            await self._terms.turn(self._part.shard)
        if pause := self._connections.pause(asyncio.get_running_loop().time()):
            _log.warning("shard %d keeps losing its connection; connecting in %.0f s", self._part.shard, pause)
            await asyncio.sleep(pause)
        opening = DiscordWebSocket.from_client(
            self,
            shard_id=self._part.shard,
            gateway=URL(session.gateway) if session else None,
            session=session.id if session else None,
            sequence=session.sequence if session else None,
            resume=session is not None,
        )
        self.ws = await asyncio.wait_for(opening, _BEGIN_WITHIN)
        while True:
            await self.ws.poll_event()

    async def _hang_up(self, code: int = _ABNORMAL) -> None:
        """Close the connection that was opened last, even if it isn't in use yet.

        Args:
            code: the close code, which tells Discord whether to keep the session.
        """
        if self._opened is not None and self._opened.open:
            with suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(self._opened.close(code), _LEAVE_WITHIN)

    def _latest(self, before: Session | None) -> Session | None:
        return _session(self.ws) or before

    async def _pause(self, backoff: "ExponentialBackoff[Literal[False]]", why: Exception) -> None:
        wait = min(backoff.delay(), _LONGEST_PAUSE)
        _log.warning("shard %d connects again in %.1f s (%s)", self._part.shard, wait, type(why).__name__)
        await asyncio.sleep(wait)

    def _note_opened(self, ws: DiscordWebSocket) -> None:
        self._opened = ws

    def _get_state(self, **options: Any) -> "ConnectionState[Any]":
        self.http = self._endpoint
        return State(
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            wiring=Wiring(self._listener, self._part, self._may_go_on, self._note_opened, self.has_begun),
            is_inherited=self._inherited is not None,
            **options,
        )


def _session(ws: DiscordWebSocket | None) -> Session | None:
    """Return the session of a connection, once it has one."""
    if ws is None or ws.session_id is None or ws.sequence is None:
        return None
    return Session(ws.session_id, str(ws.gateway), ws.sequence)
