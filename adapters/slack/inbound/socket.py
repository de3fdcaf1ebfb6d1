"""Socket Mode: Slack's requests over a WebSocket that Versed opens. A dead connection is replaced.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from adapters.proxy import proxy_for
from adapters.slack.inbound.app import App
from adapters.slack.outbound.api import DEAD, Api, ApiError, Limited, Refused
from bot.language.port import PlatformError
from bot.runtime.backoff import doubled
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks

_log = logging.getLogger(__name__)

HEARTBEAT = 20.0
"""Seconds of silence before we send a ping; if there's no answer within half of that, the connection is dead."""
_OVERLAP = 30.0
"""How many seconds we keep listening to a connection that Slack is about to close, alongside its successor."""
_MOST_WAIT = 20.0
_SHORT = 10.0
"""A connection that lasts fewer seconds counts as a failure, and each failure in a row doubles the next wait."""


class Socket:
    """Keeps a connection to Slack open.

    Args:
        api: requests the WebSocket's URL.
        token: the app-level token.
        app: serves the requests.
        tasks: runs the serving.
        sleep: waits the given number of seconds.
    """

    def __init__(
        self,
        api: Api,
        token: str,
        app: App,
        tasks: Tasks,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._token = token
        self._app = app
        self._tasks = tasks
        self._sleep = sleep
        self._listening: set[asyncio.Task[None]] = set()
        self._open = 0
        self._switched_off = False
        self._closing = False

    @property
    def is_open(self) -> bool:
        """Return whether there's an open connection on which Slack can reach Versed."""
        return self._open > 0

    async def run(self) -> None:
        """Stay connected until closed.

        Raises:
            PlatformError: Slack doesn't allow the app to connect.
        """
        failures = 0
        while not self._closing:
            try:
                socket = await self._connect()
            except (ApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                failures += 1
                wait = error.seconds if isinstance(error, Limited) else _pause(failures)
                _log.warning("no connection to Slack (%s); trying again in %.0f s", type(error).__name__, wait)
                await self._sleep(wait)
                continue
            began, over = asyncio.get_running_loop().time(), asyncio.Event()
            listening = asyncio.create_task(self._listen(socket, over))
            self._listening.add(listening)
            listening.add_done_callback(self._listening.discard)
            await over.wait()
            if self._switched_off:
                raise PlatformError("Socket Mode is switched off for this app; switch it on in its settings.")
            failures = failures + 1 if asyncio.get_running_loop().time() - began < _SHORT else 0
            if failures and not self._closing:
                await self._sleep(_pause(failures))

    async def close(self) -> None:
        """Stop listening; requests that have already arrived are still acknowledged."""
        self._closing = True
        for task in list(self._listening):
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    async def _connect(self) -> aiohttp.ClientWebSocketResponse:
        try:
            response = await self._api.call("apps.connections.open", self._token)
        except Refused as error:
            if error.code in DEAD or error.code in ("not_allowed_token_type", "forbidden", "missing_scope"):
                sentence = (
                    f"Slack doesn't accept SLACK_APP_TOKEN ({error.code}); it needs the scope connections:write."
                )
                raise PlatformError(sentence) from error
            raise
        address = str(response.get("url") or "")
        # autoping answers Slack's pings; the heartbeat closes a connection that doesn't answer ours.
        return await self._api.session.ws_connect(
            address,
            heartbeat=HEARTBEAT,
            max_msg_size=0,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
            proxy=proxy_for(address),
        )

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse, over: asyncio.Event) -> None:
        """Receive requests until the connection ends.

        Args:
            socket: the connection.
            over: set when a new connection is needed.
        """
        self._open += 1
        _log.info("connected to Slack")
        try:
            async with asyncio.timeout(None) as patience:
                async for frame in socket:
                    envelope: dict[str, Any] = {}
                    with bulkhead("envelope"):  # or a bad envelope would close the connection, again and again
                        envelope = _envelope(frame.data) if frame.type is aiohttp.WSMsgType.TEXT else {}
                    if envelope.get("type") == "disconnect":
                        self._switched_off = envelope.get("reason") == "link_disabled"
                        over.set()
                        patience.reschedule(asyncio.get_running_loop().time() + _OVERLAP)
                    elif "envelope_id" in envelope:
                        self._tasks.start(self._serve(socket, envelope))
            if not over.is_set():
                _log.warning("the connection to Slack was lost (%s)", socket.close_code)
        except TimeoutError:
            _log.info("Slack didn't close the connection that it said it would")
        finally:
            self._open -= 1
            over.set()
            await socket.close()

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        """Serve a request, and acknowledge it on the connection that it came in on."""
        delivery, body = str(envelope["envelope_id"]), envelope.get("payload")
        answer: dict[str, Any] = {"envelope_id": delivery}
        if isinstance(body, dict):
            response = await self._app.dispatch(body, f"envelope:{delivery}")
            if response.body and str(response.body).startswith("{"):
                answer["payload"] = json.loads(response.body)
        try:
            await socket.send_str(json.dumps(answer))
        except (aiohttp.ClientError, ConnectionError, RuntimeError):
            _log.info("the connection was gone before a request was acknowledged; Slack will send it again")


def _pause(failures: int) -> float:
    return min(float(doubled(failures - 1)), _MOST_WAIT)


def _envelope(data: str) -> dict[str, Any]:
    try:
        envelope = json.loads(data)
    except ValueError:
        return {}
    return envelope if isinstance(envelope, dict) else {}
