"""The real ticker in a simulated world: whatever happens to the clock, posts go out within a minute."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.features.delivery.delivery import Delivery
from bot.features.delivery.posting import Posting
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.language.port import Postponed
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Numbered, draft
from tests.features.delivery.simulation import open_database

IN_TIME = timedelta(seconds=60)
STEPS = [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1), timedelta(days=1)]
LONG = 60
"""Enough turns of the event loop for everything under way to finish, as nothing here waits for a thread."""


class Machine:
    """A process that posts, on a clock that a test advances and sets.

    Args:
        database: read and written in the loop's own thread.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FakeClock()
        self.ports = {
            FORGETFUL: FakePort(self.clock),
            CAREFUL: FakePort(self.clock, repeat_within=timedelta(seconds=60)),
        }
        self._sleeper: asyncio.Future[None] | None = None
        self.posting = self._start()

    def _start(self) -> Posting:
        planner = Planner(self.database, {"tip": Numbered()}, self.clock, Random(1))
        delivery = Delivery(self.database, self.ports, self.clock, ScheduleOutcomes({}))
        return Posting(planner, delivery, list(self.ports), lambda _: True, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        """Wait by the steady clock."""
        until = self.clock.true + timedelta(seconds=seconds)
        while self.clock.true < until:
            self._sleeper = asyncio.get_running_loop().create_future()
            await self._sleeper

    async def go(self, seconds: int = 1) -> None:
        """Let time pass, second by second."""
        for _ in range(seconds):
            self.clock.go(seconds=1)
            if self._sleeper is not None and not self._sleeper.done():
                self._sleeper.set_result(None)
            for _ in range(LONG):
                await asyncio.sleep(0)

    async def make_due(self, platform: str) -> None:
        """Add a schedule that is due now by the machine's clock."""
        now = self.clock.now

        def add(transaction: Transaction) -> None:
            made = draft(platform=platform, zone="UTC", starts=now.date(), ends=now.date())
            schedules.add(transaction, made, now.date(), now)

        await self.database.transact(add)

    async def until_posted(self, platform: str, number: int) -> timedelta:
        """Let time pass until the given number of posts is there; return how long that took."""
        began = self.clock.true
        while len(self.ports[platform].log) < number and self.clock.true - began <= IN_TIME:
            await self.go()
        assert len(self.ports[platform].log) == number
        return self.clock.true - began


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    database = await open_database(tmp_path)
    made = Machine(database)
    made.posting.start()
    await made.go(3)
    yield made
    await made.posting.close()
    await database.close()


@pytest.mark.parametrize("platform", [FORGETFUL, CAREFUL])
@pytest.mark.parametrize("off", STEPS)
async def test_what_is_due_after_a_step_is_posted_in_time(machine: Machine, platform: str, off: timedelta) -> None:
    await machine.make_due(platform)
    assert await machine.until_posted(platform, 1) <= IN_TIME
    machine.clock.off_by = off
    await machine.make_due(platform)
    assert await machine.until_posted(platform, 2) <= IN_TIME
    machine.clock.off_by = timedelta(0)
    await machine.make_due(platform)
    assert await machine.until_posted(platform, 3) <= IN_TIME


@pytest.mark.parametrize("platform", [FORGETFUL, CAREFUL])
@pytest.mark.parametrize("off", [off for off in STEPS if off < timedelta(0)])
async def test_what_waits_when_the_clock_is_set_back_is_posted_in_time(
    machine: Machine, platform: str, off: timedelta
) -> None:
    machine.ports[platform].coming.append(Postponed("Slow down.", 20))
    await machine.make_due(platform)
    await machine.go(2)
    assert machine.ports[platform].calls == 1
    machine.clock.off_by = off
    assert await machine.until_posted(platform, 1) <= IN_TIME
    await machine.go(200)
    assert len(machine.ports[platform].log) == 1
