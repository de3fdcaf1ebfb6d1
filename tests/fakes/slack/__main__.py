"""The loopback Slack as a process of its own: `python -m tests.fakes.slack [port]` prints its port.

POST /control/deliver takes {"payload": …, "address": "http://…" or nothing for Socket Mode} and answers with the
acknowledgement; POST /control/fail takes {"method": …, "fault": {…}}; POST /control/response_url takes what the
address is for; GET /control/log tells what was asked so far, and what Slack would have refused.
"""

import asyncio
import sys
from dataclasses import asdict

import aiohttp
from aiohttp import web

from tests.fakes.slack.driver import ByHttp, BySocket
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import FakeSlack


async def main(port: int) -> None:
    slack = FakeSlack()
    async with aiohttp.ClientSession() as http:

        async def deliver(request: web.Request) -> web.Response:
            asked = await request.json()
            driver = ByHttp(http, asked["address"]) if asked.get("address") else BySocket(slack)
            return web.json_response(await driver.deliver(asked["payload"]))

        async def fail(request: web.Request) -> web.Response:
            asked = await request.json()
            slack.fail(asked["method"], Fault(**asked["fault"]))
            return web.json_response({})

        async def response_url(request: web.Request) -> web.Response:
            return web.json_response({"url": slack.new_response_url(**await request.json())})

        async def log(_request: web.Request) -> web.Response:
            return web.json_response({"calls": [asdict(call) for call in slack.log], "broken": slack.broken})

        routes = [
            web.post("/control/deliver", deliver),
            web.post("/control/fail", fail),
            web.post("/control/response_url", response_url),
            web.get("/control/log", log),
        ]
        await slack.start(port, routes)
        print(slack.port, flush=True)  # noqa: T201 (what this program is for)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
