"""A world in which everything goes wrong, by a seed: `python -m tests.schedule.simulation --seed 7 --days 400`.

Several workers plan and send by the real planner and outbox over one real database, to platforms whose networks
lose, delay and repeat. Only one worker moves at a time, by one step, and the seed alone decides who, what goes wrong
and how long everything takes, so that a run can be repeated exactly. A step ends wherever a process may die: before
and after each transaction, and while a platform is being asked. In the end the platforms' own logs are checked.

Each day has one kind of trouble at most beside the ordinary ones: a machine's clock that is set, or processes that
die. What happens when both come together is told in docs/reliability.md.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import URL, event, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.message import Message
from bot.port import Destination, Postponed, Reason, Rejected, Uncertain, Unreadable
from bot.schedule import outbox as sending
from bot.schedule.calendar import occurrences
from bot.schedule.outbox import GRACE, LATE, Outbox
from bot.schedule.planner import Late, Planner, rule_of
from bot.store import schedules
from bot.store.database import Database
from bot.store.lock import FileLock
from bot.store.migrate import migrate
from bot.store.outbox import Post, State
from bot.store.outbox import _post as post_of
from bot.store.schedules import Schedule
from bot.store.tables import occurrence, outbox, schedule
from bot.store.times import from_milliseconds
from tests.fakes.platform import FakeClock, FakePort
from tests.schedule.conftest import CAREFUL, FORGETFUL, Numbered, draft

BEGIN = datetime(2026, 3, 20, 0, 0, tzinfo=UTC)
_WORKERS = 3
_SLOTS = 4
_LONGEST_DELAY = 80.0
"""Seconds for which a request may be on its way; beyond the grace, nobody could promise anything."""


@dataclass
class Trouble:
    """How often what goes wrong on a day, as chances."""

    death: float = 0.0
    freeze: float = 0.0
    lost_request: float = 0.0
    lost_reply: float = 0.0
    delayed: float = 0.0
    limited: float = 0.0
    banned: float = 0.0
    refused: float = 0.0
    unreadable: float = 0.0
    history_down: float = 0.0


ORDINARY = Trouble(lost_request=0.06, lost_reply=0.08, delayed=0.06, limited=0.06, history_down=0.1)
DEADLY = Trouble(0.03, 0.01, 0.1, 0.15, 0.1, 0.05, 0.004, 0.01, 0.03, 0.2)
CLOCKS = Trouble(lost_request=0.1, lost_reply=0.1, delayed=0.05, limited=0.05)


@dataclass(eq=False)
class Parked:
    """A task that waits to be moved on."""

    owner: "Worker"
    wake: datetime
    go: "asyncio.Future[None]"
    may_freeze: bool


class World:
    """Time, the network and everything that moves.

    Args:
        seed: decides everything.
        database: where the workers keep what they know.
        watched: the key of a post of which everything is told.
    """

    def __init__(self, seed: int, database: Database, watched: str = "") -> None:
        self.random = Random(seed)
        self.watched = watched
        self.database = database
        self.clock = FakeClock(BEGIN)
        self.trouble = ORDINARY
        self.parked: dict[asyncio.Task[None], Parked] = {}
        self.requests: list[Request] = []
        self.spawned: list[tuple[Worker, Coroutine[Any, Any, None]]] = []
        self.stopped = asyncio.Event()
        self.faults: Counter[str] = Counter()
        self.excused: set[str] = set()
        """Keys of posts that a platform asked to hold back for very long."""
        self.unreadable: set[str] = set()
        self.lost_places: dict[Destination, datetime] = {}
        self.outages: list[tuple[datetime, datetime]] = []
        """When nobody was there, or the clock was set, by true time."""
        self.ports: dict[str, Network] = {
            FORGETFUL: Network(self, FakePort(self.clock)),
            CAREFUL: Network(self, FakePort(self.clock, repeat_within=timedelta(seconds=60))),
        }
        self.workers = [Worker(self, number) for number in range(_WORKERS)]

    def note(self, key: str, what: str) -> None:
        if key == self.watched:
            print(f"  {self.clock.true}, by the machine's clock {self.clock.now}: {what}")

    def happens(self, chance: float, what: str) -> bool:
        if self.random.random() >= chance:
            return False
        self.faults[what] += 1
        return True

    async def park(self, seconds: float = 0.0, *, may_freeze: bool = False) -> None:
        """End a step; the task goes on when it is moved, and not before that many seconds have gone by."""
        task = asyncio.current_task()
        assert task is not None
        worker = next(each for each in self.workers if task in each.tasks)
        if worker.dying:
            raise asyncio.CancelledError
        wake = self.clock.true + timedelta(seconds=seconds)
        self.parked[task] = Parked(worker, wake, asyncio.get_running_loop().create_future(), may_freeze)
        self.stopped.set()
        await self.parked[task].go

    async def start_spawned(self) -> None:
        """Bring new tasks to their first step, one after another."""
        while self.spawned:
            worker, work = self.spawned.pop(0)
            if worker.until is not None:
                work.close()
                continue
            task = asyncio.create_task(self._run(work))
            worker.tasks.add(task)
            await self._settle(task)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await self.park()
        except BaseException:
            work.close()
            raise
        await work

    async def _settle(self, task: "asyncio.Task[None]") -> None:
        self.stopped.clear()
        task.add_done_callback(lambda _: self.stopped.set())
        await self.stopped.wait()
        if task.done():
            self.parked.pop(task, None)
            for worker in self.workers:
                worker.tasks.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    async def move(self, task: "asyncio.Task[None]") -> None:
        """Let a task take one step; or its worker die, or stand still for a while, instead."""
        parked = self.parked[task]
        if self.happens(self.trouble.death, "death"):
            await parked.owner.die(self.random.choice([1, 5, 20, 60, 200]))
            return
        if parked.may_freeze and self.happens(self.trouble.freeze, "freeze"):
            parked.wake = self.clock.true + timedelta(seconds=self.random.uniform(20, 200))
            return
        del self.parked[task]
        parked.go.set_result(None)
        await self._settle(task)

    def ready(self) -> "list[asyncio.Task[None]]":
        return [task for task, parked in self.parked.items() if parked.wake <= self.clock.true]


class Worker:
    """A process: what it remembers dies with it."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number = world, number
        self.tasks: set[asyncio.Task[None]] = set()
        self.until: datetime | None = None
        """When it is started again; None while it runs."""
        self.dying = False
        self.ticking = False
        self._be_born()

    def _be_born(self) -> None:
        database: Any = Watched(self.world)
        ports: Any = self.world.ports if hasattr(self.world, "ports") else {}
        random = Random(self.world.random.getrandbits(64))
        self.planner = Planner(database, {"tip": Numbered()}, self.world.clock, random)
        self.outbox = Outbox(database, ports, self.world.clock)
        self.ticking = False

    async def die(self, seconds: float) -> None:
        """Be killed, and stay dead for that long."""
        self.dying = True
        self.until = self.world.clock.true + timedelta(seconds=seconds)
        for task in list(self.tasks):
            self.world.parked.pop(task, None)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.tasks.clear()
        self.dying = False

    def rise(self) -> None:
        if self.until is not None and self.until <= self.world.clock.true:
            self.until = None
            self._be_born()

    def tick(self) -> None:
        if self.until is None and not self.ticking:
            self.ticking = True
            self.world.spawned.append((self, self._tick()))

    async def _tick(self) -> None:
        await self.planner.plan_due(list(self.world.ports))
        for platform in self.world.ports:
            for post in await self.outbox.claim(platform, _SLOTS):
                self.world.spawned.append((self, self.outbox.deliver(post)))
        self.ticking = False


