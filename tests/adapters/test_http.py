"""The health and the metrics of a running Versed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from adapters.http import HttpServer
from bot.language.port import PlatformError
from bot.runtime.health import Health


class Readiness:
    ready = False


@pytest.fixture
async def server() -> AsyncIterator[tuple[str, Readiness]]:
    readiness = Readiness()
    http = HttpServer("127.0.0.1", 0, lambda: Health(readiness.ready))
    http.add([web.get("/extra", _extra)])
    yield f"http://127.0.0.1:{await http.start()}", readiness
    await http.close()


async def _extra(_request: web.Request) -> web.Response:
    return web.Response(text="added")


async def test_health_follows_the_connections(server: tuple[str, Readiness]) -> None:
    url, readiness = server
    async with ClientSession() as session:
        async with session.get(f"{url}/healthz") as answer:
            assert (answer.status, await answer.text()) == (503, "not connected")
        async with session.get(f"{url}/livez") as answer:
            assert (answer.status, await answer.text()) == (200, "alive")
        readiness.ready = True
        async with session.get(f"{url}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
        async with session.get(f"{url}/extra") as answer:
            assert await answer.text() == "added"


@pytest.mark.parametrize("header", [None, "X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_metrics_are_only_for_this_machine(server: tuple[str, Readiness], header: str | None) -> None:
    headers = {header: "203.0.113.7"} if header else {}
    async with ClientSession() as session, session.get(f"{server[0]}/metrics", headers=headers) as answer:
        assert answer.status == (404 if header else 200)
        assert ("python_gc_objects" in await answer.text()) == (header is None)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((host, 404) for host in ("evil.example", "127.0.0.1.evil.example:80", "[", "", "10.0.0.7")),
        *((host, 200) for host in ("localhost:9000", "127.0.0.1", "[::1]:80")),
    ],
)
async def test_metrics_are_not_for_a_page_that_rebinds_its_name(
    server: tuple[str, Readiness], host: str, status: int
) -> None:
    headers = {"Host": host}
    async with ClientSession() as session, session.get(f"{server[0]}/metrics", headers=headers) as answer:
        assert answer.status == status
        assert ("python_gc_objects" in await answer.text()) == (status == 200)


TOKEN = "a-token-of-the-collector"


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (None, 401),
        ("Bearer ", 401),
        (f"Bearer {TOKEN}x", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
        ("Bearer ключ", 401),
    ],
)
async def test_a_collector_elsewhere_shows_its_token(shown: str | None, status: int) -> None:
    http = HttpServer("127.0.0.1", 0, lambda: Health(ready=True), TOKEN)
    url = f"http://127.0.0.1:{await http.start()}/metrics"
    headers = {"Host": "versed:8322"} | ({"Authorization": shown} if shown is not None else {})
    async with ClientSession() as session:
        async with session.get(url, headers=headers) as answer:
            assert answer.status == status
            assert ("versed_build_info" in await answer.text()) == (status == 200)
            assert ("WWW-Authenticate" in answer.headers) == (status == 401)
        async with session.get(url) as answer:  # this machine still needs none
            assert answer.status == 200
    await http.close()


async def test_a_taken_port_is_reported(server: tuple[str, Readiness]) -> None:
    port = int(server[0].rpartition(":")[2])
    with pytest.raises(PlatformError, match=rf"127.0.0.1:{port} \(Address already in use\); change VERSED_HTTP_PORT"):
        await HttpServer("127.0.0.1", port, lambda: Health(ready=True)).start()


async def test_a_token_that_is_not_text_is_wrong() -> None:
    http = HttpServer("127.0.0.1", 0, lambda: Health(ready=True), TOKEN)
    reader, writer = await asyncio.open_connection("127.0.0.1", await http.start())
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: versed:8322\r\nAuthorization: Bearer \xff\r\n\r\n")
    assert b" 401 " in await reader.readline()
    writer.close()
    await http.close()
