"""discord.py's client, as Versed uses it: one shard's connection to the gateway, and its servers and channels."""

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
"""What happens on a network now and then."""

_NORMAL, _ABNORMAL = 1000, 4000
"""Codes that close a connection: for good, its session as well; and so that the session can be resumed for a while.

https://docs.discord.com/developers/events/gateway#disconnecting
"""

_BEGIN_WITHIN = 60.0
"""Seconds that a connection has to begin."""
_LONGEST_PAUSE = 60.0
"""Seconds until it's tried again."""
_QUIET = 2.0
"""Seconds without a further server, after which all are known."""
_LEAVE_WITHIN = 2.0
"""Seconds that Discord has to say goodbye."""


class Session(NamedTuple):
    """What a session of the gateway is resumed by, from any process.

    https://docs.discord.com/developers/events/gateway#resuming

    Args:
        id: the session's.
        gateway: where it's resumed.
        sequence: the number of the last event that was taken in.
    """

    id: str
    gateway: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a shard is connected.

    Args:
        turn: waits until a fresh session of that shard may start.
        holds: tells whether this process may serve the shard at this moment.
    """

    turn: Callable[[int], Awaitable[None]]
    holds: Callable[[], bool]


class DiscordClient(discord.Client):
    """One shard's connection to the gateway.

    Args:
        endpoint: where Discord is.
        listener: is told what happens.
        part: the shard.
        terms: on which it's connected.
        inherited: a session that another process has begun, to go on with; None to begin a fresh one.
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
        """Set once events come: the session is fresh or resumed."""
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
        """Return what's kept of Discord."""
        return cast("State", self._connection)

    @property
    def is_connected(self) -> bool:
        """Return whether events come, or are on their way."""
        return self.state.is_going_on

    @property
    def session(self) -> Session | None:
        """Return what another process can go on with; None if there's no session."""
        return _session(self.ws) or self._inherited

    async def connect(self, *, reconnect: bool = True) -> None:
        """Serve the shard until it's left.

        discord.py's own way can't go on with another process's session, and gives up if the first connection fails.

        Raises:
            discord.ConnectionClosed: Discord refuses it for good.
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
                await self._hang_up()  # what has failed half-way
            self._inherited = session

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Begin at once: the pause is over by now, as nobody reads the open connection here."""

    async def leave(self) -> Session | None:
        """Disconnect, and return the session, which can be resumed from elsewhere for a while."""
        self._is_leaving = True
        await self._hang_up()
        session = self.session
        await self.close()
        return session

    async def close(self) -> None:
        """Disconnect, and end the session if there's a connection to say so."""
        self._is_leaving = True
        await self._hang_up(_NORMAL)
        await super().close()

    def _may_go_on(self) -> bool:
        return not self._is_leaving and not self.is_closed() and self._terms.holds()

    async def _serve(self, session: Session | None) -> None:
        """Connect once, and take events for as long as that lasts.

        All pauses come before the connection is opened: on an open one Discord waits for a session to begin, and
        nobody would notice if it stopped waiting.
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
        """Close what was opened last, even if it isn't in use yet.

        Args:
            code: tells Discord whether to keep the session.
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
