"""The playground's server: where it listens, and what survives a restart."""

import asyncio
import socket

import aiohttp
import pytest
from yarl import URL

from adapters.web import server
from adapters.web.guard import AccessKeys
from adapters.web.server import Sharing, start
from bot.language.refusals import Refusal
from tests.adapters.web.conftest import ADMIN_KEY, FakeLabels, StartSite, Visitors, status
from tests.fakes.commands import FakeCommands
from tests.patience import FOREVER

KEY = "correct horse"


async def test_the_token_changes_with_every_start(visitors: Visitors, start_site: StartSite) -> None:
    other = Visitors(visitors.http, await start_site())
    assert len(await visitors.token()) >= 32
    assert await visitors.token() == await visitors.token() != await other.token()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "0", "*", "::0", "192.168.1.9", "example.org"])
async def test_other_machines_need_a_key(commands: FakeCommands, host: str) -> None:
    with pytest.raises(Refusal, match="VERSED_PLAY_KEY"):
        await start(commands, host=host, port=0)


async def test_a_key_must_not_be_short(commands: FakeCommands) -> None:
    with pytest.raises(Refusal, match=r"VERSED_PLAY_KEY is too short"):
        await start(
            commands, host="127.0.0.1", port=0, sharing=Sharing(AccessKeys("1234567", ADMIN_KEY), FakeLabels())
        )


@pytest.mark.parametrize("key", ["correct\nhorse", "correct\ufeffhorse", "schl\udcfcssel"])
async def test_a_key_must_be_one_that_people_can_type(commands: FakeCommands, key: str) -> None:
    with pytest.raises(Refusal, match=r"VERSED_PLAY_KEY has characters that nobody can type"):
        await start(commands, host="127.0.0.1", port=0, sharing=Sharing(AccessKeys(key, ADMIN_KEY), FakeLabels()))


async def test_a_busy_port_is_explained(commands: FakeCommands, visitors: Visitors) -> None:
    port = URL(visitors.site.url).port
    assert port
    with pytest.raises(Refusal, match=rf"^Port {port} is already in use; choose another with --port"):
        await start(commands, host="127.0.0.1", port=port)


@pytest.mark.parametrize(
    ("host", "port", "word"),
    [
        ("127.0.0.1", 70_000, "no port"),
        ("203.0.113.1", 0, "no address"),
        ("a..b", 0, "no address"),
        ("", 0, "--host is empty"),
        (" ", 0, "--host is empty"),
    ],
)
async def test_a_failure_to_bind_is_explained(commands: FakeCommands, host: str, port: int, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        await start(
            commands, host=host, port=port, sharing=Sharing(AccessKeys("long enough", ADMIN_KEY), FakeLabels())
        )


async def test_localhost_has_one_address(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site(host="localhost")
    assert await status(http, f"{site.url}healthz") == 200


async def test_listening_on_all_addresses_it_names_one_for_others(
    commands: FakeCommands, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharing = Sharing(AccessKeys(KEY, ADMIN_KEY), FakeLabels())
    monkeypatch.setitem(server._ELSEWHERE, "0.0.0.0", (socket.AF_INET, "127.0.0.2"))
    site = await start(commands, host="0.0.0.0", port=0, sharing=sharing)
    try:
        assert site.outer_url.startswith("http://127.0.0.")
        assert await status(http, f"{site.outer_url}healthz") == 200
    finally:
        await site.close()


@pytest.mark.parametrize(
    ("host", "opened"), [("0", "127.0.0.1"), ("0x0", "127.0.0.1"), ("*", "127.0.0.1"), ("127.1", "127.0.0.1")]
)
async def test_an_address_in_short_is_printed_in_full(commands: FakeCommands, host: str, opened: str) -> None:
    site = await start(commands, host=host, port=0, sharing=Sharing(AccessKeys(KEY, ADMIN_KEY), FakeLabels()))
    await site.close()
    assert site.url.startswith(f"http://{opened}:")
    assert bool(site.outer_url) == (host != "127.1")


@pytest.mark.parametrize(("host", "reachable"), [("127.0.0.1", True), ("0.0.0.0", False)])
async def test_otherwise_it_names_none(
    commands: FakeCommands, monkeypatch: pytest.MonkeyPatch, host: str, reachable: bool
) -> None:
    if not reachable:
        monkeypatch.setitem(server._ELSEWHERE, host, (socket.AF_INET, "255.255.255.255"))  # refused with EACCES
    site = await start(commands, host=host, port=0, sharing=Sharing(AccessKeys(KEY, ADMIN_KEY), FakeLabels()))
    await site.close()
    assert site.outer_url == ""


async def test_a_given_key_outlives_a_restart(commands: FakeCommands, start_site: StartSite) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        first = await start_site(key=KEY)
        await status(http, first.url, params={"key": KEY})
        second = await start_site(key=KEY)
        other = await start_site(key="another horse")
        assert await status(http, second.url) == 200
        assert await status(http, other.url) == 401


async def test_closing_says_goodbye_to_the_tabs(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site()
    async with Visitors(http, site) as visitors:
        person = await visitors.join("Ana")
        closing = asyncio.create_task(site.close())
        goodbye = await person.socket.receive(timeout=FOREVER)
        while goodbye.type is aiohttp.WSMsgType.TEXT:
            goodbye = await person.socket.receive(timeout=FOREVER)
        assert goodbye.type is aiohttp.WSMsgType.CLOSE
        assert goodbye.data == aiohttp.WSCloseCode.GOING_AWAY
        await closing
