"""Delivers what Slack sends: by Socket Mode, or as signed HTTP requests."""

import hashlib
import hmac
import io
import json
import time
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.server import SIGNING_SECRET, FakeSlack

Json = dict[str, Any]


class Driver(Protocol):
    """One way in which Slack delivers."""

    async def deliver(self, payload: Json, *, again: bool = False) -> Json:
        """Deliver a request and wait for its answer.

        Args:
            payload: the request.
            again: whether to repeat the last delivery.
        """
        ...


def kind_of(payload: Json) -> str:
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload["type"] == "event_callback" else "interactive"


class BySocket:
    """Delivers envelopes by Socket Mode."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._last = ""

    async def deliver(self, payload: Json, *, again: bool = False) -> Json:
        more = {"retry_attempt": 1, "retry_reason": "timeout"} if again else {}
        answer = await self._slack.sockets.deliver(kind_of(payload), payload, self._last if again else None, **more)
        self._last = answer["envelope_id"]
        found: Json = answer.get("payload") or {}
        return found


@dataclass
class Answer:
    status: int
    text: str


class ByHttp:
    """Delivers signed HTTP requests."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self.address = address
        self._last: tuple[bytes, dict[str, str]] = (b"", {})

    async def deliver(self, payload: Json, *, again: bool = False) -> Json:
        if not again:
            body, kind = encode(payload)
            self._last = (body, {"Content-Type": kind, **signed(body)})
        body, headers = self._last
        if again and kind_of(payload) == "events_api":
            headers = {**headers, **signed(body), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        answer = await self.post(body, headers)
        assert answer.status == 200, answer
        return json.loads(answer.text) if answer.text.startswith("{") else {}

    async def post(self, body: bytes, headers: dict[str, str], path: str = "/slack/events") -> Answer:
        """Send any request at all."""
        async with self._http.post(f"{self.address}{path}", data=io.BytesIO(body), headers=headers) as answer:
            text = await answer.text()
            return Answer(answer.status, text)


def encode(payload: Json) -> tuple[bytes, str]:
    """A request's body and its content type, as Slack sends them."""
    form = "application/x-www-form-urlencoded"
    if "command" in payload:
        return urlencode(payload).encode(), form
    if payload["type"] in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    return urlencode({"payload": json.dumps(payload)}).encode(), form


def signed(body: bytes, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(time.time() if at is None else at))
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
