"""What can go wrong with one request."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True)
class Fault:
    """What goes wrong when a request is answered.

    Args:
        error: an ok:false answer with this code.
        status: an HTTP status without a useful body.
        retry_after: a 429 with this Retry-After; 0 leaves the header out.
        accept: whether the request takes effect all the same, before the fault.
        drop: whether the connection is cut instead of answering.
        delay: seconds before anything happens.
        until: set once something may happen.
        more: what else an ok:false answer holds.
    """

    error: str = ""
    status: int = 0
    retry_after: float | None = None
    accept: bool = False
    drop: bool = False
    delay: float = 0.0
    until: asyncio.Event | None = None
    more: tuple[tuple[str, str], ...] = ()

    @property
    def is_answer(self) -> bool:
        return bool(self.error or self.status or self.drop or self.retry_after is not None)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.drop:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
            return web.Response(status=500)
        if self.retry_after is not None:
            headers = {"Retry-After": f"{self.retry_after:g}"} if self.retry_after else {}
            body = json.dumps({"ok": False, "error": "ratelimited"})
            return web.Response(status=429, headers=headers, text=body, content_type="application/json")
        if self.error:
            return web.json_response({"ok": False, "error": self.error, **dict(self.more)})
        return web.Response(status=self.status, text="<html>out of order</html>", content_type="text/html")
