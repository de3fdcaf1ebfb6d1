"""Slash commands on Slack, from request to answer, compared with a bare slack-bolt app that echoes.

The fake Slack runs in this process, each app in a separate one. An answer is a message to the command's response_url;
the bare app is measured twice: answering the same way, and answering only with its acknowledgement.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from benchmarks.table import Row, percentile, show

TYPED = ("compare data", "define RAG", "help", "progress")
MEMBERS = 200
AT_ONCE = 50
SECONDS = 5.0
ROUNDS = 2
SECRET = "signing-secret-of-the-app"
ROOT = Path(__file__).parents[1]


class Slack:
    """A minimal fake Slack, which sends commands and receives answers."""

    def __init__(self) -> None:
        self.port = 0
        self.app_port = 0
        self._answered: dict[str, asyncio.Future[None]] = {}
        self._numbers = itertools.count()
        self._socket: web.WebSocketResponse | None = None
        self.connected = asyncio.Event()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def start(self) -> web.AppRunner:
        """Start listening."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/socket", self._accept)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        return runner

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def command(self) -> float:
        """Send a command; return the seconds until it was answered."""
        number = next(self._numbers)
        key = str(number)
        answered = self._answered[key] = asyncio.get_running_loop().create_future()
        body = {
            "token": "x",
            "team_id": "T0HOME",
            "team_domain": "home",
            "channel_id": "C0GENERAL",
            "channel_name": "general",
            "user_id": f"U{number % MEMBERS}",
            "user_name": "ben",
            "command": "/versed",
            "text": TYPED[number % len(TYPED)],
            "api_app_id": "A0APP",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:{self.port}/response/{key}",
            "trigger_id": f"{key}.trigger",
        }
        began = time.perf_counter()
        await (self._by_socket(key, body) if self._socket is not None else self._by_http(key, body))
        async with asyncio.timeout(20):
            await answered
        return time.perf_counter() - began

    async def _by_socket(self, key: str, body: dict[str, str]) -> None:
        assert self._socket is not None
        envelope = {"envelope_id": key, "type": "slash_commands", "accepts_response_payload": True, "payload": body}
        await self._socket.send_str(json.dumps(envelope))

    async def _by_http(self, key: str, body: dict[str, str]) -> None:
        raw, stamp = urlencode(body).encode(), str(int(time.time()))
        signature = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        address = f"http://127.0.0.1:{self.app_port}/slack/events"
        async with self._session.post(address, data=raw, headers=headers) as answer:
            said = await answer.text()
            assert answer.status == 200, answer.status
        if "echo" in said:
            self._finish(key)

    def _finish(self, key: str) -> None:
        answered = self._answered.pop(key, None)
        if answered is not None and not answered.done():
            answered.set_result(None)

    async def _api(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket"})
        user = {"id": "U", "team_id": "T0HOME", "profile": {"display_name": "Ben"}}
        return web.json_response({"ok": True, "team_id": "T0HOME", "user_id": "U0BOT", "bot_id": "B0", "user": user})

    async def _response(self, request: web.Request) -> web.Response:
        await request.read()
        self._finish(request.match_info["id"])
        return web.Response(text="ok")

    async def _accept(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        self._socket = socket
        self.connected.set()
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.TEXT and "echo" in frame.data:
                self._finish(json.loads(frame.data)["envelope_id"])
        return socket


async def measure() -> list[Row]:
    """Return the rows of the table; the apps alternate, so that all run under the same conditions."""
    rows = []
    for by_socket in (True, False):
        way = "Socket Mode" if by_socket else "HTTP"
        rates: dict[str, list[float]] = {name: [] for name in ("ack", "echo", "versed")}
        slow: list[float] = []
        for _ in range(ROUNDS):
            for name, found in rates.items():
                async with _running(name, by_socket=by_socket) as slack:
                    await _rate(slack, 1.0)
                    found.append(await _rate(slack, SECONDS))
                    if name == "versed":
                        slow += await _latencies(slack, found[-1] / 2, SECONDS)
        best = {name: max(found) for name, found in rates.items()}
        rows += [
            Row(f"{way}: bare app, answers in its acknowledgement", best["ack"], "/s"),
            Row(f"{way}: bare app, acknowledges and answers", best["echo"], "/s"),
            Row(f"{way}: Versed", best["versed"], "/s"),
            Row(
                f"{way}: Versed ÷ bare app that answers alike", best["versed"] / best["echo"], "×", 0.8, at_most=False
            ),
            Row(f"{way}: Versed ÷ bare app that only acknowledges", best["versed"] / best["ack"], "×"),
            Row(f"{way}: p50 at half that rate", percentile(slow, 0.5) * 1e3, "ms"),
            Row(f"{way}: p99 at half that rate", percentile(slow, 0.99) * 1e3, "ms", 50),
        ]
    return rows


async def _rate(slack: Slack, seconds: float) -> float:
    """Return how many commands are answered per second, with AT_ONCE of them in flight."""
    until = time.perf_counter() + seconds
    done = 0

    async def one_after_the_other() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await slack.command()
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return done / (time.perf_counter() - began)


async def _latencies(slack: Slack, rate: float, seconds: float) -> list[float]:
    """Return the seconds of each command, with commands arriving evenly at the given rate."""
    loop = asyncio.get_running_loop()
    began, running = loop.time(), []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
        running.append(asyncio.create_task(slack.command()))
    return list(await asyncio.gather(*running))


@asynccontextmanager
async def _running(name: str, *, by_socket: bool) -> AsyncIterator[Slack]:
    """Yield a fake Slack with an app connected to it."""
    slack = Slack()
    runner = await slack.start()
    with tempfile.TemporaryDirectory() as folder:
        slack.app_port = _free_port()
        kept = {each: value for each, value in os.environ.items() if not each.startswith(("VERSED_", "SLACK_"))}
        environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "VERSED_SLACK_API": f"http://127.0.0.1:{slack.port}/api/",
            "VERSED_HTTP_PORT": str(slack.app_port),
            "VERSED_DATABASE_URL": f"sqlite:///{folder}/versed.db",
            "SLACK_BOT_TOKEN": "xoxb-1-2-bot",
            **({"SLACK_APP_TOKEN": "xapp-1-A0APP-app"} if by_socket else {"SLACK_SIGNING_SECRET": SECRET}),
        }
        arguments = ["-m", "bot", "run"] if name == "versed" else ["-m", "benchmarks.slack", name]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await (slack.connected.wait() if by_socket else _until_listening(slack.app_port))
            yield slack
        finally:
            process.terminate()
            await process.wait()
            await slack.close()
            await runner.cleanup()


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _until_listening(port: int) -> None:
    for _ in range(400):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise TimeoutError("the app does not listen")


async def _bare(*, in_acknowledgement: bool) -> None:
    """Run a bare slack-bolt app, as shown in its documentation."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["VERSED_SLACK_API"])
    app = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET"))

    @app.command("/versed")
    async def echo(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
        if in_acknowledgement:
            await ack(f"echo {command['text']}")
        else:
            await ack()
            await respond(f"You said {command['text']}")

    if "SLACK_APP_TOKEN" in os.environ:
        await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]
        return
    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["VERSED_HTTP_PORT"])).start()
    await asyncio.Event().wait()


def main() -> None:
    """Print the table, or run as one of the bare apps."""
    if len(sys.argv) > 1:
        _run(lambda: _bare(in_acknowledgement=sys.argv[1] == "ack"))
    else:
        rows = _run(measure)
        show(f"Slash commands on Slack ({', '.join(TYPED)}; {AT_ONCE} at once)", rows or [])


def _run(work: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401
    """Run with the event loop that `versed run` uses, for a fair comparison."""
    from bot.cli.programs import fast_loop

    async def run() -> Any:  # noqa: ANN401
        return await work()

    with asyncio.Runner(loop_factory=fast_loop()) as runner:
        return runner.run(run())


if __name__ == "__main__":
    main()
