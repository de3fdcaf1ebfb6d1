"""The loopback server, with a log of every request."""

import asyncio
import itertools
import json
import math
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.fakes.closing import close
from tests.fakes.limits import Limits
from tests.fakes.slack import web_api
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.rules import faults_of_message, faults_of_view
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.weather import Weather
from tests.patience import FOREVER

Json = dict[str, Any]

TEAM, BOT, BOT_TOKEN, APP_TOKEN = "T0HOME", "U0BOT", "xoxb-1-2-bot", "xapp-1-A0APP-app"
SIGNING_SECRET, CLIENT_ID, CLIENT_SECRET = "signing-secret-of-the-app", "1.2", "client-secret-of-the-app"
ADMIN, MEMBER, GUEST, STRANGER = "U0ADMIN", "U0MEMBER", "U0GUEST", "U0STRANGER"
GENERAL, QUIET, SECRET, OLD, DIRECT = "C0GENERAL", "C0QUIET", "G0SECRET", "C0OLD", "D0MEMBER"


@dataclass
class Call:
    """One request that Slack got.

    Args:
        method: of the Web API, or "response" for a response_url.
        arguments: as they were read.
        token: the one that it was called with.
        at: when it came, on the loop's clock, in seconds.
        context: for a response_url, the person and the channel that it's for.
    """

    method: str
    arguments: Json
    token: str
    at: float
    context: Json = field(default_factory=dict)


def person(user: str, name: str, team: str = TEAM, **flags: bool) -> Json:
    return {"id": user, "team_id": team, "name": name.lower(), "profile": {"display_name": name}, **flags}


