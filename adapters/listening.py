"""Listens for an aiohttp application, and closes idle connections."""

import asyncio
import errno
import logging
import os
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

BROKEN = (web.RequestPayloadError, HttpProcessingError, ConnectionError)
"""Errors from requests that are cut off or wrongly encoded, which anyone can send."""

_Connection: TypeAlias = web.RequestHandler

HEADER_SECONDS = 10.0
"""Seconds within which a new connection has to send a request's complete headers, or it's closed."""

IDLE_SECONDS = 120.0
"""Seconds until the next request after a response; longer than proxies keep idle connections."""


class Listener:
    """Listens for one application.

    Args:
        app: the application, not started yet.
        shutdown_timeout: seconds that running requests get to finish when it closes.
        header_seconds: overrides HEADER_SECONDS.
    """

    def __init__(
        self, app: web.Application, *, shutdown_timeout: float, header_seconds: float = HEADER_SECONDS
    ) -> None:
        app.middlewares.insert(0, self._serve)
        # No access log: it would contain keys.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=shutdown_timeout)
        self._header_seconds = header_seconds
        self._waiting: dict[_Connection, asyncio.TimerHandle] = {}
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Start listening.

        Args:
            host: the host to bind to.
            port: the port to listen on; 0 for any free one.

        Returns:
            The port.

        Raises:
            OSError, OverflowError: it can't listen there.
        """
        await self._runner.setup()
        logging.getLogger("aiohttp.server").addFilter(_is_ours)
        try:
            self._server = await asyncio.get_running_loop().create_server(self._accept, host, port)
        except BaseException as error:
            await self._runner.cleanup()
            if isinstance(error, ValueError):  # a name that can't be looked up at all, such as "a..b"
                raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL)) from error
            raise
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def close(self) -> None:
        """Stop listening, and finish running requests."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._runner.cleanup()
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _accept(self) -> asyncio.BaseProtocol:
        connection: _Connection = self._runner.server()  # type: ignore[misc] # it exists from start to close
        self._wait(connection, self._header_seconds)
        return connection

    @web.middleware
    async def _serve(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if (timer := self._waiting.pop(request.protocol, None)) is not None:
            timer.cancel()
        try:
            return await handler(request)
        except (web.RequestPayloadError, HttpProcessingError):
            raise web.HTTPBadRequest(text="Can't read the request.") from None
        finally:
            self._wait(request.protocol, IDLE_SECONDS)

    def _wait(self, connection: _Connection, seconds: float) -> None:
        """Close a connection unless a request comes in time."""
        self._waiting[connection] = asyncio.get_running_loop().call_later(seconds, self._cut, connection)

    def _cut(self, connection: _Connection) -> None:
        del self._waiting[connection]
        if connection.transport is not None:  # the client may have closed it already
            connection.transport.abort()


def _is_ours(record: logging.LogRecord) -> bool:
    """Return whether a logged failure is our own, rather than a broken request's, whose text would quote headers."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, BROKEN)
