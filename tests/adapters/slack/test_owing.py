"""A request that a process leaves unanswered is answered once by the next; by a message if its URL fails."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, TypeAlias

import aiohttp
import pytest
from sqlalchemy import select

from bot.core import Core
from bot.features.lessons.actions import ShowTopic
from bot.features.scheduling.store import schedules
from bot.language.actions import encode
from bot.storage.database import Database
from bot.storage.tables import owed
from tests.adapters.slack.conftest import Stage, settings_for, staged, words
from tests.adapters.slack.test_windows import buttons, opened
from tests.cases import PRESSES
from tests.fakes.slack import FakeSlack, Fault, payloads
from tests.fakes.slack.server import ADMIN, MEMBER, SIGNING_SECRET
from tests.patience import FOREVER
from tests.rows import rows

Payload: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[[], AbstractAsyncContextManager[Stage]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Store each request that isn't answered at once, and keep looking for abandoned ones."""
    monkeypatch.setattr("adapters.slack.inbound.app._KEEP_AFTER", 0.0)
    monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", 0.01)


@pytest.fixture
def start(slack: FakeSlack, http: aiohttp.ClientSession, core: Core, sqlite_database: Database) -> Start:
    """Return a function that starts a process."""
    settings = settings_for(slack, slack_signing_secret=SIGNING_SECRET)
    return lambda: staged(slack, http, core.application, sqlite_database, settings)


async def settled(database: Database) -> None:
    """Wait until nothing is owed any more."""
    async with asyncio.timeout(FOREVER):
        while await rows(database, select(owed)):
            await asyncio.sleep(0.005)


async def left_behind(
    start: Start, database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, request: Payload
) -> None:
    """End a process after it has acknowledged a request, but before it has answered."""
    held = asyncio.Event()
    with monkeypatch.context() as quickly:
        quickly.setattr("adapters.slack.workspace.platform._DRAIN", 0.0)
        async with start() as stage:
            slack.fail("users.info", Fault(until=held))
            await stage.driver.deliver(request)
            assert len(await rows(database, select(owed))) == 1
    held.set()
    assert slack.calls("response") == []
    await age(database)


async def age(database: Database, tries: int = 0) -> None:
    """Let all leases expire, as after a long silence."""
    change = owed.update().values(lease_until=0, tries=tries)
    await database.transact(lambda transaction: transaction.change(change, {}))


async def test_the_next_process_answers_a_command(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = payloads.command(slack, "compare care")
    await left_behind(start, sqlite_database, slack, monkeypatch, command)
    async with start():
        said = (await slack.wait_for("response")).arguments
        assert "Daily care" in words(said)
        assert said["response_type"] == "in_channel"
        await settled(sqlite_database)
    assert len(slack.calls("response")) == 1


async def test_a_process_that_was_frozen_leaves_the_answer_to_another(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", FOREVER)
    woken = asyncio.Event()
    async with start() as frozen:
        slack.fail("users.info", Fault(until=woken))
        with monkeypatch.context() as without:
            without.setattr("bot.storage.pending.LEASE", timedelta(0))
            await frozen.driver.deliver(payloads.command(slack, "compare care"))
        monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", 0.01)
        async with start():
            await slack.wait_for("response")
            await settled(sqlite_database)
        woken.set()
    assert len(slack.calls("response")) == 1


async def test_it_answers_a_press(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = next(each for each in PRESSES if isinstance(each.action, ShowTopic))
    await left_behind(start, sqlite_database, slack, monkeypatch, payloads.press(slack, encode(press.action)))
    async with start():
        assert press.says in words((await slack.wait_for("response")).arguments)
        await settled(sqlite_database)
    assert len(slack.calls("response")) == 1


async def test_it_answers_a_mention_once(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.inbound.app._PATIENCE", 0.0)
    mention = payloads.mention("<@U0BOT> what is an aquarium?")
    await left_behind(start, sqlite_database, slack, monkeypatch, mention)
    async with start() as stage:
        said = (await slack.wait_for("chat.postMessage")).arguments
        assert "A glass container" in words(said)
        assert said["thread_ts"] == mention["event"]["ts"]
        await stage.driver.deliver(mention)
        await settled(sqlite_database)
    assert len(slack.calls("chat.postMessage")) == 1


async def test_it_serves_a_submitted_form(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as stage:
        made = await stage.answer(payloads.command(slack, "schedule tip 09:00", user=ADMIN))
        window = await opened(stage, payloads.press(slack, buttons(made)["Change …"], user=ADMIN), ADMIN)
        await settled(sqlite_database)
    sent = payloads.submission(window.view, {**window.values, "time": "10:30"}, user=ADMIN)
    slack.log.clear()
    monkeypatch.setattr("adapters.slack.inbound.app._PATIENCE", 0.0)
    await left_behind(start, sqlite_database, slack, monkeypatch, sent)
    async with start():
        await settled(sqlite_database)
    found = await sqlite_database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME"))
    assert [each.time for each in found] == ["10:30"]


async def test_stored_requests_are_sealed(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = payloads.command(slack, "ask who is the housekeeper of this place?")
    await left_behind(start, sqlite_database, slack, monkeypatch, command)
    kept = str(await rows(sqlite_database, select(owed)))
    assert "housekeeper" not in kept
    assert str(command["response_url"]) not in kept


async def test_a_request_that_kills_processes_is_given_up_on(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await left_behind(start, sqlite_database, slack, monkeypatch, payloads.command(slack, "compare care"))
    await age(sqlite_database, tries=2)
    async with start():
        await settled(sqlite_database)
    assert slack.calls("response") == []


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(error="used_url"), Fault(error="expired_url"), Fault(drop=True)], ids=str
)
async def test_if_the_response_url_fails_after_a_restart_the_person_is_still_told(
    start: Start, sqlite_database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    await left_behind(start, sqlite_database, slack, monkeypatch, payloads.command(slack, "progress"))
    for _ in range(3):
        slack.fail("response", fault)
    async with start():
        said = (await slack.wait_for("chat.postEphemeral")).arguments
        assert said["user"] == MEMBER
        assert words(said)
        await settled(sqlite_database)
    assert len(slack.calls("chat.postEphemeral")) == 1
