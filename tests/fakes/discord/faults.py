"""Faults on demand: what goes wrong with which request."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

HTML = "<!DOCTYPE html><title>Access denied</title><p>error code: 1015</p>"


@dataclass
class Fault:
    """What goes wrong.

    Args:
        route: method and path as a regular expression, such as "POST .*/callback".
        times: how many requests meet it; None for all.
        accept: whether the request takes effect all the same.
        drop: cut the connection instead of answering.
        delay: seconds before anything happens; with accept, before the answer.
        until: set once something may happen; with accept, once an answer may come.
        status: to answer with; 0 for the normal answer.
        code: Discord's own error code, in the body.
        errors: what the body says about single fields
            (https://docs.discord.com/developers/reference#error-messages).
        html: answer with a page from Cloudflare instead of JSON.
        retry_after: the seconds that a 429 names.
        everywhere: whether the 429 concerns the bot as a whole.
        headers: more headers of the answer.
    """

    route: str
    times: int | None = 1
    accept: bool = False
    drop: bool = False
    delay: float = 0.0
    until: asyncio.Event | None = None
    status: int = 0
    code: int = 0
    errors: dict[str, Any] | None = None
    html: bool = False
    retry_after: float | None = None
    everywhere: bool = False
    headers: dict[str, str] | None = None

    def meets(self, method: str, path: str) -> bool:
        """Whether this request meets it."""
        return self.times != 0 and re.fullmatch(self.route, f"{method} {path}") is not None

    @property
    def holds(self) -> bool:
        """Whether it makes the request wait."""
        return bool(self.delay) or self.until is not None

    async def wait(self) -> None:
        """Wait for as long as it holds the request."""
        await asyncio.sleep(self.delay)
        if self.until is not None:
            await self.until.wait()

    async def befall(self, request: web.Request, answer: web.StreamResponse | None) -> web.StreamResponse | None:
        """What's sent: the fault's own response, or the given answer."""
        if self.holds:
            await self.wait()
        if self.drop:
            if request.transport is not None:
                request.transport.abort()
            raise asyncio.CancelledError
        if not self.status:
            return answer
        if self.html:
            return web.Response(text=HTML, content_type="text/html", status=self.status, headers=self.headers)
        body: dict[str, Any] = {"code": self.code, "message": "a fault was asked for"}
        if self.errors is not None:
            body["errors"] = self.errors
        headers = dict(self.headers or {})
        if self.status == 429:
            retry_after = 1.0 if self.retry_after is None else self.retry_after
            body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": self.everywhere}
            if self.code:  # https://docs.discord.com/developers/topics/rate-limits#rate-limit-response-structure
                body["code"] = self.code
            headers = {"Via": "1.1 google", "Retry-After": str(int(retry_after) or 1), **headers}
        return as_json(body, self.status, headers)


def as_json(body: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON response with exactly the content type that Discord uses."""
    content = json.dumps(body).encode()
    return web.Response(body=content, status=status, headers={"Content-Type": "application/json", **(headers or {})})


class Faults:
    """The faults to come."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        for fault in self.waiting:
            if fault.meets(method, path):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self.waiting.remove(fault)
                return fault
        return None
