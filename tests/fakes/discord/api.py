"""The fake's REST API."""

import asyncio
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from aiohttp import BodyPartReader, web

from tests.fakes.discord.faults import Fault, as_json
from tests.fakes.discord.schema import complaints
from tests.fakes.discord.world import (
    APPLICATION,
    ATTACH_FILES,
    BOT,
    EPHEMERAL,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Exchange,
    Json,
    Shown,
    snowflake,
)

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord


@dataclass
class Sent:
    """A request that arrived.

    Args:
        method, path: HTTP's method, and the path below the root.
        body: JSON, or None.
        files: by name.
        status: the answer's, 0 if there was none.
        at: when, on the loop's clock.
        headers: of the request.
    """

    method: str
    path: str
    body: Any
    files: dict[str, bytes]
    status: int
    at: float
    headers: dict[str, str]


class Refused(Exception):
    """An answer with an error."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **more}


Answer: TypeAlias = tuple[int, Any]
Handler: TypeAlias = Callable[["Api", re.Match[str], web.Request, Any, dict[str, bytes]], Answer]
_routes: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    """Let a handler serve a route."""

    def serve(handler: Handler) -> Handler:
        _routes.append((method, re.compile(pattern), handler))
        return handler

    return serve


class Api:
    """Serves requests.

    Args:
        discord: the fake that it serves.
    """

    def __init__(self, discord: "FakeDiscord") -> None:
        self.discord = discord

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer any request below the root: with a fault if one is due, otherwise as Discord would."""
        path = "/" + request.match_info["path"]
        body, files = await self._read(request)
        headers, refusal = self._limit(request.method, path)
        if refusal is not None:
            return refusal
        fault = self.discord.faults.take(request.method, path) or self._weather(request.method, path, body)
        if not self.discord.logs and fault is None:
            return self._answer(request, path, body, files, headers)
        sent = Sent(request.method, path, body, files, 0, asyncio.get_running_loop().time(), dict(request.headers))
        self.discord.requests.append(sent)
        response: web.StreamResponse | None = None
        if fault is None or fault.accept or not (fault.drop or fault.status):
            if fault is not None and not fault.accept and fault.holds:
                await fault.wait()
                fault = None
            response = self._answer(request, path, body, files, headers)
        if fault is not None:
            response = await fault.befall(request, response)
        assert response is not None
        sent.status = response.status
        return response

    def _limit(self, method: str, path: str) -> tuple[dict[str, str], web.Response | None]:
        """The headers about a rate limit, and the answer to a request that exceeds it."""
        limits = self.discord.limits
        if limits is None or not path.startswith("/channels/"):
            return {}, None
        now = time.monotonic()
        wait, everywhere, channel = limits.ask(f"{method} {path.split('/')[2]}", now)
        headers = {
            "X-RateLimit-Limit": str(channel.most),
            "X-RateLimit-Remaining": str(channel.left()),
            "X-RateLimit-Reset-After": f"{channel.resets_after(now):.3f}",
        }
        if not wait:
            return headers, None
        told = {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": everywhere}
        headers |= {"Via": "1.1 google", "Retry-After": str(math.ceil(wait))}
        headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
        return {}, as_json(told, 429, headers)

    def _weather(self, method: str, path: str, body: Any) -> Fault | None:
        weather = self.discord.weather
        if weather is None or not path.startswith("/channels/"):
            return None
        nonce = str(body.get("nonce") or "") if isinstance(body, dict) else ""
        fields = weather.fault(nonce, reads=method == "GET")
        return None if fields is None else Fault(".*", **fields)

    async def _read(self, request: web.Request) -> tuple[Any, dict[str, bytes]]:
        if request.content_type != "multipart/form-data":
            content = await request.read()
            return (json.loads(content) if content else None), {}
        body, files = None, {}
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                files[str(part.filename)] = content
                self.discord.media_types[str(part.filename)] = part.headers["Content-Type"]
        return body, files

    def _answer(
        self, request: web.Request, path: str, body: Any, files: dict[str, bytes], limit: dict[str, str]
    ) -> web.Response:
        try:
            found, handler = _find(request.method, path)
            status, answer = handler(self, found, request, body, files)
        except Refused as refused:
            return as_json(refused.body, refused.status)
        headers = {"Via": "1.1 google", **limit}
        if status == 204:
            return web.Response(status=204, headers=headers)
        return as_json(answer, status, headers)

    def check(self, kind: str, body: Any) -> None:
        """Refuse what Discord wouldn't take, and keep why."""
        if not self.discord.validates:
            return
        found = complaints(kind, body)
        if found:
            self.discord.complaints += [f"{kind}: {each}" for each in found]
            raise Refused(
                400,
                50035,
                "Invalid Form Body",
                errors={"_errors": [{"code": "INVALID", "message": each} for each in found]},
            )

    def authorised(self, request: web.Request) -> None:
        """Refuse a request that isn't the bot's."""
        if request.headers.get("Authorization") != f"Bot {self.discord.token}":
            raise Refused(401, 0, "401: Unauthorized")

    def exchange(self, token: str) -> Exchange:
        """The interaction that a token belongs to."""
        found = self.discord.exchanges.get(token)
        if found is None:
            raise Refused(404, 10015, "Unknown Webhook")
        return found

    def show(self, exchange: Exchange, body: Json, files: dict[str, bytes]) -> Shown:
        """Show a new message that answers an interaction."""
        private = bool(body.get("flags", 0) & EPHEMERAL)
        shown = Shown(snowflake(), str(exchange.payload["channel_id"]), body, files, private)
        exchange.messages.append(shown)
        if not private:
            self.discord.messages.setdefault(shown.channel, []).append(shown)
        self.discord.echo(shown)
        exchange.tell()
        return shown


def _find(method: str, path: str) -> tuple[re.Match[str], Handler]:
    for known, pattern, handler in _routes:
        if known == method and (found := pattern.fullmatch(path)):
            return found, handler
    raise Refused(404, 0, "404: Not Found")


@route("GET", r"/users/@me")
def _me(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    return 200, BOT


@route("GET", r"/(oauth2/)?applications/@me")
def _application(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    return 200, api.discord.application


@route("GET", r"/gateway")
def _address(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    """It needs no token (https://docs.discord.com/developers/events/gateway#get-gateway)."""
    return 200, {"url": api.discord.gateway.url}


@route("GET", r"/gateway/bot")
def _gateway(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    return 200, {
        "url": api.discord.gateway.url,
        "shards": api.discord.shards,
        "session_start_limit": {
            "total": 1000,
            "max_concurrency": api.discord.gateway.concurrency,
            **api.discord.starts,
        },
    }


@route("GET", r"/guilds/(?P<guild>\d+)")
def _guild(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    for each in api.discord.gateway.guilds:
        if each["id"] == found["guild"]:
            return 200, {name: each[name] for name in ("id", "name", "owner_id", "roles") if name in each}
    raise Refused(404, 10004, "Unknown Guild")


@route("GET", r"/guilds/(?P<guild>\d+)/members/(?P<member>\d+)")
def _guild_member(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    """A member of a server (https://docs.discord.com/developers/resources/guild#get-guild-member)."""
    api.authorised(request)
    for each in api.discord.gateway.guilds:
        for there in each["members"] if each["id"] == found["guild"] else ():
            if there["user"]["id"] == found["member"]:
                return 200, there
    raise Refused(404, 10007, "Unknown Member")


@route("GET", rf"/applications/{APPLICATION}/commands")
def _commands(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    return 200, api.discord.commands


@route("PUT", rf"/applications/{APPLICATION}/commands")
def _set_commands(api: Api, found: Any, request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    api.check("commands", body)
    defaults = {"default_member_permissions": None, "nsfw": False, "dm_permission": True, "description": ""}
    api.discord.commands = [
        {
            "id": snowflake(),
            "application_id": APPLICATION,
            "version": snowflake(),
            "type": 1,
            **defaults,
            **each,
            **(
                {"default_member_permissions": str(each["default_member_permissions"])}
                if each.get("default_member_permissions") is not None
                else {}
            ),
        }
        for each in body
    ]
    return 200, api.discord.commands


@route("POST", r"/interactions/(?P<id>\d+)/(?P<token>[^/]+)/callback")
def _callback(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: dict[str, bytes]) -> Answer:
    exchange = api.discord.exchanges.get(found["token"])
    now = asyncio.get_running_loop().time()
    if exchange is None or exchange.id != found["id"] or now - exchange.opened > api.discord.answer_within:
        raise Refused(404, 10062, "Unknown interaction")
    if exchange.callback is not None:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    api.check("callback", body)
    exchange.callback = body
    exchange.took = now - exchange.opened
    match body["type"]:
        case 4:
            api.show(exchange, body["data"], files)
        case 7 if exchange.on is not None:
            exchange.on.body, exchange.on.files = body["data"], files
            exchange.messages.append(exchange.on)
    exchange.tell()
    return 204, None


@route("POST", r"/webhooks/\d+/(?P<token>[^/]+)")
def _follow_up(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: dict[str, bytes]) -> Answer:
    exchange = api.exchange(found["token"])
    if exchange.callback is None:
        raise Refused(404, 10015, "Unknown Webhook")
    api.check("follow-up", body)
    if exchange.type == 5 and not exchange.messages:  # it replaces “thinking …”, and is as private as that
        flags = body.get("flags", 0) & ~EPHEMERAL | exchange.callback.get("data", {}).get("flags", 0)
        body = {**body, "flags": flags}
    return 200, api.show(exchange, body, files).as_json()


@route("PATCH", r"/webhooks/\d+/(?P<token>[^/]+)/messages/@original")
def _edit(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: dict[str, bytes]) -> Answer:
    exchange = api.exchange(found["token"])
    api.check("edit", body)
    if exchange.type in (6, 7) and exchange.on is not None:
        exchange.on.body, exchange.on.files = body, files
        exchange.messages.append(exchange.on)
        exchange.tell()
        return 200, exchange.on.as_json()
    if exchange.type == 5 and not exchange.messages:
        assert exchange.callback is not None
        flags = body.get("flags", 0) | exchange.callback.get("data", {}).get("flags", 0)
        return 200, api.show(exchange, {**body, "flags": flags}, files).as_json()
    if not exchange.messages:
        raise Refused(404, 10008, "Unknown Message")
    exchange.messages[0].body = body
    exchange.tell()
    return 200, exchange.messages[0].as_json()


@route("DELETE", r"/webhooks/\d+/(?P<token>[^/]+)/messages/(?P<id>@original|\d+)")
def _delete(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    exchange = api.exchange(found["token"])
    shown = _own(exchange, found["id"])
    shown.gone = True
    if exchange.type != 5:  # there a note came before the answer, and tests look at both
        exchange.messages.remove(shown)
    exchange.tell()
    return 204, None


@route("PATCH", r"/webhooks/\d+/(?P<token>[^/]+)/messages/(?P<id>\d+)")
def _edit_follow_up(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: Any) -> Answer:
    exchange = api.exchange(found["token"])
    api.check("edit", body)
    shown = _own(exchange, found["id"])
    shown.body = body
    exchange.tell()
    return 200, shown.as_json()


def _own(exchange: Exchange, wanted: str) -> Shown:
    """One of the messages that answered an interaction."""
    if wanted == "@original" and exchange.type in (6, 7) and exchange.on is not None:
        return exchange.on
    for shown in exchange.messages:
        if wanted in ("@original", shown.id):
            return shown
    raise Refused(404, 10008, "Unknown Message")


@route("POST", r"/channels/(?P<channel>\d+)/messages")
def _post(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: dict[str, bytes]) -> Answer:
    api.authorised(request)
    channel = found["channel"]
    if channel not in api.discord.channels:
        raise Refused(404, 10003, "Unknown Channel")
    if channel in {api.discord.conversation(user) for user in api.discord.closed}:
        raise Refused(403, 50007, "Cannot send messages to this user")
    if not api.discord.may(channel, VIEW_CHANNEL):
        raise Refused(403, 50001, "Missing Access")
    if channel in api.discord.silenced or not api.discord.may(channel, SEND_MESSAGES):
        raise Refused(403, 50013, "Missing Permissions")
    if files and not api.discord.may(channel, ATTACH_FILES):
        raise Refused(403, 50013, "Missing Permissions")
    if body.get("message_reference") and not api.discord.history_readable:
        raise Refused(400, 160002, "Cannot reply without permission to read message history")
    api.check("message", body)
    nonce = str(body.get("nonce") or "")
    earlier = api.discord.messages.setdefault(channel, [])
    if nonce and body.get("enforce_nonce"):
        for each in earlier:
            if each.nonce == nonce and time.time() - each.at < api.discord.remembers:
                return 200, each.as_json()
    shown = Shown(snowflake(), channel, body, files, nonce=nonce)
    earlier.append(shown)
    api.discord.echo(shown)
    return 200, {**shown.as_json(), **({"nonce": nonce} if nonce else {})}


@route("POST", r"/users/@me/channels")
def _open(api: Api, found: Any, request: web.Request, body: Json, files: Any) -> Answer:
    api.authorised(request)
    api.check("open", body)
    user = str(body.get("recipient_id") or "")
    if user not in api.discord.people:
        raise Refused(400, 50033, "Invalid Recipient(s)")
    channel = api.discord.conversation(user)
    return 200, {
        "id": channel,
        "type": 1,
        "last_message_id": None,
        "recipients": [api.discord.people[user]],
        "flags": 0,
    }


@route("PATCH", r"/channels/(?P<channel>\d+)/messages/(?P<message>\d+)")
def _change(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: dict[str, bytes]) -> Answer:
    api.authorised(request)
    api.check("change", body)
    if not api.discord.may(found["channel"], VIEW_CHANNEL):
        raise Refused(403, 50001, "Missing Access")
    if files and not api.discord.may(found["channel"], ATTACH_FILES):
        raise Refused(403, 50013, "Missing Permissions")
    for each in api.discord.messages.get(found["channel"], []):
        if each.id == found["message"]:
            each.body, each.files = {**each.body, **body}, files
            return 200, each.as_json()
    raise Refused(404, 10008, "Unknown Message")


@route("GET", r"/channels/(?P<channel>\d+)")
def _channel(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    """A channel or a thread (https://docs.discord.com/developers/resources/channel#get-channel)."""
    api.authorised(request)
    channel = found["channel"]
    if channel not in api.discord.channels:
        raise Refused(404, 10003, "Unknown Channel")
    if not api.discord.may(channel, VIEW_CHANNEL):
        raise Refused(403, 50001, "Missing Access")
    known = (each for place in api.discord.gateway.guilds for each in (*place["channels"], *place["threads"]))
    return 200, next((each for each in known if each["id"] == channel), {"id": channel, "type": 1})


@route("GET", r"/channels/(?P<channel>\d+)/messages")
def _history(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    api.authorised(request)
    channel = found["channel"]
    if channel not in api.discord.channels:
        raise Refused(404, 10003, "Unknown Channel")
    if not api.discord.history_readable:
        return 200, []
    before = int(request.query.get("before", 2**63))
    after = int(request.query.get("after", 0))
    limit = int(request.query.get("limit", 50))
    all_of_them = [each for each in api.discord.messages.get(channel, []) if after < int(each.id) < before]
    newest_first = sorted(all_of_them, key=lambda each: -int(each.id))
    return 200, [each.as_json() for each in newest_first[:limit]]
