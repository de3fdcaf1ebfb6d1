"""Requests over HTTP: forged, outdated, replayed and malformed ones, too."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import aiohttp
import pytest
from sqlalchemy import select

from adapters.slack.inbound.deliveries import CLAIMS, LASTS
from bot.content.reading.library import Library
from bot.core import build
from bot.features.lessons.actions import ShowTip
from bot.language.actions import encode as encode_press
from bot.pictures.cache import PictureCache
from bot.runtime.health import Health
from bot.storage import deliveries as once
from bot.storage.database import Database
from bot.storage.tables import once as once_table
from bot.storage.times import from_milliseconds
from tests.adapters.slack.conftest import Stage, settings_for, staged
from tests.fakes.slack import FakeSlack, Fault, payloads
from tests.fakes.slack.driver import Answer, ByHttp, encode, signed
from tests.fakes.slack.server import BOT_TOKEN, SIGNING_SECRET
from tests.packs import PETS
from tests.rows import rows

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def send(stage: Stage, body: bytes, headers: dict[str, str], path: str = "/slack/events") -> Answer:
    assert isinstance(stage.driver, ByHttp)
    return await stage.driver.post(body, {**FORM, **headers}, path)


@pytest.fixture
def body(over_http: Stage) -> bytes:
    return encode(payloads.command(over_http.slack, "compare"))[0]


@pytest.mark.parametrize(
    "change",
    [
        {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None},
        {"X-Slack-Signature": None},
        {"X-Slack-Request-Timestamp": None},
        {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": "٣"},
        {"X-Slack-Request-Timestamp": "-5"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
    ],
)
async def test_a_forged_request_is_refused(over_http: Stage, body: bytes, change: dict[str, str | None]) -> None:
    headers = {name: value for name, value in {**signed(body), **change}.items() if value is not None}
    answer = await send(over_http, body, headers)
    assert answer.status == 401
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (302, 401), (-302, 401)])
async def test_a_request_is_good_for_five_minutes(over_http: Stage, body: bytes, age: int, status: int) -> None:
    assert (await send(over_http, body, signed(body, at=time.time() - age))).status == status


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_encoded_as_it_says_is_refused(
    over_http: Stage, body: bytes, encoding: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await send(over_http, body, {**signed(body), "Content-Encoding": encoding})
    assert (answer.status, answer.text) == (400, "Can't read the request.")
    assert "Traceback" not in caplog.text


async def test_slack_may_check_our_certificate(over_http: Stage) -> None:
    check = b"ssl_check=1&token=x"
    assert (await send(over_http, check, signed(check))).status == 200


async def test_a_changed_body_is_refused(over_http: Stage, body: bytes) -> None:
    assert (await send(over_http, body + b"&x=y", signed(body))).status == 401
    assert (await send(over_http, body, signed(body, secret="another secret"))).status == 401


@pytest.mark.parametrize(
    "body",
    [
        b'{"type": "block_actions", "team": {"id": "T0HOME"}, "actions": []}',
        b'{"type": "event_callback", "authorizations": 5}',
        b"\xff\xfe\xfd",
        b"text=%ff%fe&command=/versed",
        b"{",
        b"[1, 2]",
        b"",
        b"payload={",
        b"payload=1",
        b"[" * 5_000,
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
async def test_a_malformed_request_is_refused(over_http: Stage, body: bytes, kind: str) -> None:
    answer = await send(over_http, body, {**signed(body), "Content-Type": kind})
    assert answer.status == 400
    assert "Traceback" not in answer.text


async def test_malformed_requests_are_not_even_read_without_a_signature(over_http: Stage) -> None:
    assert (await send(over_http, b"\xff\xfe", {})).status == 401
    assert (await send(over_http, b"{", {"Content-Type": "application/json"})).status == 401


async def test_a_request_that_is_too_large_is_refused(over_http: Stage) -> None:
    body = b"text=" + b"x" * 2_000_000
    assert (await send(over_http, body, signed(body))).status == 413


async def test_a_replayed_request_has_one_effect(over_http: Stage, body: bytes) -> None:
    headers = signed(body)
    for _ in range(3):
        answer = await send(over_http, body, headers)
        assert (answer.status, answer.text) == (200, "")
        await over_http.slack.wait_for("response")
    await over_http.answer(payloads.command(over_http.slack, "progress"))
    assert len(over_http.slack.calls("response")) == 2


async def test_a_replay_has_no_effect_on_another_address_either(over_http: Stage, body: bytes) -> None:
    headers = signed(body)
    for path in ("/slack/events", "/slack/commands", "/slack/interactions"):
        assert (await send(over_http, body, headers, path)).status == 200
        await over_http.slack.wait_for("response")
    await over_http.answer(payloads.command(over_http.slack, "progress"))
    assert len(over_http.slack.calls("response")) == 2


@pytest.fixture
async def replicas(
    slack: FakeSlack, http: aiohttp.ClientSession, database: Database, tmp_path: Path
) -> AsyncIterator[list[Stage]]:
    """Two replicas that share a database."""
    settings, pictures = settings_for(slack, slack_signing_secret=SIGNING_SECRET), PictureCache()
    commands = build(Library((PETS,), tmp_path / "cache"), database, pictures, Random(1)).application
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(staged(slack, http, commands, database, settings)) for _ in range(2)]
    pictures.close()


@pytest.mark.parametrize("what", ["command", "press", "shortcut"])
async def test_a_replay_to_another_replica_has_no_effect(replicas: list[Stage], what: str) -> None:
    here, there = replicas
    payload = {
        "command": payloads.command(here.slack, "tip"),
        "press": payloads.press(here.slack, encode_press(ShowTip("pets"))),
        "shortcut": payloads.message_shortcut(here.slack, "a litter box"),
    }[what]
    body, kind = encode(payload)
    headers = {"Content-Type": kind, **signed(body)}
    for replica in (here, there, here, there):
        assert (await send(replica, body, headers)).status == 200
        await here.slack.wait_for("response")
    for replica in replicas:
        await replica.platform.close()  # finishes what's under way
    assert len(here.slack.calls("response")) == 1


@pytest.mark.both_databases
async def test_a_claim_is_forgotten_once_its_signature_has_expired(replicas: list[Stage]) -> None:
    here, _ = replicas
    await here.answer(payloads.command(here.slack, "tip"))
    kept = select(once_table.c.tenant, once_table.c.at).where(once_table.c.tenant.startswith("slack-requests:"))
    ((tenant, at),) = await rows(here.database, kept)
    assert tenant == "slack-requests:T0HOME"
    for after, left in ((timedelta(minutes=9), 1), (timedelta(minutes=11), 0)):
        before = from_milliseconds(at) + after - LASTS
        await here.database.transact(partial(once.expire, platform=CLAIMS, before=before))
        assert len(await rows(here.database, kept)) == left


async def test_slack_can_verify_the_address(over_http: Stage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c<h>"}).encode()
    answer = await send(over_http, body, {**signed(body), "Content-Type": "application/json"})
    assert json.loads(answer.text) == {"challenge": "c<h>"}


async def test_the_acknowledgement_waits_for_nothing(over_http: Stage, body: bytes) -> None:
    looked_up = asyncio.Event()
    over_http.slack.fail("users.info", Fault(until=looked_up))
    assert (await send(over_http, body, signed(body))).status == 200
    assert not over_http.slack.calls("response")
    looked_up.set()
    await over_http.slack.wait_for("response")


async def test_other_addresses_are_not_found(over_http: Stage) -> None:
    assert isinstance(over_http.driver, ByHttp)
    assert (await send(over_http, b"", {}, "/slack/elsewhere")).status == 404
    assert (await send(over_http, b"", {}, "/slack/install")).status == 404


async def test_requests_may_come_while_another_platform_is_down(over_http: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        over_http.platform._is_identified = False
        async with session.get(f"{over_http.address}/healthz/slack") as answer:
            assert (answer.status, await answer.text()) == (503, "not connected")
        over_http.platform._is_identified = True
        async with session.get(f"{over_http.address}/healthz/slack") as answer:
            assert (answer.status, await answer.text()) == (200, "ok")


def test_the_settings_name_what_is_missing(over_http: Stage) -> None:
    from adapters.http import HttpServer
    from adapters.slack.workspace.platform import Slack
    from bot.language.port import PlatformError

    http = HttpServer("127.0.0.1", 0, lambda: Health(ready=True))
    settings = settings_for(over_http.slack, slack_bot_token=BOT_TOKEN)
    with pytest.raises(PlatformError, match="SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET"):
        Slack(settings, over_http.commands, over_http.database, http)
    settings = settings_for(over_http.slack, slack_client_id="1.2", slack_signing_secret="x")
    with pytest.raises(PlatformError, match="SLACK_CLIENT_SECRET"):
        Slack(settings, over_http.commands, over_http.database, http)
