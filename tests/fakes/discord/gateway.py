"""The fake's gateway: sessions that identify, resume, and miss nothing in between.

https://docs.discord.com/developers/events/gateway
"""

import asyncio
import json
import math
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord.world import APPLICATION, BOT, Json
from tests.patience import FOREVER

_FOR_GOOD = (1000, 1001)
"""Codes with which a bot ends its session (https://docs.discord.com/developers/events/gateway#disconnecting)."""

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass
class Session:
    """A session, which outlives its connections.

    Args:
        id: to resume by.
        shard: its number, and how many there are.
        intents: those that it was started with.
    """

    id: str
    shard: tuple[int, int]
    intents: int = 0
    socket: web.WebSocketResponse | None = None
    packer: Any = None
    number: int = 0
    sent: list[Json] = field(default_factory=list)

    async def send(self, payload: Json) -> None:
        """Send one payload, compressed if the client asked for that."""
        socket = self.socket
        if socket is None or socket.closed:
            return
        with suppress(ConnectionError):  # the other end has just died; what's kept is sent after a RESUME
            await send(socket, self.packer, payload)

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event, and keep it for the next connection in case there's none now."""
        self.number += 1
        payload = {"op": _DISPATCH, "t": event, "s": self.number, "d": data}
        self.sent.append(payload)
        del self.sent[:-1000]
        await self.send(payload)


async def send(socket: web.WebSocketResponse, packer: Any, payload: Json) -> None:
    """Send one payload over a connection."""
    text = json.dumps(payload, separators=(",", ":"))
    if packer is None:
        await socket.send_str(text)
    else:
        await socket.send_bytes(packer.compress(text.encode()) + packer.flush(zlib.Z_SYNC_FLUSH))