class FakeSlack:
    """A workspace with a few people and channels.

    Attributes:
        log: everything that was asked.
        messages: the channels' messages, oldest first.
        broken: what Slack would have refused as malformed.
    """

    def __init__(self) -> None:
        self.log: list[Call] = []
        self.broken: list[str] = []
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.pins: dict[str, list[str]] = defaultdict(list)
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.users: dict[str, Json] = {
            ADMIN: person(ADMIN, "Ada", is_admin=True),
            MEMBER: person(MEMBER, "Ben"),
            GUEST: person(GUEST, "Gus", is_restricted=True, is_admin=True),
            STRANGER: person(STRANGER, "Sam", "T0OTHER", is_admin=True),
        }
        self.channels: dict[str, Json] = {
            GENERAL: {"id": GENERAL, "name": "general", "is_member": True},
            QUIET: {"id": QUIET, "name": "quiet", "is_member": False},
            SECRET: {"id": SECRET, "name": "secret", "is_member": False, "is_private": True},
            OLD: {"id": OLD, "name": "old", "is_member": True, "is_archived": True},
            DIRECT: {"id": DIRECT, "is_im": True, "is_member": True},
        }
        self.groups: list[Json] = [
            {"id": "S0DESIGN", "handle": "designers", "name": "The designers", "date_delete": 0},
            {"id": "S0GONE", "handle": "gone", "name": "Gone", "date_delete": 1_700_000_000},
        ]
        self.in_groups: dict[str, list[str]] = {"S0DESIGN": []}
        """The members of a group, by its id."""
        self.in_channels: dict[str, set[str]] = defaultdict(set)
        """The channels that a member is in, by the member's id."""
        self.conversations: dict[str, str] = {}
        """The direct conversations that were opened: who with, by id."""
        self.unreachable: dict[str, str] = {}
        """Members who can't be written to, and Slack's reason, by id."""
        self.shared: dict[str, bytes] = {}
        """What people shared, by its path."""
        self.described: dict[str, Json] = {}
        """What files.info says about a file, by its id."""
        self.reads_files = True
        """Whether the bot has the scope to read what people shared."""
        self.names: dict[str, str] = {}
        """The files' names, by id."""
        self.codes: dict[str, Json] = {}
        self.bare = False
        """Answers with {"ok": true} and nothing else, as simple emulators do."""
        self.scopes = ""
        """The scopes of the bot's token, which a header tells; "" for no such header."""
        self.page = 100
        """The most messages or channels on one page of a list."""
        self.weather: Weather | None = None
        self.limits: Limits | None = None
        self.sockets = Sockets()
        self._responses: dict[str, Json] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.host = "127.0.0.1"
        """The host in its URLs; for another one, it has to be the proxy as well."""
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def root(self) -> str:
        return f"http://{self.host}:{self.port}/api/"

    async def start(self, port: int = 0, routes: list[web.RouteDef] | None = None) -> None:
        app = web.Application(client_max_size=10**8)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/response/{id}", self._respond),
                web.post("/upload/{id}", self._upload),
                web.get("/files-pri/{path:.*}", self._shared),
                web.get("/socket", self.sockets.accept),
                *(routes or []),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        await self.sockets.close()
        if self._runner is not None:
            await close(self._runner)

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next requests to a method go wrong, one after another."""
        self._faults[method] += faults

    def new_response_url(self, **context: Any) -> str:
        """An address that takes five answers, for half an hour in Slack and forever here."""
        key = f"r{next(self._numbers)}"
        url = f"http://{self.host}:{self.port}/response/{key}"
        self._responses[key] = {"uses": 0, "url": url, **context}
        return url

    def calls(self, *methods: str) -> list[Call]:
        return [call for call in self.log if call.method in methods]

    async def wait(self, happened: Callable[[], Any]) -> Any:
        """Wait until a condition holds, checking it after each request; return what it says."""
        async with asyncio.timeout(FOREVER), self._changed:
            await self._changed.wait_for(lambda: bool(happened()))
        return happened()

    async def wait_for(self, method: str, count: int = 1) -> Call:
        """Wait for the count-th request to a method, and return it."""
        await self.wait(lambda: len(self.calls(method)) >= count)
        return self.calls(method)[count - 1]

    def stamp(self) -> str:
        return f"{time.time():.3f}{next(self._numbers):03d}"

    def say(self, channel: str, **said: Any) -> str:
        """Put a message into a channel."""
        ts = said.pop("ts", None) or self.stamp()
        self.messages[channel].append({"type": "message", "ts": ts, **said})
        return str(ts)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.get("token") or "")
        call = Call(method, arguments, token, asyncio.get_running_loop().time())

        async def answer() -> web.Response:
            said = await web_api.serve(self, call)
            told = {"ok": True} if self.bare and said.get("ok") and "url" not in said else said
            return web.json_response(told, headers={"X-OAuth-Scopes": self.scopes} if self.scopes else {})

        return await self._answer(request, call, answer)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        context = self._responses.get(request.match_info["id"])
        body = await request.json()
        call = Call("response", body, "", asyncio.get_running_loop().time(), context or {})
        # https://docs.slack.dev/messaging/modifying-messages#deleting_responses
        self.broken += [] if body == {"delete_original": True} else faults_of_message(body)

        async def answer() -> web.Response:
            if context is None or context["uses"] >= 5:
                return web.json_response({"ok": False, "error": "used_url"}, status=404)
            context["uses"] += 1
            if body.get("response_type") == "in_channel":
                self.say(context.get("channel", ""), user=BOT, text=body["text"], blocks=body.get("blocks"))
            return web.Response(text="ok")

        return await self._answer(request, call, answer)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = request.match_info["id"]
        call = Call("upload", {"file": file}, "", asyncio.get_running_loop().time())

        async def answer() -> web.Response:
            self.files[file] = await request.read()
            return web.Response(text=f"OK - {len(self.files[file])}")

        return await self._answer(request, call, answer)

    def share(self, name: str, raw: bytes, **more: Any) -> Json:
        """Share a file; return how Slack describes it (https://docs.slack.dev/reference/objects/file-object)."""
        file = f"F{next(self._numbers)}"
        path = f"/files-pri/{TEAM}-{file}/{name}"
        self.shared[path] = raw
        url = f"http://{self.host}:{self.port}{path}"
        told = {"id": file, "name": name, "size": len(raw), "mode": "hosted", "url_private": url}
        return {**told, "url_private_download": url, **more}

    async def _shared(self, request: web.Request) -> web.StreamResponse:
        """Serve a file that someone shared; a request without the right to read it gets a sign-in page."""
        call = Call("shared", {"path": request.path}, "", asyncio.get_running_loop().time())

        async def answer() -> web.Response:
            token = request.headers.get("Authorization", "")
            if not (self.reads_files and token.startswith("Bearer xoxb-")):
                return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
            raw = self.shared.get(request.path)
            return web.Response(status=404) if raw is None else web.Response(body=raw)

        return await self._answer(request, call, answer)

    async def _answer(
        self, request: web.Request, call: Call, answer: Callable[[], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        waiting = self._faults[call.method]
        fault = waiting.popleft() if waiting else self._limit(call) or self._blow(call)
        # Logged before a delay, so that a test can act while the request is under way.
        self.log.append(call)
        await self.changed()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.until is not None:
            await fault.until.wait()
        said = await answer() if fault.accept or not fault.is_answer else None
        await self.changed()
        if said is not None and not fault.is_answer:
            return said
        return await fault.answer(request)

    def _limit(self, call: Call) -> Fault | None:
        """The answer to a request that exceeds a limit."""
        if self.limits is None or call.method not in ("chat.postMessage", "chat.update"):
            return None
        wait, _, _ = self.limits.ask(f"{call.method} {call.arguments.get('channel')}", call.at)
        return Fault(retry_after=math.ceil(wait)) if wait else None

    def _blow(self, call: Call) -> Fault:
        """What the weather does to a request."""
        reads = call.method == "conversations.history"
        if self.weather is None or not (reads or call.method == "chat.postMessage"):
            return Fault()
        fields = self.weather.fault("" if reads else key_of(call.arguments), reads=reads)
        return Fault(**(fields or {}))

    async def changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def check(self, body: Json) -> None:
        self.broken += faults_of_message(body)

    def check_view(self, view: Json) -> None:
        self.broken += faults_of_view(view)


def key_of(said: Json) -> str:
    """The key in the metadata of one of the bot's messages, or ""."""
    metadata = said.get("metadata") or {}
    return str(metadata.get("event_payload", {}).get("key") or "")


async def _arguments(request: web.Request) -> Json:
    """A method's arguments, from the query, a form or JSON; a form's fields may hold JSON."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.method == "POST":
        found |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "view", "metadata", "files"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found
