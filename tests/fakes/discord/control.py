"""The fake's control over HTTP, for other processes: load, faults, what was sent, and what people do."""

import dataclasses
import json
from typing import Any

from aiohttp import web

from tests.fakes.discord import load
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Exchange, Shown
from tests.fakes.weather import Weather


class Control:
    """Serves /control.

    Args:
        discord: the fake that it controls.
    """

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord

    def routes(self) -> list[web.RouteDef]:
        """The routes that it serves."""
        return [
            web.get("/control/state", self._state),
            web.get("/control/requests", self._requests),
            web.post("/control/use", self._use),
            web.post("/control/press", self._press),
            web.post("/control/fail", self._fail),
            web.post("/control/drop", self._drop),
            web.post("/control/weather", self._weather),
            web.post("/control/calm", self._calm),
            web.get("/control/posts", self._posts),
            web.get("/control/count", self._count),
            web.post("/control/load", self._load),
        ]

    async def _state(self, request: web.Request) -> web.Response:
        """How many sessions there are, what Discord would have refused, and what was posted."""
        gateway = self._discord.gateway
        return _json(
            {
                "live": len(gateway.live),
                "identified": len(gateway.identified),
                "resumed": gateway.resumed,
                "complaints": self._discord.complaints,
                "posted": {place: [each.text for each in kept] for place, kept in self._discord.messages.items()},
            }
        )

    async def _requests(self, request: web.Request) -> web.Response:
        """Everything that was sent, files by name only."""
        return _json([{**dataclasses.asdict(each), "files": list(each.files)} for each in self._discord.requests])

    async def _use(self, request: web.Request) -> web.Response:
        """A command: {"command": …, "options": {…}}; answers with what was shown."""
        asked = await request.json()
        exchange = await self._discord.use(asked["command"], **asked.get("options", {}))
        return _json(_told(await exchange.answered()))

    async def _press(self, request: web.Request) -> web.Response:
        """A press on a message shown before: {"on": its id, "custom_id": …}."""
        asked = await request.json()
        shown = [each for exchange in self._discord.exchanges.values() for each in exchange.messages]
        on = next(each for each in shown if each.id == asked["on"])
        exchange = await self._discord.press_id(on, asked["custom_id"])
        return _json(_told(await exchange.answered()))

    async def _fail(self, request: web.Request) -> web.Response:
        """A fault to come: the fields of faults.Fault."""
        fault = await request.json()
        self._discord.fail(fault.pop("route"), **fault)
        return _json({})

    async def _weather(self, request: web.Request) -> web.Response:
        """Weather to come: {"seed", "share", "longest"}, and for how long nonces are known: "remembers"."""
        asked = await request.json()
        self._discord.remembers = asked.pop("remembers")
        self._discord.weather = Weather(**asked)
        return _json({})

    async def _calm(self, request: web.Request) -> web.Response:
        """From now on nothing goes wrong."""
        if self._discord.weather is not None:
            self._discord.weather.share = 0.0
        return _json({})

    async def _posts(self, request: web.Request) -> web.Response:
        """What was posted: place, nonce and time of each; and what went wrong."""
        kept = [each for place in self._discord.messages.values() for each in place]
        weather, limits = self._discord.weather, self._discord.limits
        return _json(
            {
                "refused": 0 if limits is None else limits.refused,
                "early": 0 if limits is None else limits.early,
                "posts": [{"place": each.channel, "key": each.nonce, "at": each.at} for each in kept],
                "pins": [pin for pins in self._discord.pins.values() for pin in pins],
                "faults": {} if weather is None else weather.faults,
                "met": [] if weather is None else sorted(weather.met),
            }
        )

    async def _count(self, request: web.Request) -> web.Response:
        """How many messages were posted; asking takes no time."""
        return _json(sum(map(len, self._discord.messages.values())))

    async def _drop(self, request: web.Request) -> web.Response:
        """All connections to the gateway are closed: {"code": …}."""
        await self._discord.gateway.drop((await request.json()).get("code", 4000))
        return _json({})

    async def _load(self, request: web.Request) -> web.Response:
        """Load: {"count", "command", "options"} and "window" or "rate"."""
        asked = await request.json()
        command, options = asked["command"], asked.get("options", {})
        if "rate" in asked:
            result = await load.at_a_pace(self._discord, asked["count"], asked["rate"], command, **options)
        else:
            result = await load.as_fast_as_possible(
                self._discord, asked["count"], asked["window"], command, **options
            )
        return web.Response(text=load.as_json(result), content_type="application/json")


def _told(exchange: Exchange) -> dict[str, Any]:
    return {
        "type": exchange.type,
        "callback": exchange.callback,
        "messages": [_shown(each) for each in exchange.messages],
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {"id": shown.id, "text": shown.text, "buttons": shown.buttons, "private": shown.private}


def _json(value: Any) -> web.Response:
    return web.Response(text=json.dumps(value), content_type="application/json")
