"""A loopback endpoint for embeddings, written from OpenAI's public description of its API.

Source: https://platform.openai.com/docs/api-reference/embeddings
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "sk-test-0123456789"

Reply = Callable[[int], web.Response | None]


@dataclass(slots=True)
class FakeEmbeddings:
    """What the fake has seen, and what it does.

    Args:
        url: of the API.
        reply: returns the answer to the request with a number, from 0; None for the usual answer.
        numbers: how many numbers a vector has.
        seconds: how long an answer takes.
        asked: the texts of each request.
    """

    url: str = ""
    reply: Reply = lambda _: None
    numbers: int = 8
    seconds: float = 0.0
    asked: list[list[str]] = field(default_factory=list)

    async def embed(self, request: web.Request) -> web.Response:
        """Serve POST /v1/embeddings."""
        body: dict[str, Any] = await request.json()
        texts: list[str] = body["input"]
        self.asked.append(texts)
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return refusal(401, "invalid_api_key")
        if not texts or len(texts) > 2048 or "" in texts:
            return refusal(400, "invalid_input")
        if body["model"] != "small" or body["encoding_format"] != "float":
            return refusal(404, "model_not_found")
        if (said := self.reply(len(self.asked) - 1)) is not None:
            return said
        rows = [
            {"object": "embedding", "index": index, "embedding": self._vector(text)}
            for index, text in enumerate(texts)
        ]
        return web.json_response({"object": "list", "data": rows[::-1], "model": "small", "usage": {}})

    def _vector(self, text: str) -> list[float]:
        raw = hashlib.sha512(text.encode()).digest()
        return [byte / 64 for byte in raw[: self.numbers]]


def refusal(status: int, code: str, **headers: str) -> web.Response:
    """Return an error in the API's form."""
    said = {"error": {"message": f"No: {KEY[:6]}***", "type": "invalid_request_error", "param": None, "code": code}}
    return web.json_response(said, status=status, headers=headers)


@asynccontextmanager
async def serving() -> AsyncIterator[FakeEmbeddings]:
    """Serve a fake until the block ends."""
    fake = FakeEmbeddings()
    app = web.Application()
    app.add_routes([web.post("/v1/embeddings", fake.embed)])
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/v1/"))
        yield fake
