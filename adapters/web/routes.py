"""The playground's HTTP routes."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files
from urllib.parse import parse_qs, unquote

from aiohttp import WSCloseCode, web

from adapters.web import visitors
from adapters.web.connection import Connection, Playground, knows_token
from adapters.web.guard import Guard, add_headers, is_secure
from adapters.web.limits import MAX_BODY, MAX_FRAME, MAX_LINE
from adapters.web.visitors import Visitor
from bot.language.people import MAX_NAME
from bot.language.refusals import Refusal
from bot.runtime.health import Health

_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

_GIVEN = "/given"

_FILE_SECONDS = 60.0
"""Timeout in seconds for uploading a file."""

_BODY_SECONDS = 10.0
"""Timeout in seconds for any other request's body, such as a key."""


_ENTERED = "entered"
"""In the query of the address that a right key leads to, where the browser has to show the cookie that it got."""

_NOT_KEPT = "That key is right, but your browser didn't keep the cookie for it; allow cookies here and try again."


class WebRoutes:
    """Handles the server's requests.

    Args:
        playground: the objects that all tabs share.
        guard: decides who is let in.
        health: returns this process's health.
    """

    def __init__(self, playground: Playground, guard: Guard, health: Callable[[], Health]) -> None:
        self._playground = playground
        self._guard = guard
        self._ask_health = health
        # Read all files at the start, so that no request's path ever reaches the file system.
        folder = files("adapters.web").joinpath("page")
        self._page = {each.name: each.read_bytes() for each in folder.iterdir() if _kind(each.name)}
        # Preload all modules, because otherwise a browser only requests one after loading the module that imports it.
        modules = [name for name in sorted(self._page) if name.endswith(".js") and name != "theme.js"]
        preloaded = "\n  ".join(f'<link rel="modulepreload" href="/static/{name}">' for name in modules)
        self._page["index.html"] = self._page["index.html"].replace(b"{{modules}}", preloaded.encode())
        self._sockets: dict[web.WebSocketResponse, str] = {}

    def app(self) -> web.Application:
        """Make the aiohttp application with these routes."""
        app = web.Application(middlewares=[self._let_in], client_max_size=MAX_BODY)
        app.router.add_get("/", self._index)
        app.router.add_post("/key", self._enter_key)
        app.router.add_get("/key", self._leave_key)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/favicon.ico", self._favicon)
        app.router.add_get("/invitation.svg", self._invitation)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/picture/{name}", self._picture)
        app.router.add_get("/file/{name}", self._file)
        app.router.add_get("/socket", self._socket)
        app.router.add_post(_GIVEN, self._given)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._say_goodbye)
        return app

    @web.middleware
    async def _let_in(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self._guard.check_host(request)
        if request.body_exists and request.path != _GIVEN:
            # No other route needs more than a key, so read the body up to the limit; beyond that, this raises 413.
            try:
                async with asyncio.timeout(_BODY_SECONDS):
                    await request.read()
            except TimeoutError:
                raise web.HTTPRequestTimeout from None
        return await handler(request)

    async def _index(self, request: web.Request) -> web.Response:
        key = request.query.get("key")
        if key is not None and self._guard.is_shared:
            return self._take_key(request, key)
        if not self._guard.is_open_to(request):
            return self._door(_NOT_KEPT if _ENTERED in request.query else "")
        if key is not None or _ENTERED in request.query:
            raise web.HTTPFound("/")
        # The token is URL-safe by construction, so it needs no escaping here.
        page = self._page["index.html"].replace(b"{{token}}", self._playground.token.encode())
        page = page.replace(b"{{shared}}", b"yes" if self._guard.is_shared else b"")
        page = page.replace(b"{{longest-name}}", b"%d" % MAX_NAME).replace(b"{{longest-line}}", b"%d" % MAX_LINE)
        answer = web.Response(body=page, content_type="text/html", charset="utf-8")
        _know_again(request, answer)
        return answer

    async def _enter_key(self, request: web.Request) -> web.Response:
        """Accept a key posted from the key page; a posted key doesn't end up in URLs, browser histories and logs."""
        if not self._guard.is_shared:
            raise web.HTTPSeeOther("/")
        filled = parse_qs((await request.read()).decode("utf-8", "replace"))
        return self._take_key(request, filled.get("key", [""])[0])

    async def _leave_key(self, _request: web.Request) -> web.Response:
        """Lead to the page from the address where a wrong key was posted, which a browser may open again."""
        raise web.HTTPFound("/")

    def _take_key(self, request: web.Request, key: str) -> web.Response:
        try:
            cookies = self._guard.accepts(key, asyncio.get_running_loop().time())
        except Refusal as refusal:
            return self._door(refusal.sentence, status=429)
        if not cookies:
            return self._door("That key isn't right; ask the person who shared it.")
        # Redirect, so that the key doesn't stay in the address bar, and a reload doesn't post it again.
        location = {"Location": f"/?{_ENTERED}"}
        answer = web.Response(status=302 if request.method == "GET" else 303, headers=location)
        for name, value in cookies.items():
            _give(request, answer, name, value)
        _know_again(request, answer)
        return answer

    def _door(self, problem: str, status: int = 401) -> web.Response:
        """Return the page that asks for the key, with what went wrong with the last one, if anything."""
        page = self._page["key.html"].replace(b"{{problem}}", problem.encode())
        return web.Response(body=page, content_type="text/html", charset="utf-8", status=status)

    async def _health(self, _request: web.Request) -> web.Response:
        health = self._ask_health()
        return web.Response(text=health.text, status=200 if health.ready else 503)

    async def _favicon(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._page["logo.svg"], content_type="image/svg+xml")

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = _kind(name)
        if name not in self._page or kind is None or kind == "text/html":
            raise web.HTTPNotFound(text="There's no such file.")
        answer = web.Response(body=self._page[name], content_type=kind, charset="utf-8")
        answer.enable_compression()
        return answer

    async def _invitation(self, request: web.Request) -> web.Response:
        """Draw a QR code of the URL that the browser used, so that phones can open it, too."""
        if not self._guard.is_open_to(request):
            raise web.HTTPNotFound(text="There's no such file.")
        drawn = io.BytesIO()
        scheme = "https" if is_secure(request) else "http"
        import segno  # imported late, as few people share a playground

        try:
            segno.make(f"{scheme}://{request.host}/").save(drawn, kind="svg", scale=4, border=2, light="white")
        except segno.DataOverflowError:
            raise web.HTTPNotFound(text="That name is too long for a code.") from None
        return web.Response(body=drawn.getvalue(), content_type="image/svg+xml", charset="utf-8")

    async def _picture(self, request: web.Request) -> web.Response:
        visitor = self._guard.visitor(request)
        may_be = partial(self._playground.doorkeeper.may_be, visitor)
        picture = self._playground.pictures.find(request.match_info["name"], may_be)
        if picture is None:
            raise web.HTTPNotFound(text="I don't have this picture any more; ask for it again.")
        forever = {"Cache-Control": "private, max-age=86400, immutable"}
        return web.Response(body=picture.data, content_type=picture.media_type, headers=forever)

    async def _file(self, request: web.Request) -> web.Response:
        visitor = self._guard.visitor(request)
        may_be = partial(self._playground.doorkeeper.may_be, visitor)
        file = self._playground.pictures.find_file(request.match_info["name"], may_be)
        if file is None:
            raise web.HTTPNotFound(text="I don't have this file any more; ask for it again.")
        # Browsers must save it and never display it, whatever it contains; the page's link sets the file name.
        saved = {"Content-Disposition": "attachment"}
        return web.Response(body=file.data, content_type=file.media_type, headers=saved)

    async def _given(self, request: web.Request) -> web.Response:
        """Receive a file for a later frame; answer with the word that names it there."""
        self._guard.check_origin(request)
        visitor = self._guard.visitor(request)
        if not knows_token(self._playground, request.headers.get("X-Page-Token", "")):
            raise web.HTTPForbidden(text="This page is from an earlier start of the playground; reload it.")
        name = unquote(request.headers.get("X-File-Name", ""))
        try:
            async with asyncio.timeout(_FILE_SECONDS):
                return web.Response(text=await self._playground.given.take(visitor.browser, name, request.content))
        except Refusal as refusal:
            raise web.HTTPRequestEntityTooLarge(max_size=0, actual_size=0, text=refusal.sentence) from None
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="That file took too long to arrive; try again.") from None

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self._guard.check_origin(request)
        visitor = self._guard.visitor(request)
        socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=MAX_FRAME, compress=False, timeout=2.0)
        await socket.prepare(request)
        if (sentence := self._why_full(visitor)) is not None:
            # Sent over the socket, because scripts can't see why an upgrade was refused.
            await socket.send_json({"type": "refused", "id": None, "reason": "full", "sentence": sentence})
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return socket
        self._sockets[socket] = visitor.browser
        try:
            await Connection(socket, self._playground, visitor, lambda: _cut(request)).run()
        finally:
            del self._sockets[socket]
        return socket

    def _why_full(self, visitor: Visitor) -> str | None:
        """Return why a browser can't open another tab; None if it can."""
        limits = self._playground.limits
        if len(self._sockets) >= limits.tabs:
            return "The playground is full; you'll come in by yourself when someone closes a tab."
        if list(self._sockets.values()).count(visitor.browser) >= limits.tabs_each:
            return "Your browser has too many tabs open here; close one, and this one comes in."
        return None

    async def _say_goodbye(self, _app: web.Application) -> None:
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._sockets), return_exceptions=True
        )


def _kind(name: str) -> str | None:
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)


def _give(request: web.Request, answer: web.Response, name: str, value: str, lasts: int | None = None) -> None:
    """Set a cookie that this site's own requests carry, and links to it, as in the team's chat; no other requests."""
    secure = is_secure(request)
    answer.set_cookie(name, value, max_age=lasts, httponly=True, samesite="Lax", secure=secure, path="/")


def _know_again(request: web.Request, answer: web.Response) -> None:
    """Set the cookie that identifies a browser on later visits."""
    _give(request, answer, visitors.COOKIE, visitors.cookie_of(request), visitors.COOKIE_LASTS)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