class Watched:
    """A database at whose doors a process may die."""

    def __init__(self, world: World) -> None:
        self._world = world

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with self._world.database.read() as connection:
            yield connection
        await self._world.park(may_freeze=True)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        await self._world.park(may_freeze=True)
        async with self._world.database.write() as connection:
            yield connection
        await self._world.park(may_freeze=True)


@dataclass(eq=False)
class Request:
    """A post on its way, which arrives whatever becomes of its sender."""

    arrives: datetime
    take: Callable[[], None]


@dataclass
class Network:
    """The way to a platform."""

    world: World
    port: FakePort
    answers: dict[int, str | Exception] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def repeat_within(self) -> timedelta:
        return self.port.repeat_within

    async def post(self, to: Destination, said: Message, key: str) -> str:
        world, trouble, number = self.world, self.world.trouble, next(self._numbers)
        delay = world.random.uniform(0.05, 2.0)
        if world.happens(trouble.delayed, "request delayed"):
            delay = world.random.uniform(5.0, _LONGEST_DELAY)
        refusal = self._refusal(to, key)

        def take() -> None:
            world.note(key, f"sending {number} arrives")
            self.answers[number] = refusal or self.port.take(to, said, key)

        world.note(key, f"sending {number} begins; it takes {delay:.0f} s; {refusal or 'it will be taken'}")
        if not world.happens(trouble.lost_request, "request lost"):
            world.requests.append(Request(world.clock.true + timedelta(seconds=delay), take))
            if self.repeat_within and world.happens(trouble.delayed, "request doubled"):
                again = timedelta(seconds=min(delay + 1.0, _LONGEST_DELAY))
                world.requests.append(Request(world.clock.true + again, take))
        answered = delay + world.random.uniform(0.05, 1.0)
        if world.happens(trouble.lost_reply, "reply lost"):
            await world.park(min(answered, 20.0))
            raise Uncertain("The connection was cut.")
        await world.park(min(answered, sending.SEND_WITHIN.total_seconds()))
        answer = self.answers.pop(number, None)
        if answer is None:
            raise Uncertain("There was no answer.")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _refusal(self, to: Destination, key: str) -> Exception | None:
        """What the platform says in place of taking a post."""
        world, trouble = self.world, self.world.trouble
        if to in world.lost_places:
            return Rejected("I am not in that channel.", Reason.PLACE_LOST)
        if world.happens(trouble.refused, "place lost"):
            world.lost_places[to] = world.clock.true + timedelta(hours=world.random.uniform(1, 50))
            return Rejected("I am not in that channel.", Reason.PLACE_LOST)
        if world.happens(trouble.banned, "banned"):
            world.excused.add(key)
            return Postponed("Banned.", 82_721)
        if world.happens(trouble.limited, "limited"):
            return Postponed("Too fast.", world.random.uniform(1, 120))
        return None

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        world = self.world
        await world.park(world.random.uniform(0.05, 2.0))
        if world.happens(world.trouble.history_down, "history down"):
            raise Postponed("Wait.", world.random.uniform(1, 60))
        if key in world.unreadable or world.happens(world.trouble.unreadable, "history unreadable"):
            world.unreadable.add(key)
            raise Unreadable("I cannot read that channel's history.")
        found = await self.port.look_up(to, key, since, until)
        world.note(key, f"the history from {since} to {until} has {found}")
        return found


