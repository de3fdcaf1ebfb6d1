"""Threads that are opened from messages, and pins, as Discord documents them.

https://docs.discord.com/developers/resources/channel#start-thread-from-message
https://docs.discord.com/developers/resources/message#pin-message
https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

import re
from typing import Any

from aiohttp import web

from tests.fakes.discord.api import Answer, Api, Refused, route
from tests.fakes.discord.world import (
    CREATE_PUBLIC_THREADS,
    PIN_MESSAGES,
    VIEW_CHANNEL,
    Json,
    Shown,
)

MOST_PINS = 250
"""https://support.discord.com/hc/en-us/articles/221421867"""

_TEXT, _NEWS = 0, 5


@route("POST", r"/channels/(?P<channel>\d+)/messages/(?P<message>\d+)/threads")
def _open_thread(api: Api, found: "re.Match[str]", request: web.Request, body: Json, files: Any) -> Answer:
    """A thread's id is its message's."""
    api.authorised(request)
    api.check("thread", body)
    server, channel = _channel(api, found["channel"])
    if channel["type"] not in (_TEXT, _NEWS):
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    if not api.discord.may(found["channel"], CREATE_PUBLIC_THREADS):
        raise Refused(403, 50013, "Missing Permissions")
    _message(api, found)
    if any(each["id"] == found["message"] for each in server["threads"]):
        raise Refused(400, 160004, "A thread has already been created for this message")
    opened = {
        "id": found["message"],
        "type": 10 if channel["type"] == _NEWS else 11,
        "guild_id": server["id"],
        "parent_id": found["channel"],
        "owner_id": str(server["owner_id"]),
        "name": body["name"],
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-03-02T09:00:00.000000+00:00",
            "locked": False,
        },
    }
    server["threads"].append(opened)
    api.discord.channels.add(opened["id"])
    return 201, opened


@route("PUT", r"/channels/(?P<channel>\d+)/messages/pins/(?P<message>\d+)")
def _pin(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    pins = _pins(api, found, request)
    if found["message"] not in pins:
        if len(pins) >= MOST_PINS:
            raise Refused(400, 30003, "Maximum number of pins reached for the channel")
        pins.append(found["message"])
    return 204, None


@route("DELETE", r"/channels/(?P<channel>\d+)/messages/pins/(?P<message>\d+)")
def _unpin(api: Api, found: "re.Match[str]", request: web.Request, body: Any, files: Any) -> Answer:
    pins = _pins(api, found, request)
    if found["message"] in pins:
        pins.remove(found["message"])
    return 204, None


def _pins(api: Api, found: "re.Match[str]", request: web.Request) -> list[str]:
    api.authorised(request)
    _channel(api, found["channel"])
    if not api.discord.may(found["channel"], PIN_MESSAGES):
        raise Refused(403, 50013, "Missing Permissions")
    _message(api, found)
    return api.discord.pins.setdefault(found["channel"], [])


def _channel(api: Api, channel: str) -> tuple[Json, Json]:
    if not api.discord.may(channel, VIEW_CHANNEL):
        raise Refused(403, 50001, "Missing Access")
    for server in api.discord.gateway.guilds:
        for each in (*server["channels"], *server["threads"]):
            if each["id"] == channel:
                return server, each
    raise Refused(404, 10003, "Unknown Channel")


def _message(api: Api, found: "re.Match[str]") -> Shown:
    for each in api.discord.messages.get(found["channel"], ()):
        if each.id == found["message"] and not each.gone:
            return each
    raise Refused(404, 10008, "Unknown Message")
