"""`versed health` asks the Versed that runs with the same settings."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from adapters.http import HttpServer
from bot.cli.health import ask
from bot.language.refusals import Refusal
from bot.runtime.health import Health
from bot.runtime.settings import Settings


@pytest.fixture
async def health() -> AsyncIterator[tuple[Settings, list[Health]]]:
    """The settings of a server, and the health that it reports."""
    says = [Health(ready=True)]
    server = HttpServer("127.0.0.1", 0, lambda: says[-1])
    yield Settings(http_port=await server.start()), says
    await server.close()


async def test_it_says_what_the_process_says(health: tuple[Settings, list[Health]]) -> None:
    settings, says = health
    assert await asyncio.to_thread(ask, settings) == (True, "ok")
    says.append(Health(ready=False, notes=("games keeps failing; see the log",)))
    assert await asyncio.to_thread(ask, settings) == (False, "not connected\ngames keeps failing; see the log")


async def test_a_process_that_listens_everywhere_is_asked_locally(health: tuple[Settings, list[Health]]) -> None:
    settings = health[0].model_copy(update={"http_host": "0.0.0.0"})
    assert await asyncio.to_thread(ask, settings) == (True, "ok")


async def test_no_answer_is_not_well() -> None:
    server = HttpServer("127.0.0.1", 0, lambda: Health(ready=True))
    port = await server.start()
    await server.close()
    is_well, says = await asyncio.to_thread(ask, Settings(http_port=port))
    assert (is_well, says) == (False, f"Nothing answers on 127.0.0.1:{port}; is Versed running?")


@pytest.mark.parametrize(("status", "kind"), [(200, "text/html"), (404, "text/plain")])
async def test_another_program_on_the_port_is_not_well(status: int, kind: str) -> None:
    async def serve(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="Hello", status=status, content_type=kind)

    server = RawTestServer(serve)
    await server.start_server()
    where = f"127.0.0.1:{server.make_url('/').port}"
    is_well, says = await asyncio.to_thread(ask, Settings(http_port=server.make_url("/").port))
    await server.close()
    assert (is_well, says) == (False, f"Something answers on {where}, but it isn't Versed; check VERSED_HTTP_PORT.")


@pytest.mark.parametrize("settings", [Settings(), Settings(http_port=0)])
def test_without_a_port_there_is_nobody_to_ask(settings: Settings) -> None:
    with pytest.raises(Refusal, match="Set VERSED_HTTP_PORT, such as 8322"):
        ask(settings)