class Gateway:
    """All sessions.

    Args:
        token: the only one that may identify.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.url = ""
        self.application = APPLICATION
        self.guilds: list[Json] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed = 0
        self.connected = 0
        self.heartbeat = 41.25
        self.refuse_with: int | None = None
        """Close code that answers every IDENTIFY."""
        self.invalidate = False
        """Whether every IDENTIFY and RESUME is answered by an invalid session."""
        self.identify_within = 10.0
        """Seconds in which a connection must identify or resume, or it's closed (4009, session timed out)."""
        self.unlisted: set[str] = set()
        """Servers that READY leaves out although the bot is in them, by id."""
        self.outage = False
        """Whether all servers are out of order: READY lists them, and nothing follows."""
        self.resumes_with: Any = {"_trace": []}
        """The data that comes with RESUMED, which Discord doesn't document."""
        self.replay = 0
        """Events sent a second time after a RESUME."""
        self.concurrency = 1
        """How many sessions may start at the same time, each in a bucket of its own."""
        self.starts_every = 0.0
        """Seconds between two starts in one bucket, or the second is invalid; five on the real Discord."""
        self.too_soon = 0
        """How many sessions were started too soon."""
        self._started: dict[int, float] = {}
        self._closing: set[asyncio.Future[bool]] = set()
        self.changed = asyncio.Event()

    @property
    def live(self) -> list[Session]:
        """Sessions with a connection."""
        return [each for each in self.sessions.values() if each.socket is not None and not each.socket.closed]

    async def ready(self, shards: int = 1) -> None:
        """Wait until at least this many sessions are connected."""
        async with asyncio.timeout(FOREVER):
            while len(self.live) < shards:
                self.changed.clear()
                await self.changed.wait()

    async def dispatch(self, event: str, data: Json, guild: str | None = None, *, intent: int = 0) -> None:
        """Send an event to the shard that's responsible for a server; to shard 0 without one.

        Args:
            event: its name.
            data: what it tells.
            guild: the server's id.
            intent: the intent that a session needs to get it; 0 for none.
        """
        for session in list(self.sessions.values()):
            is_there = (int(guild or 0) >> 22) % session.shard[1] == session.shard[0]
            if is_there and session.intents & intent == intent:
                await session.dispatch(event, data)

    async def drop(self, code: int = 4000) -> None:
        """Close all connections; the sessions can be resumed."""
        for session in self.live:
            socket, session.socket = session.socket, None
            assert socket is not None
            await socket.close(code=code)

    async def lose(self) -> None:
        """Close all connections; the sessions can't be resumed."""
        live = self.live
        self.sessions.clear()
        for session in live:
            assert session.socket is not None
            await session.socket.close(code=4000)

    async def reconnect(self) -> None:
        """Ask all clients to reconnect and resume."""
        for session in self.live:
            await session.send({"op": _RECONNECT, "d": None})

    async def invalid_session(self, *, resumable: bool) -> None:
        """Tell all clients that their session isn't valid."""
        for session in self.live:
            await session.send({"op": _INVALID, "d": resumable})
            if not resumable:
                self.sessions.pop(session.id, None)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self.connected += 1
        packer = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        await send(socket, packer, {"op": _HELLO, "d": {"heartbeat_interval": self.heartbeat * 1000}})
        session: Session | None = None
        idle = asyncio.get_running_loop().call_later(
            self.identify_within, lambda: asyncio.ensure_future(socket.close(code=4009))
        )
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(message.data)
            match payload["op"]:
                case 1:
                    await send(socket, packer, {"op": _ACK})
                case 2:
                    idle.cancel()
                    session = await self._identify(socket, packer, payload["d"])
                case 6:
                    idle.cancel()
                    session = await self._resume(socket, packer, payload["d"])
        idle.cancel()
        if session is not None and session.socket is socket:
            session.socket = None
            if socket.close_code in _FOR_GOOD:
                self.sessions.pop(session.id, None)
        self.changed.set()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, packer: Any, data: Json) -> Session | None:
        self.identified.append(data)
        if self.refuse_with is not None or data["token"] != self.token:
            await socket.close(code=self.refuse_with or 4004)
            return None
        if self.invalidate:
            await send(socket, packer, {"op": _INVALID, "d": False})
            return None
        shard = tuple(data.get("shard", (0, 1)))
        if self._is_too_soon(shard[0]):
            await send(socket, packer, {"op": _INVALID, "d": False})
            return None
        session = Session(secrets.token_hex(16), (shard[0], shard[1]), int(data["intents"]), socket, packer)
        # A shard may have several sessions; Discord keeps abandoned ones for a while, and the fake forever.
        self.sessions[session.id] = session
        listed = [each for each in self.guilds if each["id"] not in self.unlisted]
        mine = [each for each in listed if (int(each["id"]) >> 22) % shard[1] == shard[0]]
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": BOT,
                "guilds": [{"id": each["id"], "unavailable": True} for each in mine],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": list(shard),
                "application": {"id": self.application, "flags": 0},
            },
        )
        for each in [] if self.outage else mine:
            await session.dispatch("GUILD_CREATE", {**each, "unavailable": False})
        self.changed.set()
        return session

    def _is_too_soon(self, shard: int) -> bool:
        bucket, now = shard % self.concurrency, asyncio.get_running_loop().time()
        if now - self._started.get(bucket, -math.inf) < self.starts_every:
            self.too_soon += 1
            return True
        self._started[bucket] = now
        return False

    async def _resume(self, socket: web.WebSocketResponse, packer: Any, data: Json) -> Session | None:
        self.resumed += 1
        session = self.sessions.get(data["session_id"])
        if session is None or self.invalidate:
            await send(socket, packer, {"op": _INVALID, "d": False})
            return None
        if (before := session.socket) is not None and not before.closed:
            closing = asyncio.ensure_future(before.close(code=4000))  # a session has one connection at a time
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        session.socket, session.packer = socket, packer
        missed = [each for each in session.sent if each["s"] > data["seq"] - self.replay]
        for payload in missed:
            await session.send(payload)
        await session.dispatch("RESUMED", self.resumes_with)
        self.changed.set()
        return session
