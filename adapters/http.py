"""The HTTP server of `versed run`: health and metrics, and what a platform adds."""

import logging
from collections.abc import Callable, Iterable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.language.port import PlatformError
from bot.runtime.health import Health

MAX_BODY = 1024 * 1024
"""Bytes of the largest request body that is read; Slack's are a few kilobytes."""

BROKEN = (web.RequestPayloadError, HttpProcessingError, ConnectionError)
"""What comes of a request that is cut off, or not encoded as it says: anybody can send one."""

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""Headers of a proxy: a request that carries one comes from elsewhere, whatever its address."""


class HttpServer:
    """Listens for health checks, for a metrics collector on this machine, and for what a platform adds.

    Args:
        host: to bind to.
        port: to listen on; 0 for any free one.
        health: tells how this process is doing.
    """

    def __init__(self, host: str, port: int, health: Callable[[], Health]) -> None:
        self._host = host
        self._port = port
        self._ask_health = health
        self._runner: web.AppRunner | None = None
        self._routes: list[web.RouteDef] = [web.get("/healthz", self._health), web.get("/metrics", _metrics)]

    def add(self, routes: Iterable[web.RouteDef]) -> None:
        """Serve more; to be called before start."""
        self._routes += routes

    async def start(self) -> int:
        """Listen.

        Returns:
            The port.

        Raises:
            PlatformError: it cannot listen there.
        """
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(self._routes)
        logging.getLogger("aiohttp.server").addFilter(_is_ours)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=10.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            sentence = f"{self._host}:{self._port} cannot be listened on ({error.strerror}); change VERSED_HTTP_PORT."
            raise PlatformError(sentence) from error
        port: int = self._runner.addresses[0][1]
        return port

    async def close(self) -> None:
        """Finish what is under way, and stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        health = self._ask_health()
        return web.Response(text=health.text, status=200 if health.ready else 503)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a failure is our own."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, BROKEN)


async def _metrics(request: web.Request) -> web.Response:
    if request.remote not in ("127.0.0.1", "::1") or any(name in request.headers for name in _FORWARDED):
        raise web.HTTPNotFound
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
