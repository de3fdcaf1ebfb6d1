"""A simulated world: its time, its machine's clock, and the processes that live and die in it, one step at a time."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple, TypeVar

from bot.features.delivery.delivery import Delivery
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.port import Destination
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Led, Slow
from tests.features.delivery.network import ORDINARY, Network, Request

_T = TypeVar("_T")

BEGIN = datetime(2026, 3, 20, 0, 0, tzinfo=UTC)
WORKERS = 3
_SLOTS = 4


class Setting(NamedTuple):
    """A setting of the machine's clock: when it was made, in true time, and how far off the clock is after that."""

    at: datetime
    off_by: timedelta


@dataclass(eq=False)
class Parked:
    """A task that waits for its next step."""

    owner: "Worker"
    wake: datetime
    go: "asyncio.Future[None]"
    may_freeze: bool


class World:
    """Time, the network and everything that moves.

    Args:
        seed: decides everything.
        database: where the workers store what they know.
        watched: the key of a post whose every event is printed.
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
        """When they're back, in true time."""
        self.lost_at: dict[Destination, datetime] = {}
        self.paused: dict[tuple[str, int], list[tuple[datetime, datetime]]] = {}
        """When schedules were paused because their places were lost, in true time."""
        self.outages: list[tuple[datetime, datetime]] = []
        """When no process was running, in true time."""
        self.settings = [Setting(BEGIN, timedelta(0))]
        """How far the clock was off, and since when."""
        self.to_be_set: list[Setting] = []
        self.ports: dict[str, Network] = {
            FORGETFUL: Network(self, FakePort(self.clock)),
            CAREFUL: Network(self, FakePort(self.clock, repeat_within=timedelta(seconds=60))),
        }
        self.workers = [Worker(self, number) for number in range(WORKERS)]

    def note(self, key: str, what: str) -> None:
        if key == self.watched:
            print(f"  {self.clock.true}, by the machine's clock {self.clock.now}: {what}")

    def set_clock(self) -> None:
        """Set the machine's clock, if it's time to."""
        for each in [each for each in self.to_be_set if each.at <= self.clock.true]:
            self.to_be_set.remove(each)
            if each.off_by == self.clock.off_by:
                continue
            self.faults["clock set"] += 1
            running = [worker for worker in self.workers if worker.until is None]
            for worker in running:  # a process looks at its clock every second
                watched = worker.outbox._clock
                watched.guard = watched.guard.look(self.clock.now, self.clock.steady())
            self.clock.off_by = each.off_by
            self.settings.append(Setting(self.clock.true, each.off_by))
            for worker in running:  # even if nothing is due: the ticker doesn't follow a clock that can be set
                worker.tick()

    def happens(self, chance: float, what: str) -> bool:
        if self.random.random() >= chance:
            return False
        self.faults[what] += 1
        return True

    async def park(self, seconds: float = 0.0, *, may_freeze: bool = False) -> None:
        """End a step; the task goes on when it's moved, but not before the given seconds have passed."""
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
        """Let a task take one step, unless its worker dies or freezes for a while instead."""
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
        self.planner = Planner(database, {"tip": Led(), "report": Slow()}, self.world.clock, random)
        self.outbox = Delivery(database, ports, self.world.clock, ScheduleOutcomes({}))
        self.ticking = False

    async def die(self, seconds: float) -> None:
        """Be killed, and stay dead for the given seconds."""
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
        await self.outbox.is_any_due()  # asked at each tick, it notices a clock that was set back
        for platform in self.world.ports:
            for post in await self.outbox.claim(platform, _SLOTS):
                self.world.spawned.append((self, self.outbox.deliver(post)))
        self.ticking = False


class Watched:
    """A database in whose calls a process may die."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def read(self, work: Callable[[Transaction], _T]) -> _T:
        found = await self._world.database.read(work)
        await self._world.park(may_freeze=True)
        return found

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        await self._world.park(may_freeze=True)
        done = await self._world.database.transact(work)
        await self._world.park(may_freeze=True)
        return done

    async def transact_together(self, work: Callable[[Transaction], _T]) -> _T:
        return await self.transact(work)  # workers act one after another, so there's nothing to put together

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        return await self.transact(work)  # … nor does anyone hold rows for long
