"""Socket Mode: envelopes out, acknowledgements in, disconnect notices, and deafness."""

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.patience import FOREVER

Json = dict[str, Any]


class Connection:
    """One of the app's WebSockets."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.is_deaf = False
        self.closed = asyncio.Event()

    async def notice(self, reason: str) -> None:
        """Say that the connection will be closed."""
        await self.socket.send_json({"type": "disconnect", "reason": reason})

    async def drop(self) -> None:
        """Close the connection."""
        await self.socket.close()


class Sockets:
    """The app's connections; each envelope goes to one of them."""

    def __init__(self) -> None:
        self.open: list[Connection] = []
        self.acknowledged: dict[str, list[Json]] = {}
        self._numbers = itertools.count(1)
        self._tickets: set[str] = set()
        self._changed = asyncio.Condition()

    def new_ticket(self) -> str:
        ticket = f"ticket{next(self._numbers)}"
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.query["ticket"])
        # Without autoping, so that a deaf connection answers no ping.
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(socket)
        self.open.append(connection)
        await socket.send_json({"type": "hello", "num_connections": len(self.open), "debug_info": {}})
        await self._notify()
        try:
            async for frame in socket:
                if connection.is_deaf:
                    continue
                if frame.type is WSMsgType.PING:
                    await socket.pong(frame.data)
                elif frame.type is WSMsgType.TEXT:
                    answer = json.loads(frame.data)
                    self.acknowledged.setdefault(answer["envelope_id"], []).append(answer)
                    await self._notify()
        finally:
            self.open.remove(connection)
            connection.closed.set()
            await self._notify()
        return socket

    async def connected(self, count: int = 1) -> Connection:
        """Wait for at least this many connections; return the newest."""
        await self._wait(lambda: len(self.open) >= count)
        return self.open[-1]

    async def gone(self) -> None:
        """Wait until no connection is left and everything that came over them has been read."""
        await self._wait(lambda: not self.open)

    async def send(self, kind: str, payload: Json, envelope_id: str | None = None, **more: Any) -> str:
        """Send a request without waiting; return its envelope's id."""
        envelope_id = envelope_id or f"envelope{next(self._numbers)}"
        connection = await self.connected()
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, **more}
        await connection.socket.send_json({"accepts_response_payload": kind != "events_api", **envelope})
        return envelope_id

    async def deliver(self, kind: str, payload: Json, envelope_id: str | None = None, **more: Any) -> Json:
        """Send a request, and wait for its acknowledgement."""
        envelope_id = envelope_id or f"envelope{next(self._numbers)}"
        before = len(self.acknowledged.get(envelope_id, ()))
        await self.send(kind, payload, envelope_id, **more)
        await self._wait(lambda: len(self.acknowledged.get(envelope_id, ())) > before)
        return self.acknowledged[envelope_id][-1]

    async def close(self) -> None:
        for connection in list(self.open):
            await connection.socket.close()

    async def _wait(self, holds: Any) -> None:
        async with asyncio.timeout(FOREVER), self._changed:
            await self._changed.wait_for(holds)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()
