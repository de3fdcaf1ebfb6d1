"""Connections on which no request comes are cut; requests are served."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web

from adapters import listening
from adapters.listening import Listener
from tests.patience import FOREVER

Listen = Callable[..., Awaitable[int]]


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    opened: list[Listener] = []

    async def begin(
        header_seconds: float, handler: Callable[[web.Request], Awaitable[web.Response]] = _answer
    ) -> int:
        app = web.Application()
        app.router.add_get("/", handler)
        opened.append(Listener(app, shutdown_timeout=1.0, header_seconds=header_seconds))
        return await opened[-1].start("127.0.0.1", 0)

    yield begin
    for each in opened:
        await each.close()


async def _answer(_request: web.Request) -> web.Response:
    return web.Response(text="here")


async def ends(reader: asyncio.StreamReader) -> bytes:
    """Everything that comes until the connection ends."""
    async with asyncio.timeout(FOREVER):
        with suppress(ConnectionResetError):
            return await reader.read()
    return b""


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"G"], ids=["nothing", "half", "a letter"])
async def test_a_silent_connection_is_cut(listen: Listen, said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", await listen(0.02))
    writer.write(said)
    assert await ends(reader) == b""
    writer.close()


async def test_a_request_that_takes_long_is_not_cut(listen: Listen) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        asked.set()
        await go_on.wait()
        return await _answer(request)

    port = await listen(0.02, slow)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    await asked.wait()
    silent, other = await asyncio.open_connection("127.0.0.1", port)
    assert await ends(silent) == b""  # so the time has passed
    go_on.set()
    assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
    for each in (writer, other):
        each.close()


async def test_a_connection_may_ask_again_and_is_then_cut_too(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", await listen(5.0))
    for _ in range(3):
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b"here")
    monkeypatch.setattr(listening, "IDLE_SECONDS", 0.02)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (await ends(reader)).endswith(b"here")
    writer.close()
