"""Slack's requests over HTTP: the signature of the raw body is verified before the body is parsed.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from adapters.listening import BROKEN
from adapters.slack.inbound.app import App
from adapters.slack.inbound.deliveries import SIGNED

PATHS = ("/slack/events", "/slack/commands", "/slack/interactions")
"""Each path takes every kind of request, so one URL or all three can be configured in Slack."""

_WINDOW = 300.0
"""How many seconds a signature is valid for."""


class Receiver:
    """Receives requests.

    Args:
        secret: the signing secret.
        app: serves the requests.
        now: returns the current time.
    """

    def __init__(self, secret: str, app: App, now: Callable[[], datetime]) -> None:
        self._secret = secret.encode()
        self._app = app
        self._now = now
        self._closing = False

    def routes(self) -> list[web.RouteDef]:
        """Return the routes that Slack sends requests to."""
        return [web.post(path, self._receive) for path in PATHS]

    def close(self) -> None:
        """Refuse new requests from now on."""
        self._closing = True

    async def _receive(self, request: web.Request) -> web.Response:
        try:
            raw = await request.read()  # raises 413 beyond the server's cap
        except (*BROKEN, aiohttp.ClientError, ValueError):
            return _unreadable()
        if not self._is_signed(request.headers, raw):
            return web.Response(status=401, text="The signature isn't valid.")
        if self._closing:
            return web.Response(status=503, text="Versed is stopping.")
        body = _parse(raw, request.content_type)
        if body is None:
            return _unreadable()
        if "ssl_check" in body:
            return web.Response()
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": str(body.get("challenge") or "")})
        signature = request.headers["X-Slack-Signature"]
        answer = await self._app.dispatch(body, SIGNED + signature)
        if answer.status == 400:
            return _unreadable()
        content = str(answer.body or "")
        kind = "application/json" if content.startswith("{") else "text/plain"
        # Requests without a handler are acknowledged, too; otherwise Slack would repeat them.
        return web.Response(text=content, content_type=kind)

    def _is_signed(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Return whether Slack signed this body within the last five minutes."""
        stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        if abs(self._now().timestamp() - int(stamp)) > _WINDOW:
            return False
        signed = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={signed}".encode(), signature.encode("utf-8", "replace"))


def _unreadable() -> web.Response:
    return web.Response(status=400, text="Can't read the request.")


def _parse(raw: bytes, content_type: str) -> dict[str, Any] | None:
    """Return a request's body: JSON, or a form that may have JSON in its payload field; None if it's neither."""
    try:
        text = raw.decode()
        if content_type == "application/json" or text.startswith("{"):
            parsed = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
            known = form if form.keys() & {"command", "ssl_check"} else None
            parsed = json.loads(form["payload"]) if "payload" in form else known
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) and parsed else None
