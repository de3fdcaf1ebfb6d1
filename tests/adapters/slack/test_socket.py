"""Socket Mode: connections that end, are about to end, or hear nothing."""

import asyncio

import aiohttp
import pytest

from adapters.http import HttpServer
from adapters.slack.inbound import socket
from adapters.slack.workspace import platform as slack_platform
from adapters.slack.workspace.platform import Slack
from bot.dispatch.application import Application
from bot.language.port import PlatformError
from bot.runtime.health import Health
from bot.storage.database import Database
from tests.adapters.slack.conftest import Stage, settings_for, staged
from tests.fakes.slack import FakeSlack, Fault, payloads
from tests.fakes.slack.server import APP_TOKEN
from tests.patience import FOREVER


async def test_a_lost_connection_is_made_again(over_socket: Stage) -> None:
    sockets = over_socket.slack.sockets
    first = await sockets.connected()
    assert over_socket.platform.is_ready()
    await first.drop()
    await first.closed.wait()
    await sockets.connected()
    await over_socket.answer(payloads.command(over_socket.slack, "compare"))
    assert over_socket.platform.is_ready()


async def test_a_connection_that_will_end_is_followed_by_another_without_a_gap(over_socket: Stage) -> None:
    sockets = over_socket.slack.sockets
    first = await sockets.connected()
    await first.notice("refresh_requested")
    await sockets.connected(2)
    # The old one still serves what comes over it.
    sockets.open.reverse()
    await over_socket.answer(payloads.command(over_socket.slack, "compare"))
    await first.drop()
    await first.closed.wait()
    await over_socket.answer(payloads.command(over_socket.slack, "compare"))
    assert len(over_socket.slack.calls("apps.connections.open")) == 2


async def test_a_deaf_connection_is_replaced(
    slack: FakeSlack,
    http: aiohttp.ClientSession,
    commands: Application,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = socket.HEARTBEAT
    monkeypatch.setattr(socket, "HEARTBEAT", 0.2)
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    async with staged(slack, http, commands, sqlite_database, settings) as stage:
        first = await slack.sockets.connected()
        monkeypatch.setattr(socket, "HEARTBEAT", usual)  # a later one that's only slow isn't deaf
        first.is_deaf = True
        await slack.wait(lambda: len(slack.calls("apps.connections.open")) == 2)
        first.is_deaf = False
        await first.closed.wait()
        await stage.answer(payloads.command(slack, "compare"))


def test_a_deaf_connection_is_noticed_in_time() -> None:
    assert socket.HEARTBEAT * 1.5 + 1 < 60


async def test_a_connection_that_fails_is_retried_ever_later(
    slack: FakeSlack,
    http: aiohttp.ClientSession,
    commands: Application,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(socket.Socket.__init__, "__kwdefaults__", {"sleep": sleep})
    monkeypatch.setattr(socket, "_SHORT", FOREVER)
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    async with staged(slack, http, commands, sqlite_database, settings) as stage:
        first = await slack.sockets.connected()
        failures = [Fault(status=500), Fault(drop=True), Fault(retry_after=7)]
        slack.fail("apps.connections.open", *failures)
        await first.drop()
        await slack.wait_for("apps.connections.open", 5)
        await slack.sockets.connected()
        await stage.answer(payloads.command(slack, "compare"))
    assert waited == [1.0, 2.0, 4.0, 7.0]


async def test_switched_off_socket_mode_is_reported(
    slack: FakeSlack, commands: Application, sqlite_database: Database
) -> None:
    platform = make(slack, commands, sqlite_database)
    running = asyncio.create_task(platform.run())
    await (await slack.sockets.connected()).notice("link_disabled")
    with pytest.raises(PlatformError, match="Socket Mode is switched off"):
        await running
    await platform.close()


@pytest.mark.parametrize(
    ("method", "variable"), [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")]
)
async def test_a_token_that_slack_does_not_accept_is_named(
    slack: FakeSlack, commands: Application, sqlite_database: Database, method: str, variable: str
) -> None:
    slack.fail(method, Fault(error="invalid_auth"))
    platform = make(slack, commands, sqlite_database)
    with pytest.raises(PlatformError, match=variable):
        await platform.run()
    await platform.close()


async def test_a_slack_that_says_nothing_about_the_token_is_served(
    slack: FakeSlack, http: aiohttp.ClientSession, commands: Application, sqlite_database: Database
) -> None:
    slack.fail("auth.test", Fault(error="unknown_method"))
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    async with staged(slack, http, commands, sqlite_database, settings) as stage:
        await stage.answer(payloads.command(slack, "compare"))


async def test_frames_that_make_no_sense_do_no_harm(over_socket: Stage) -> None:
    connection = await over_socket.slack.sockets.connected()
    for frame in ("", "{", "[]", "null", '{"type": "new"}', '{"envelope_id": 5, "payload": []}'):
        await connection.socket.send_str(frame)
    await over_socket.answer(payloads.command(over_socket.slack, "compare"))


async def test_stopping_finishes_what_is_under_way(over_socket: Stage) -> None:
    looked_up = asyncio.Event()
    over_socket.slack.fail("users.info", Fault(until=looked_up))
    await over_socket.driver.deliver(payloads.command(over_socket.slack, "compare"))
    closing = asyncio.create_task(over_socket.platform.close())
    while over_socket.platform.is_ready():
        await asyncio.sleep(0)
    looked_up.set()
    await closing
    assert len(over_socket.slack.calls("response")) == 1
    assert not over_socket.platform.is_ready()


def make(slack: FakeSlack, commands: Application, database: Database) -> Slack:
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    return Slack(settings, commands, database, HttpServer("127.0.0.1", 0, lambda: Health(ready=True)))


async def test_an_unreadable_frame_does_not_end_the_connection(over_socket: Stage) -> None:
    connection = await over_socket.slack.sockets.connected()
    await connection.socket.send_str("[" * 100_000)
    await over_socket.answer(payloads.command(over_socket.slack, "compare"))
    assert len(over_socket.slack.calls("apps.connections.open")) == 1
    assert not connection.closed.is_set()


async def test_old_events_that_cannot_be_forgotten_are_tried_again(
    slack: FakeSlack,
    http: aiohttp.ClientSession,
    commands: Application,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls, again = 0, asyncio.Event()

    loop = asyncio.get_running_loop()

    def fail_once(*_: object, **__: object) -> None:
        nonlocal calls
        calls += 1
        if calls <= 2:  # work that fails is retried once, alone
            raise ValueError("a row")
        loop.call_soon_threadsafe(again.set)

    monkeypatch.setattr(slack_platform, "expire", fail_once)
    monkeypatch.setattr(slack_platform, "_TIDY_EVERY", 0.01)
    settings = settings_for(slack, slack_app_token=APP_TOKEN)
    async with staged(slack, http, commands, sqlite_database, settings), asyncio.timeout(FOREVER):
        await again.wait()


async def test_it_connects_through_a_proxy(
    slack: FakeSlack,
    http: aiohttp.ClientSession,
    commands: Application,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", slack.root)  # the fake stands in for the proxy
    slack.host = "slack.invalid"
    async with staged(
        slack, http, commands, sqlite_database, settings_for(slack, slack_app_token=APP_TOKEN)
    ) as stage:
        await stage.answer(payloads.command(slack, "compare"))
