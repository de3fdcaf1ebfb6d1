"""The background: what is due is posted automatically, many at a time, and what is on its way at the end arrives."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from bot.features.delivery import posting as background
from bot.features.delivery import waits
from bot.features.delivery.clock import SystemClock
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import Post, PostState
from bot.features.delivery.posting import Posting
from bot.features.delivery.store import by_schedule, outbox
from bot.features.scheduling.model import Planned
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import planning, schedules
from bot.language.message import Message
from bot.language.port import Destination
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction
from tests.features.delivery.conftest import FORGETFUL, Numbered, draft
from tests.patience import FOREVER, STORY


class SlowPort:
    """Takes posts only once the test lets it."""

    repeat_within = timedelta(0)

    def __init__(self) -> None:
        self.begun = asyncio.Semaphore(0)
        self.let = asyncio.Event()
        self.at_once = self.most_at_once = 0
        self.taken: list[str] = []

    async def now(self) -> None:
        return None

    async def post(self, to: Destination, _said: Message, _key: str) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        await self.let.wait()
        self.at_once -= 1
        self.taken.append(to.place)
        return "ref"

    async def look_up(self, *_: object) -> str | None:
        raise AssertionError("nothing was in doubt")

    async def pin(self, *_: object) -> None:
        raise AssertionError("nothing was to be pinned")

    async def unpin(self, *_: object) -> None:
        raise AssertionError("nothing was pinned")


async def make_due(database: Database, number: int) -> None:
    now = datetime.now(UTC)

    def add(transaction: Transaction) -> None:
        for each in range(number):
            made = replace(draft(), place=f"place{each}", zone="UTC", starts=now.date())
            schedules.add(transaction, made, now.date(), now)

    await database.transact(add)


@pytest.fixture
async def port() -> SlowPort:
    return SlowPort()


@pytest.fixture
async def posting(database: Database, port: SlowPort, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Posting]:
    monkeypatch.setattr(background, "_TICK", 0.01)
    monkeypatch.setattr(waits, "SEND_WITHIN", timedelta(seconds=FOREVER))
    monkeypatch.setattr(waits, "LEASE", timedelta(seconds=STORY))
    clock = SystemClock()
    planner = Planner(database, {"tip": Numbered()}, clock, Random(1))
    running = Posting(
        planner, Delivery(database, {FORGETFUL: port}, clock, ScheduleOutcomes({})), [FORGETFUL], lambda _: True
    )
    running.start()
    yield running
    port.let.set()
    await running.close()


async def test_what_is_due_is_posted_many_at_a_time(database: Database, posting: Posting, port: SlowPort) -> None:
    await make_due(database, 150)
    async with asyncio.timeout(FOREVER):
        for _ in range(background.WIDTH):
            await port.begun.acquire()
        port.let.set()
        while len(port.taken) < 150:
            await port.begun.acquire()
            await asyncio.sleep(0)
    assert sorted(port.taken) == sorted(f"place{each}" for each in range(150))
    assert port.most_at_once == background.WIDTH


async def test_posts_that_arrive_together_are_followed_without_waiting_for_a_tick(
    database: Database, port: SlowPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "SEND_WITHIN", timedelta(seconds=FOREVER))
    monkeypatch.setattr(waits, "LEASE", timedelta(seconds=STORY))
    clock, one_tick = SystemClock(), asyncio.Event()
    planner = Planner(database, {"tip": Numbered()}, clock, Random(1))
    delivery = Delivery(database, {FORGETFUL: port}, clock, ScheduleOutcomes({}))
    posting = Posting(planner, delivery, [FORGETFUL], lambda _: True, lambda _: one_tick.wait())
    await make_due(database, 3 * background.WIDTH)
    posting.start()
    async with asyncio.timeout(FOREVER):
        for each in range(3 * background.WIDTH):
            if each == background.WIDTH:
                port.let.set()
            await port.begun.acquire()
    await posting.close()
    assert len(port.taken) == 3 * background.WIDTH


async def test_what_is_on_its_way_at_the_end_arrives(database: Database, posting: Posting, port: SlowPort) -> None:
    await make_due(database, 1)
    async with asyncio.timeout(FOREVER):
        await port.begun.acquire()
        closing = asyncio.create_task(posting.close())
        await asyncio.sleep(0)
        port.let.set()
        await closing
    (post,) = await database.read(lambda transaction: by_schedule.latest(transaction, "slack:a", 1, 5))
    assert post.state is PostState.SENT


async def test_what_takes_too_long_at_the_end_stays_in_doubt(
    database: Database, posting: Posting, port: SlowPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "DRAIN", 0.01)
    await make_due(database, 1)
    async with asyncio.timeout(FOREVER):
        await port.begun.acquire()
        await posting.close()
    (post,) = await database.read(lambda transaction: by_schedule.latest(transaction, "slack:a", 1, 5))
    assert post.state is PostState.DOUBTFUL


async def test_trouble_with_the_database_is_logged_and_tried_again(
    database: Database,
    posting: Posting,
    port: SlowPort,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failed, loop = asyncio.Event(), asyncio.get_running_loop()

    def fail(*_: object) -> None:
        loop.call_soon_threadsafe(failed.set)
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(planning, "is_any_due", fail)
        async with asyncio.timeout(FOREVER):
            await failed.wait()
    port.let.set()
    await make_due(database, 1)
    async with asyncio.timeout(FOREVER):
        await port.begun.acquire()
    assert "can't post anything now: The disk is full." in caplog.text


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1), timedelta(days=1)])
async def test_setting_the_clock_stops_no_tick(off: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(Planner):
        asked = asyncio.Semaphore(0)

        async def plan_due(self, _platforms: object) -> int:
            self.asked.release()
            return 0

    class Idle(Delivery):
        async def is_any_due(self) -> bool:
            return False

    monkeypatch.setattr(background, "_TICK", 0.01)
    nothing: Any = None
    planner = Counting(nothing, {}, SystemClock(), Random(1))
    posting = Posting(planner, Idle(nothing, {}, SystemClock(), ScheduleOutcomes({})), [], lambda _: True)
    posting.start()
    async with asyncio.timeout(FOREVER):
        for _ in range(3):
            await planner.asked.acquire()
        with time_machine.travel(datetime.now(UTC) + off):
            for _ in range(10):
                await planner.asked.acquire()
    await posting.close()


async def test_old_posts_are_forgotten(database: Database) -> None:
    now = datetime.now(UTC)
    await make_due(database, 1)
    old = Post(
        "slack:a", "k", FORGETFUL, "p", 1, "", now, now, "", state=PostState.SENT, ended=now - timedelta(days=91)
    )
    await database.transact(
        lambda transaction: outbox.add(transaction, [old, replace(old, key="new", ended=now - timedelta(days=89))])
    )
    days = [(now - timedelta(days=days)).date() for days in (92, 1)]
    await database.transact(
        lambda transaction: planning.mark_planned(transaction, [Planned("slack:a", 1, day, str(day)) for day in days])
    )
    await Delivery(database, {}, SystemClock(), ScheduleOutcomes({})).tidy()
    await Planner(database, {}, SystemClock(), Random(1)).tidy()
    assert [
        post.key
        for post in await database.transact(lambda transaction: by_schedule.latest(transaction, "slack:a", 1, 5))
    ] == ["new"]
    again = await database.transact(
        lambda transaction: planning.mark_planned(
            transaction, [Planned("slack:a", 1, day, f"{day}!") for day in days]
        )
    )
    assert [each.day for each in again] == days[:1]
