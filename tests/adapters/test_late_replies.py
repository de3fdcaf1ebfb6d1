"""Real processes, killed with SIGKILL after acknowledging a request and before answering it: the next one answers."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import owed
from tests import mortal
from tests.adapters.slack.conftest import words
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack, Fault, payloads
from tests.fakes.slack.driver import BySocket
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN
from tests.packs import PETS
from tests.patience import FOREVER
from tests.rows import rows

SHORTER = 10.0
ROUNDS = 2
COUNT = select(func.count()).select_from(owed)

Start: TypeAlias = Callable[[dict[str, str]], ForkServerProcess]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start `versed run` on the same database, as often as needed; all processes are killed in the end."""
    living: list[ForkServerProcess] = []
    settings = {
        "VERSED_DATABASE_URL": database_url,
        "VERSED_CONTENT": str(PETS),
        "VERSED_CACHE": str(tmp_path / "cache"),
    }

    def run(more: dict[str, str]) -> ForkServerProcess:
        living.append(mortal.start(settings | more, SHORTER, tmp_path / "log", slow=True))
        return living[-1]

    yield run
    for each in living:
        each.kill()
        each.join()


async def are_owed(url: str) -> int:
    """How many requests are kept, counted without disturbing anyone."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as looking:
            return int(looking.execute(str(COUNT)).fetchone()[0])
    database = await Database.open(url)
    ((found,),) = await rows(database, COUNT)
    await database.close()
    return int(found)


async def kill(process: ForkServerProcess, random: Random) -> None:
    """Kill a process, now or a little later."""
    for _ in range(random.choice((0, 10, 1000))):
        await asyncio.sleep(0)
    process.kill()
    process.join()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(FOREVER):
        while not holds():
            await asyncio.sleep(0.01)


async def settled(url: str) -> None:
    async with asyncio.timeout(FOREVER):
        while await are_owed(url):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("seed", [1, 2])
async def test_on_discord(start: Start, database_url: str, seed: int) -> None:
    random = Random(seed)
    async with FakeDiscord() as discord:
        more = {"DISCORD_TOKEN": discord.token, "VERSED_DISCORD_API": discord.root}
        process = start(more)
        await discord.gateway.ready()
        for _ in range(ROUNDS):
            discord.requests.clear()
            held = asyncio.Event()
            discord.fail("PATCH /webhooks/.*", until=held, accept=random.random() < 0.5)
            used = await (await discord.use("progress")).answered()
            assert used.type == 5
            await discord.until(lambda: discord.sent("PATCH", "/messages/@original"))
            await kill(process, random)
            held.set()
            assert await are_owed(database_url) == 1
            await discord.until(lambda: not discord.gateway.live)
            discord.gateway.sessions.clear()
            process = start(more)
            await discord.gateway.ready()
            await settled(database_url)
            (shown,) = used.messages
            assert shown.text
        assert discord.complaints == []
        await kill(process, random)  # or it would keep calling a server that's closing


@pytest.mark.parametrize("seed", [1, 2])
async def test_on_slack(start: Start, database_url: str, seed: int) -> None:
    random = Random(seed)
    async with FakeSlack() as slack:
        more = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "VERSED_SLACK_API": slack.root}
        driver = BySocket(slack)
        process = start(more)
        await slack.sockets.connected()
        for number in range(ROUNDS):
            held = asyncio.Event()
            where = "response" if number else "users.info"  # a process asks for each user only once
            slack.fail(where, Fault(until=held))
            before = len(slack.calls(where))
            await driver.deliver(payloads.command(slack, "privacy"))
            await slack.wait_for(where, before + 1)
            await kill(process, random)
            assert await are_owed(database_url) == 1
            await slack.sockets.gone()
            answered = len(slack.calls("response"))
            process = start(more)
            await settled(database_url)
            held.set()
            assert len(slack.calls("response")) == answered + 1
            assert words(slack.calls("response")[-1].arguments)
        assert slack.broken == []
        await kill(process, random)
