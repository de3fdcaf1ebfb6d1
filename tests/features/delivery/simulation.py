"""A world in which everything goes wrong, decided by a seed.

Run `python -m tests.features.delivery.simulation --seed 7 --days 400`.

Several workers plan and send with the real planner and outbox on one real database, to platforms whose networks lose,
delay and repeat requests. Only one worker moves at a time, one step at a time, and the seed alone decides which one,
what goes wrong and how long everything takes, so a run can be repeated exactly. A step ends wherever a process may
die: before and after each transaction, and while a platform is being asked. At the end, the platforms' own logs are
checked.

A day is ordinary, or processes die on it, or the machine's clock is set one or more times, or both. A clock stays
wrong until it's set again.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from bot.features.scheduling.calendar import first
from bot.features.scheduling.model import Late, Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.language.port import Destination
from bot.storage.database import Database
from bot.storage.lock import FileLock
from bot.storage.migrate import migrate_sqlite
from bot.storage.sqlite import Sqlite, connect
from bot.storage.tables import outbox, schedule
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction
from bot.storage.workers import Workers
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, draft
from tests.features.delivery.network import CLOCKS, DEADLY, ORDINARY, Trouble
from tests.features.delivery.verdict import check
from tests.features.delivery.world import BEGIN, WORKERS, Setting, World

_T = TypeVar("_T")

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

_OFF = [-_DAY, -5 * _HOUR, -_HOUR, timedelta(minutes=-3), timedelta(minutes=3), _HOUR, 5 * _HOUR, _DAY]
"""How far off a clock may be."""


class Admin:
    """Makes the schedules, and resumes paused ones once the reason is fixed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.made: list[Schedule] = []
        self.resumed: dict[tuple[str, int], list[datetime]] = {}
        """When each schedule was resumed, by the machine's clock."""

    async def make_schedules(self, number: int) -> None:
        world = self._world
        zones = ["Europe/Berlin", "Africa/Cairo", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kolkata"]
        for each in range(number):
            platform = (FORGETFUL, CAREFUL)[each % 2]
            made = draft(
                tenant=f"{platform}:{each % 3}",
                kind="report" if each % 3 == 1 else "tip",
                platform=platform,
                place=f"place{each}",
                time=world.random.choice(["00:00", "02:30", "09:00", "09:00", "23:30"]),
                days=world.random.choice(["every day", "every day", "every weekday", "every 2 days"]),
                zone=world.random.choice(zones),
                starts=BEGIN.date(),
                late=Late.SKIP if each % 5 == 4 else Late.POST,
                options='{"ask":true,"pin":true}' if each % 4 in (2, 3) else "{}",
            )
            self.made.append(await world.database.transact(partial(_add, draft=made)))

    async def fix(self) -> None:
        """Resume the paused schedules whose place is back."""
        world = self._world
        for place in [place for place, back in world.lost_places.items() if back <= world.clock.true]:
            del world.lost_places[place]
        for made in self.made:
            to, which = Destination(made.tenant, made.place), (made.tenant, made.number)
            if to in world.lost_places:
                continue
            if await world.database.transact(partial(_resume, made=made, at=world.clock.now)):
                self.resumed.setdefault(which, []).append(world.clock.now)
                world.paused.setdefault(which, []).append((world.lost_at[to], world.clock.true))


def _add(transaction: Transaction, draft: ScheduleDraft) -> Schedule:
    coming = first(draft, BEGIN)
    assert coming is not None
    return schedules.add(transaction, draft, coming.day, coming.at)


def _resume(transaction: Transaction, made: Schedule, at: datetime) -> bool:
    """Resume a schedule if it's paused; return whether it was."""
    now = schedules.find(transaction, made.tenant, made.number)
    if now is None or now.state is not ScheduleState.PAUSED:
        return False
    following = first(now, at)
    assert following is not None
    schedules.activate(transaction, made.tenant, made.number, following.day, following.at)
    return True


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a run."""

    seed: int
    days: int
    posts: int
    ends: Counter[str]
    faults: Counter[str]
    calls: int
    wrong: tuple[str, ...]


async def simulate(seed: int, days: int, database: Database, *, number: int = 4, watched: str = "") -> Report:
    """Run a world.

    Args:
        seed: decides everything.
        days: how many days to run it for.
        database: an empty database.
        number: number of schedules.
        watched: the key of a post whose every event is printed.
    """
    world = World(seed, database, watched)
    admin = Admin(world)
    await admin.make_schedules(number)
    end = BEGIN + timedelta(days=days)
    await _live(world, admin, end)
    world.trouble, world.to_be_set = Trouble(), [Setting(end, timedelta(0))]
    world.outages = [(begin, min(finish, end)) for begin, finish in world.outages]
    for worker in world.workers:
        worker.until = None if worker.until is None else world.clock.true
        worker.rise()
    await _live(world, admin, end + timedelta(days=2), quiet=True)
    wrong, ends = await check(world, admin.made, admin.resumed, end)
    posts = sum(len(each.port.log) for each in world.ports.values())
    calls = sum(next(each._numbers) for each in world.ports.values())
    return Report(seed, days, posts, ends, world.faults, calls, tuple(wrong))


async def _live(world: World, admin: Admin, end: datetime, *, quiet: bool = False) -> None:
    day: date | None = None
    idle_ticks = 0
    while world.clock.true < end:
        if world.clock.true.date() != day:
            day = world.clock.true.date()
            await admin.fix()
            if not quiet:
                _choose_trouble(world)
        world.set_clock()
        for request in [each for each in world.requests if each.arrives <= world.clock.true]:
            world.requests.remove(request)
            request.take()
        await world.start_spawned()
        if ready := world.ready():
            await world.move(world.random.choice(ready))
            idle_ticks = 0
        elif idle_ticks < 2 and not await _is_nothing_due(world):
            for worker in world.random.sample(world.workers, world.random.randint(1, WORKERS)):
                worker.tick()
            await world.start_spawned()
            idle_ticks += 1
        else:
            idle_ticks = 0
            await _go_on(world, end)


def _choose_trouble(world: World) -> None:
    """Choose what goes wrong today."""
    kind, today = world.random.random(), world.clock.true
    world.trouble = ORDINARY if kind < 0.4 else CLOCKS if kind < 0.5 else DEADLY
    if world.trouble is CLOCKS or kind > 0.7:
        for _ in range(world.random.randint(1, 3)):
            at = today + timedelta(hours=world.random.choice([0, world.random.uniform(0, 24)]))
            world.to_be_set.append(Setting(at, world.random.choice([timedelta(0), *_OFF])))
    if world.trouble is DEADLY and world.happens(0.15, "outage"):
        hours = world.random.choice([0.5, 1.5, 5.0, 60.0])
        begin = today + timedelta(hours=world.random.uniform(0, 20))
        world.outages.append((begin, begin + timedelta(hours=hours)))


async def _is_nothing_due(world: World) -> bool:
    following = await _next_due(world)
    return following is None or following > world.clock.now


async def _next_due(world: World) -> datetime | None:
    (row,) = await world.database.read(lambda transaction: transaction.rows(_NEXT_DUE, {}))
    found = [each for each in row if each is not None]
    return from_milliseconds(min(found)) if found else None


_NEXT_DUE = select(
    select(func.min(schedule.c.next_run_at)).scalar_subquery(), select(func.min(outbox.c.next_try)).scalar_subquery()
)


async def _go_on(world: World, end: datetime) -> None:
    """Let time pass until something happens."""
    now = world.clock.true
    moments = [parked.wake for parked in world.parked.values()] + [each.arrives for each in world.requests]
    moments += [worker.until for worker in world.workers if worker.until is not None]
    moments += [each.at for each in world.to_be_set]
    moments += [datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1), end]
    alive = any(worker.until is None for worker in world.workers)
    if alive and (due := await _next_due(world)) is not None:
        moments.append(max(due - world.clock.off_by, now + timedelta(seconds=1)))
    later = min(each for each in moments if each > now)
    world.clock.true = max(now + timedelta(seconds=1), later)
    for begin, finish in world.outages:
        if begin <= world.clock.true < finish and world.trouble.death:
            for worker in world.workers:
                await worker.die((finish - world.clock.true).total_seconds())
    for worker in world.workers:
        worker.rise()


async def open_database(folder: Path) -> Database:
    """Open a SQLite file that is read and written in the loop's own thread and never flushed to disk.

    Only one worker moves at a time, so a thread would gain nothing; and it's the processes that die here, not the
    machine.
    """
    path = folder / "simulation.db"
    migrate_sqlite(path)
    backend = Sqlite(path)
    await asyncio.to_thread(backend._close)
    backend._writing = backend._reading = AtOnce(0, "at once")
    backend._writer = connect(path)
    backend._writer.execute("PRAGMA synchronous = OFF")
    return Database(backend, await FileLock.acquire(path, 1.0))


class AtOnce(Workers):
    """Does work in the calling thread."""

    def do(self, work: Callable[[], _T]) -> "asyncio.Future[_T]":
        done: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        try:
            done.set_result(work())
        except Exception as error:  # noqa: BLE001 (told to the caller)
            done.set_exception(error)
        return done


async def run(seed: int, days: int, watched: str = "") -> Report:
    """Run a simulation on a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(Path(folder))
        try:
            return await simulate(seed, days, database, watched=watched)
        finally:
            await database.close()


def main() -> None:
    """Run, and print the results."""
    parser = argparse.ArgumentParser(description="Simulate schedules under faults, and check what was posted.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--runs", type=int, default=1, help="as many seeds, one after another")
    parser.add_argument("--watch", default="", metavar="KEY", help="tell everything that happens to a post")
    given = parser.parse_args()
    failed = False
    for seed in range(given.seed, given.seed + given.runs):
        report = asyncio.run(run(seed, given.days, given.watch))
        print(show(report), flush=True)
        failed |= bool(report.wrong)
    sys.exit(failed)


def show(report: Report) -> str:
    """Return a report in a few lines."""
    lines = [
        f"seed {report.seed}, {report.days} days: {report.posts} posts taken in {report.calls} calls; "
        f"{dict(sorted(report.ends.items()))}; faults: {dict(sorted(report.faults.items()))}"
    ]
    lines += [f"  WRONG: {each}" for each in report.wrong]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
