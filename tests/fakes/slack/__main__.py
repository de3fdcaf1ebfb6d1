"""The loopback Slack as a process of its own: `python -m tests.fakes.slack [port]` prints its port.

POST /control/deliver takes {"payload": …, "address": "http://…", or none for Socket Mode} and answers with the
acknowledgement. POST /control/fail takes {"method": …, "fault": {…}}. POST /control/response_url takes the user and
the channel of a response_url and answers with one. POST /control/weather takes what Weather takes, and
POST /control/calm ends it. GET /control/log returns what was asked so far and what Slack would have refused,
GET /control/posts what was posted, and GET /control/count how much.
"""

import argparse
import asyncio
from dataclasses import asdict

import aiohttp
from aiohttp import web

from tests.fakes import limits
from tests.fakes.slack.driver import ByHttp, BySocket
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import FakeSlack, key_of
from tests.fakes.weather import Weather


class Control:
    """Serves /control.

    Args:
        slack: the fake that it controls.
        http: for delivering by HTTP.
    """

    def __init__(self, slack: FakeSlack, http: aiohttp.ClientSession) -> None:
        self._slack = slack
        self._http = http

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/deliver", self._deliver),
            web.post("/control/fail", self._fail),
            web.post("/control/response_url", self._response_url),
            web.post("/control/weather", self._weather),
            web.post("/control/calm", self._calm),
            web.get("/control/log", self._log),
            web.get("/control/posts", self._posts),
            web.get("/control/count", self._count),
        ]

    async def _deliver(self, request: web.Request) -> web.Response:
        asked = await request.json()
        driver = ByHttp(self._http, asked["address"]) if asked.get("address") else BySocket(self._slack)
        return web.json_response(await driver.deliver(asked["payload"]))

    async def _fail(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self._slack.fail(asked["method"], Fault(**asked["fault"]))
        return web.json_response({})

    async def _response_url(self, request: web.Request) -> web.Response:
        return web.json_response({"url": self._slack.new_response_url(**await request.json())})

    async def _weather(self, request: web.Request) -> web.Response:
        self._slack.weather = Weather(**await request.json())
        return web.json_response({})

    async def _calm(self, _request: web.Request) -> web.Response:
        if self._slack.weather is not None:
            self._slack.weather.share = 0.0
        return web.json_response({})

    async def _log(self, _request: web.Request) -> web.Response:
        return web.json_response({"calls": [asdict(call) for call in self._slack.log], "broken": self._slack.broken})

    async def _count(self, _request: web.Request) -> web.Response:
        return web.json_response(sum(map(len, self._slack.messages.values())))

    async def _posts(self, _request: web.Request) -> web.Response:
        weather, limited = self._slack.weather, self._slack.limits
        posts = [
            {"place": place, "key": key_of(said), "at": float(said["ts"])}
            for place, kept in self._slack.messages.items()
            for said in kept
        ]
        faults = {} if weather is None else weather.faults
        return web.json_response(
            {
                "posts": posts,
                "pins": [pin for pins in self._slack.pins.values() for pin in pins],
                "faults": faults,
                "met": [] if weather is None else sorted(weather.met),
                "refused": 0 if limited is None else limited.refused,
                "early": 0 if limited is None else limited.early,
            }
        )


async def main(port: int, channels: int, *, limited: bool) -> None:
    slack = FakeSlack()
    slack.limits = limits.slack() if limited else None
    for number in range(1, channels + 1):
        slack.channels[f"C{number}"] = {"id": f"C{number}", "name": f"team-{number}", "is_member": True}
    async with aiohttp.ClientSession() as http:
        await slack.start(port, Control(slack, http).routes())
        print(slack.port, flush=True)  # noqa: T201 (what this program is for)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int, nargs="?", default=0)
    parser.add_argument("--channels", type=int, default=0, help="more channels, named C1, C2 …")
    parser.add_argument("--limited", action="store_true", help="limit rates as Slack does")
    given = parser.parse_args()
    asyncio.run(main(given.port, given.channels, limited=given.limited))
