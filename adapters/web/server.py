"""The playground's server: its routes, its start and its end."""

import asyncio
import errno
import secrets
from collections.abc import Awaitable, Callable
from importlib.resources import files

from aiohttp import WSCloseCode, web

from adapters.web.boards import WebBoards
from adapters.web.connection import Connection, Playground
from adapters.web.guard import COOKIE, Guard, add_headers
from adapters.web.limits import MAX_BODY, MAX_FRAME, Limits
from adapters.web.pictures import Pictures
from adapters.web.port import WebPort
from adapters.web.room import Room
from bot.application import Application
from bot.language.message import Refusal
from bot.runtime.health import Health

_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_DEFAULT_LIMITS = Limits()


def _well() -> Health:
    return Health(ready=True)


class Site:
    """A playground that is up.

    Args:
        runner: set up and listening.
        url: where the page is.
        boards: shows boards on the page.
        port: posts in its channels.
    """

    def __init__(self, runner: web.AppRunner, url: str, boards: WebBoards, port: WebPort) -> None:
        self._runner = runner
        self.url = url
        self.boards = boards
        self.port = port

    async def close(self) -> None:
        """Say goodbye to all tabs and stop listening; the tabs reconnect when the playground is back."""
        await self._runner.cleanup()


async def start(
    commands: Application,
    *,
    host: str,
    port: int,
    key: str | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    health: Callable[[], Health] = _well,
) -> Site:
    """Start a playground.

    Args:
        commands: the core that serves it.
        host: to bind to; beyond this machine only with a key.
        port: to listen on; 0 for any free one.
        key: shared with those who may come in, or None.
        limits: what it may take.
        health: tells how this process is doing.

    Raises:
        Refusal: it cannot listen there, or must not.
    """
    loop = asyncio.get_running_loop()
    playground = Playground(commands, Room(limits), Pictures(limits.picture_bytes), limits, secrets.token_urlsafe(24))
    runner = web.AppRunner(
        Routes(playground, Guard(host, key, loop.time()), health).app(),
        # The log of requests would hold the shared key.
        access_log=None,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    # One address for localhost: two would get two different free ports.
    bound = "127.0.0.1" if host == "localhost" else host
    try:
        await web.TCPSite(runner, bound, port).start()
    except (OSError, OverflowError) as error:
        await runner.cleanup()
        raise Refusal(_why_not(error, host, port)) from error
    chosen: int = runner.addresses[0][1]
    name = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)  # noqa: S104 - only compared
    url = f"http://[{name}]:{chosen}/" if ":" in name else f"http://{name}:{chosen}/"
    shared = (playground.room, playground.pictures)
    return Site(runner, url, WebBoards(*shared), WebPort(*shared))


def _why_not(error: Exception, host: str, port: int) -> str:
    match error:
        case OverflowError():
            return f"There is no port {port}; use one from 1 to 65535 with --port, or 0 for any free one."
        case OSError(errno=errno.EADDRINUSE):
            return f"Port {port} is already in use; choose another with --port, or 0 for any free one."
        case OSError(errno=errno.EACCES):
            return f"Port {port} needs special rights; choose one above 1023 with --port."
        case _:
            return f"This machine has no address {host}; choose another with --host."


class Routes:
    """What the server answers.

    Args:
        playground: what the tabs share.
        guard: who is let in.
        health: tells how this process is doing.
    """

    def __init__(self, playground: Playground, guard: Guard, health: Callable[[], Health]) -> None:
        self._playground = playground
        self._guard = guard
        self._ask_health = health
        # All read at the start: a name that is not among them does not exist, however it is spelt.
        folder = files("adapters.web").joinpath("page")
        self._page = {each.name: each.read_bytes() for each in folder.iterdir() if _kind(each.name)}
        self._sockets: set[web.WebSocketResponse] = set()

    def app(self) -> web.Application:
        """The application that serves them."""
        app = web.Application(middlewares=[self._let_in], client_max_size=MAX_BODY)
        app.router.add_get("/", self._index)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/favicon.ico", self._favicon)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/picture/{name}", self._picture)
        app.router.add_get("/file/{name}", self._file)
        app.router.add_get("/socket", self._socket)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._say_goodbye)
        return app

    @web.middleware
    async def _let_in(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self._guard.check_host(request)
        if request.body_exists:
            # Nothing here takes a body: read it up to the cap, which raises 413 beyond it.
            await request.read()
        return await handler(request)

    async def _index(self, request: web.Request) -> web.Response:
        if not self._guard.is_open_to(request):
            return self._ask_for_key(request)
        if "key" in request.query:
            raise web.HTTPFound("/")
        # The token is URL-safe by construction, so it needs no escaping here.
        page = self._page["index.html"].replace(b"{{token}}", self._playground.token.encode())
        return web.Response(body=page, content_type="text/html", charset="utf-8")

    def _ask_for_key(self, request: web.Request) -> web.Response:
        given = request.query.get("key")
        if given is None:
            return web.Response(body=self._page["key.html"], content_type="text/html", charset="utf-8", status=401)
        if not self._guard.accepts(given, asyncio.get_running_loop().time()):
            page = self._page["key.html"].replace(b"<!--wrong-->", b"That key is not right; ask whoever shared it.")
            return web.Response(body=page, content_type="text/html", charset="utf-8", status=401)
        # A redirect, so that the key does not stay in the address bar.
        answer = web.Response(status=302, headers={"Location": "/"})
        answer.set_cookie(COOKIE, self._guard.cookie, httponly=True, samesite="Strict", path="/")
        return answer

    async def _health(self, _request: web.Request) -> web.Response:
        health = self._ask_health()
        return web.Response(text=health.text, status=200 if health.ready else 503)

    async def _favicon(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._page["logo.svg"], content_type="image/svg+xml")

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = _kind(name)
        if name not in self._page or kind is None or kind == "text/html":
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(body=self._page[name], content_type=kind, charset="utf-8")

    async def _picture(self, request: web.Request) -> web.Response:
        self._guard.check_cookie(request)
        png = self._playground.pictures.find(request.match_info["name"])
        if png is None:
            raise web.HTTPNotFound(text="This picture is no longer kept; ask for it again.")
        forever = {"Cache-Control": "private, max-age=86400, immutable"}
        return web.Response(body=png, content_type="image/png", headers=forever)

    async def _file(self, request: web.Request) -> web.Response:
        self._guard.check_cookie(request)
        file = self._playground.pictures.find_file(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound(text="This file is no longer kept; ask for it again.")
        # To be saved and never shown here, whatever it holds; the link in the page says under which name.
        saved = {"Content-Disposition": "attachment"}
        return web.Response(body=file.data, content_type=file.media_type, headers=saved)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self._guard.check_origin(request)
        self._guard.check_cookie(request)
        socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=MAX_FRAME, compress=False, timeout=2.0)
        await socket.prepare(request)
        if len(self._sockets) >= self._playground.limits.tabs:
            # Told over the socket, as a browser does not show its script why an upgrade was refused.
            await socket.send_json(
                {
                    "type": "refused",
                    "id": None,
                    "reason": "full",
                    "sentence": "The playground is full; close a tab somewhere and reload.",
                }
            )
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return socket
        self._sockets.add(socket)
        try:
            await Connection(socket, self._playground, lambda: _cut(request)).run()
        finally:
            self._sockets.discard(socket)
        return socket

    async def _say_goodbye(self, _app: web.Application) -> None:
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._sockets), return_exceptions=True
        )


def _kind(name: str) -> str | None:
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
