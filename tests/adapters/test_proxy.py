"""Requests to other machines go through the proxy that the environment sets.

A fake stands in for the proxy, too: it gets whole URLs, with a host that doesn't exist.
"""

import asyncio
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.discord.outbound.failures import Unreached
from adapters.discord.outbound.rest import Rest
from adapters.embeddings import EmbeddingService
from adapters.given_files import GivenFiles, origins
from adapters.proxy import proxy_for
from adapters.slack.outbound.api import Api, Unreachable
from tests.fakes.embeddings import KEY, serving

DISCORD = "https://discord.com/api/v10"


@pytest.mark.parametrize(
    ("settings", "url", "proxy"),
    [
        ({}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, DISCORD, "http://proxy:3128"),
        ({"https_proxy": "http://ann:pw@proxy:3128"}, DISCORD, "http://ann:pw@proxy:3128"),
        ({"HTTPS_PROXY": "proxy:3128"}, "wss://wss-primary.slack.com/link", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://models/v1", None),
        ({"HTTP_PROXY": "http://proxy:3128"}, "ws://models/v1", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "example.org,discord.com"}, DISCORD, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*"}, DISCORD, None),
        ({"HTTPS_PROXY": ""}, DISCORD, None),
        ({"HTTP_PROXY": "http://proxy:3128"}, "http://127.0.0.1:11434/v1", None),
        ({"HTTP_PROXY": "http://proxy:3128"}, "http://localhost:11434/v1", None),
        ({"HTTP_PROXY": "http://proxy:3128"}, "http://[", None),
    ],
)
def test_the_environment_says_which_proxy(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], url: str, proxy: str | None
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url) == proxy


async def test_a_model_is_asked_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as fake:
        monkeypatch.setenv("HTTP_PROXY", fake.url)
        service = EmbeddingService(f"http://models.invalid{urlsplit(fake.url).path}", "small", KEY)
        assert await asyncio.to_thread(service.encode, "one")
        await service.close()


async def test_a_file_is_fetched_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=b"a,b")

    app = web.Application()
    app.router.add_get("/a.csv", serve)
    async with TestServer(app) as server:
        monkeypatch.setenv("HTTP_PROXY", str(server.make_url("/")))
        files = GivenFiles("Discord", origins("http://files.invalid", "discord.com", ()), "No.")
        assert await files.given("a.csv", 3, "http://files.invalid/a.csv").read(10) == b"a,b"


async def test_nothing_was_sent_if_the_proxy_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    async with TestServer(web.Application()) as server:  # it answers 404 to CONNECT
        monkeypatch.setenv("HTTPS_PROXY", str(server.make_url("/")))
        rest, api = Rest("https://discord.invalid/api", "token"), Api("https://slack.invalid/api")
        with pytest.raises(Unreached, match="ClientHttpProxyError"):
            await rest.call("GET", "/users/@me", as_bot=True)
        with pytest.raises(Unreachable, match="ClientHttpProxyError"):
            await api.test()
        with pytest.raises(Unreachable, match="ClientHttpProxyError"):
            await api.respond("https://slack.invalid/response", b"{}")
        await rest.close()
        await api.close()
