"""The HTTP server for health checks and metrics, to which platforms add their own routes."""

import errno
import hmac
import ipaddress
import os
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.listening import Listener
from bot.language.port import PlatformError
from bot.runtime.health import Health

MAX_BODY = 1024 * 1024
"""Maximum number of bytes in a request body; Slack's have a few kilobytes."""

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""Headers that proxies add: a request with one comes from another machine, whatever its address is."""


def host_name(request: web.Request) -> str:
    """Return the host name in a request's Host header, without the port; "" if it's missing or invalid."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a host; unknown names count as reachable from elsewhere."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_secret(given: str, secret: str) -> bool:
    """Return whether a request has a secret, comparing in constant time; headers may hold bytes that aren't UTF-8."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


class HttpServer:
    """Serves health checks, metrics, and the routes that platforms add.

    Args:
        host: the host to bind to.
        port: the port to listen on; 0 for any free one.
        health: returns this process's health.
        metrics_token: lets a collector on another machine read the metrics; None if only this machine may.
    """

    def __init__(self, host: str, port: int, health: Callable[[], Health], metrics_token: str | None = None) -> None:
        self._host = host
        self._port = port
        self._ask_health = health
        self._metrics_token = metrics_token
        self._listener: Listener | None = None
        self._routes: list[web.RouteDef] = [
            web.get("/healthz", self._health),
            web.get("/livez", _live),
            web.get("/metrics", self._metrics),
        ]

    def add(self, routes: Iterable[web.RouteDef]) -> None:
        """Add routes; call this before `start`."""
        self._routes += routes

    async def start(self) -> int:
        """Start listening.

        Returns:
            The port.

        Raises:
            PlatformError: it can't listen there.
        """
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(self._routes)
        listener = Listener(app, shutdown_timeout=10.0)
        try:
            port = await listener.start(self._host, self._port)
        except OSError as error:
            raise PlatformError(f"Can't listen on {self._host}:{self._port} {_why(error)}.") from error
        self._listener = listener
        return port

    async def close(self) -> None:
        """Finish running requests, and stop listening."""
        if self._listener is not None:
            await self._listener.close()

    async def _health(self, _request: web.Request) -> web.Response:
        health = self._ask_health()
        return web.Response(text=health.text, status=200 if health.ready else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not _is_from_here(request):
            if self._metrics_token is None:
                raise web.HTTPNotFound
            if not is_secret(request.headers.get("Authorization", ""), f"Bearer {self._metrics_token}"):
                raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _live(_request: web.Request) -> web.Response:
    """Answer for a liveness probe; if this fails, the process has to be restarted."""
    return web.Response(text="alive")


def _is_from_here(request: web.Request) -> bool:
    """Return whether a request comes from a program on this machine that isn't forwarding it for someone else."""
    forwarded = any(name in request.headers for name in _FORWARDED)
    # A page on the internet can make its host name point to this machine (DNS rebinding), but has to send that name.
    return request.remote in ("127.0.0.1", "::1") and not forwarded and is_loopback(host_name(request))


def _why(error: OSError) -> str:
    """Return why an address can't be listened on, in brackets, and which setting to change."""
    number = error.errno or 0
    reason = os.strerror(number) if number > 0 else error.strerror  # asyncio's own text repeats the address
    name = "VERSED_HTTP_PORT" if number in (errno.EADDRINUSE, errno.EACCES) else "VERSED_HTTP_HOST"
    return f"({reason}); change {name}"