class Admin:
    """Makes the schedules, and resumes what was paused once its reason is mended."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.made: list[Schedule] = []
        self.resumed: dict[tuple[str, int], list[datetime]] = {}
        """When each schedule was resumed, by what the machine's clock said."""

    async def make_schedules(self, number: int) -> None:
        world = self._world
        zones = ["Europe/Berlin", "Africa/Cairo", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kolkata"]
        async with world.database.write() as connection:
            for each in range(number):
                platform = (FORGETFUL, CAREFUL)[each % 2]
                made = draft(
                    tenant=f"{platform}:{each % 3}",
                    platform=platform,
                    place=f"place{each}",
                    time=world.random.choice(["00:00", "02:30", "09:00", "09:00", "23:30"]),
                    days=world.random.choice(["every day", "every day", "every weekday", "every 2 days"]),
                    zone=world.random.choice(zones),
                    starts=BEGIN.date(),
                    late=Late.SKIP if each % 5 == 4 else Late.POST,
                )
                first = next(occurrences(rule_of(made), BEGIN))
                self.made.append(await schedules.add(connection, made, first.day, first.at))

    async def mend(self) -> None:
        """Resume what was paused, where the place is back."""
        world = self._world
        for place in [place for place, back in world.lost_places.items() if back <= world.clock.true]:
            del world.lost_places[place]
        async with world.database.write() as connection:
            for made in self.made:
                here = Destination(made.tenant, made.place)
                now = await schedules.find(connection, made.tenant, made.number)
                if now is None or now.state is not schedules.State.PAUSED or here in world.lost_places:
                    continue
                following = next(occurrences(rule_of(now), world.clock.now))
                await schedules.activate(connection, made.tenant, made.number, following.day, following.at)
                self.resumed.setdefault((made.tenant, made.number), []).append(world.clock.now)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run."""

    seed: int
    days: int
    posts: int
    ends: Counter[str]
    faults: Counter[str]
    calls: int
    wrong: tuple[str, ...]


async def simulate(seed: int, days: int, database: Database, *, number: int = 4, watched: str = "") -> Report:
    """Let a world go by.

    Args:
        seed: decides everything.
        days: how many.
        database: empty.
        number: schedules there are.
        watched: the key of a post of which everything is told.
    """
    world = World(seed, database, watched)
    admin = Admin(world)
    await admin.make_schedules(number)
    end = BEGIN + timedelta(days=days)
    await _live(world, admin, end, quiet=False)
    world.trouble, world.clock.off_by = Trouble(), timedelta(0)
    for worker in world.workers:
        worker.until = None if worker.until is None else world.clock.true
    await _live(world, admin, end + timedelta(days=2), quiet=True)
    wrong, ends = await _check(world, admin, end)
    posts = sum(len(each.port.log) for each in world.ports.values())
    calls = sum(next(each._numbers) for each in world.ports.values())
    return Report(seed, days, posts, ends, world.faults, calls, tuple(wrong))


async def _live(world: World, admin: Admin, end: datetime, *, quiet: bool) -> None:
    day: date | None = None
    idle_ticks = 0
    while world.clock.true < end:
        if world.clock.true.date() != day:
            day = world.clock.true.date()
            await admin.mend()
            if not quiet:
                await _choose_trouble(world)
        for request in [each for each in world.requests if each.arrives <= world.clock.true]:
            world.requests.remove(request)
            request.take()
        await world.start_spawned()
        if ready := world.ready():
            await world.move(world.random.choice(ready))
            idle_ticks = 0
        elif idle_ticks < 2 and not await _is_nothing_due(world):
            for worker in world.random.sample(world.workers, world.random.randint(1, _WORKERS)):
                worker.tick()
            await world.start_spawned()
            idle_ticks += 1
        else:
            idle_ticks = 0
            await _go_on(world, end)


async def _choose_trouble(world: World) -> None:
    """What kind of a day it is."""
    kind = world.random.random()
    world.trouble = ORDINARY if kind < 0.4 else DEADLY if kind < 0.9 else CLOCKS
    jump = timedelta(0)
    if world.trouble is CLOCKS:
        jump = world.random.choice([timedelta(hours=-1), timedelta(days=1), timedelta(minutes=3)])
        world.faults["clock set"] += 1
    for worker in world.workers:  # a process looks at its clock every second
        worker.outbox._watch.look(world.clock.now, world.clock.steady())
    if jump != world.clock.off_by:
        world.outages.append((world.clock.true - timedelta(hours=26), world.clock.true + timedelta(hours=50)))
        world.clock.off_by = jump
    elif world.trouble is DEADLY and world.happens(0.1, "outage"):
        hours = world.random.choice([0.5, 1.5, 5.0, 60.0])
        begin = world.clock.true + timedelta(hours=world.random.uniform(0, 20))
        world.outages.append((begin, begin + timedelta(hours=hours)))


async def _is_nothing_due(world: World) -> bool:
    following = await _next_due(world)
    return following is None or following > world.clock.now


async def _next_due(world: World) -> datetime | None:
    async with world.database.read() as connection:
        found = [each for each in (await connection.execute(_NEXT_DUE)).one() if each is not None]
    return from_milliseconds(min(found)) if found else None


_NEXT_DUE = select(
    select(func.min(schedule.c.next_run_at)).scalar_subquery(), select(func.min(outbox.c.next_try)).scalar_subquery()
)


async def _go_on(world: World, end: datetime) -> None:
    """Let time go by until something happens."""
    now = world.clock.true
    moments = [parked.wake for parked in world.parked.values()] + [each.arrives for each in world.requests]
    moments += [worker.until for worker in world.workers if worker.until is not None]
    moments += [datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1), end]
    alive = any(worker.until is None for worker in world.workers)
    if alive and (due := await _next_due(world)) is not None:
        moments.append(max(due - world.clock.off_by, now + timedelta(seconds=1)))
    later = min(each for each in moments if each > now)
    world.clock.true = max(now + timedelta(seconds=1), later)
    for begin, finish in world.outages:
        if begin <= world.clock.true < finish and finish - begin <= timedelta(hours=61) and world.trouble is DEADLY:
            for worker in world.workers:
                await worker.die((finish - world.clock.true).total_seconds())
    for worker in world.workers:
        worker.rise()


async def _check(world: World, admin: Admin, end: datetime) -> tuple[list[str], Counter[str]]:
    """What is wrong in the end: lost, doubled, late without a mark, or without a reason."""
    async with world.database.read() as connection:
        posts = [post_of(row) for row in (await connection.execute(select(outbox))).mappings()]
        planned = {
            (row.tenant, row.schedule, row.day): row.post for row in await connection.execute(select(occurrence))
        }
    logged: dict[str, list[Any]] = {}
    for network in world.ports.values():
        for taken in network.port.log:
            logged.setdefault(taken.key, []).append(taken)
    by_key = {post.key: post for post in posts}
    wrong = [f"{key} was posted, and nobody knows of it" for key in logged.keys() - by_key.keys()]
    for post in posts:
        wrong += _what_is_wrong(world, post, logged.get(post.key, []))
    for made in admin.made:
        wrong += _what_is_missing(admin, made, planned, end)
    return wrong, Counter(str(post.state) for post in posts)


def _what_is_wrong(world: World, post: Post, taken: list[Any]) -> list[str]:
    name = f"{post.tenant} {post.schedule} of {post.due:%Y-%m-%d %H:%M} ({post.key}, {post.state}: {post.reason})"
    allowed = {State.SENT: (1,), State.SKIPPED: (0,), State.FAILED: (0,), State.UNKNOWN: (0, 1)}
    if post.state not in allowed:
        return [f"{name} has not ended"]
    wrong = []
    if len(taken) not in allowed[post.state]:
        wrong.append(f"{name} is there {len(taken)} times")
    if post.state is not State.SENT and not post.reason:
        wrong.append(f"{name} has no reason")
    if post.state is State.UNKNOWN and post.key not in world.unreadable:
        wrong.append(f"{name} could have been known")
    set_clock = any(begin <= post.due <= finish for begin, finish in world.outages)
    patient = post.until - post.due > timedelta(hours=1)  # others may be skipped after a few minutes of trouble
    if post.state is State.SKIPPED and patient and post.key not in world.excused and not set_clock:
        wrong.append(f"{name} was skipped for no reason")
    for each in taken:
        delay = each.at - post.due
        if delay > LATE + GRACE + timedelta(seconds=_LONGEST_DELAY) and not set_clock and "Late: " not in each.text:
            wrong.append(f"{name} came {delay} late and does not say so")
    return wrong


def _what_is_missing(
    admin: Admin, made: Schedule, planned: dict[tuple[str, int, str], str], end: datetime
) -> list[str]:
    """The days for which nothing was planned although the schedule was active."""
    missing: list[str] = []
    resumed = admin.resumed.get((made.tenant, made.number), [])
    for each in occurrences(rule_of(made), BEGIN):
        if each.at >= end:
            return missing
        # before it was resumed, it had been paused, though never for longer than a place is lost
        paused = any(each.at <= back and back - each.at < timedelta(hours=80) for back in resumed)
        if not paused and (made.tenant, made.number, str(each.day)) not in planned:
            missing.append(f"{made.tenant} {made.number} of {each.day} was lost")
    return missing


async def open_database(folder: Path) -> Database:
    """A SQLite file that is read and written in the loop's own thread, and never flushed to the disk.

    Only one worker moves at a time, so nobody would gain by a thread; and it is the processes that die here, not the
    machine.
    """
    path = folder / "simulation.db"
    writing, reading = (
        create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(path)),
            pool_size=1,
            connect_args={"isolation_level": None, "check_same_thread": False},
        )
        for _ in range(2)
    )
    for each in (writing, reading):
        event.listen(each.sync_engine, "connect", _hurry)
    event.listen(writing.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    await migrate(writing, path)
    return Database(writing, reading, await FileLock.acquire(path, 1.0))


def _hurry(connection: Any, _record: object) -> None:
    async def at_once(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return work(*arguments, **named)

    connection.driver_connection._execute = at_once
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


async def run(seed: int, days: int, watched: str = "") -> Report:
    """A run on a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(Path(folder))
        try:
            return await simulate(seed, days, database, watched=watched)
        finally:
            await database.close()


def main() -> None:
    """Run, and say what came of it."""
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
    """A report in a few lines."""
    lines = [
        f"seed {report.seed}, {report.days} days: {report.posts} posts taken in {report.calls} calls; "
        f"{dict(sorted(report.ends.items()))}; faults: {dict(sorted(report.faults.items()))}"
    ]
    lines += [f"  WRONG: {each}" for each in report.wrong]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
