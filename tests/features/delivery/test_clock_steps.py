"""The real process, `versed run`, with a fake Discord or Slack, while the machine's clock is set (libfaketime)."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.features.scheduling.store import schedules
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack.server import BOT_TOKEN, GENERAL, SIGNING_SECRET
from tests.features.delivery import clocked
from tests.features.delivery.clocked import Machine
from tests.features.delivery.conftest import draft
from tests.packs import PETS
from tests.patience import FOREVER

MANAGE_GUILD = str(1 << 5 | 1 << 10 | 1 << 11)
STEPS = ("+1h", "+0", "+1d", "+0", "-1h", "-1d")
"""Offsets that the clock is set to, one after another: an hour and a day ahead, then an hour and a day behind."""

pytestmark = pytest.mark.skipif(
    clocked.FAKETIME is None, reason="needs libfaketime (Debian: apt-get install libfaketime)"
)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(validates=False) as fake:
        yield fake


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with clocked.machine(tmp_path_factory.mktemp("machine")) as machine:
        yield machine


@pytest.fixture
def clock(machine: Machine) -> Machine:
    """Return a machine on which nothing runs and whose clock is right."""
    machine.kill()
    machine.set("+0")
    return machine


@contextmanager
def a_process(folder: Path, clock: Machine, *, hasty: bool, **settings: str) -> Iterator[Path]:
    """Run a process on that machine, which is killed at the end; yield the file with its output."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("VERSED_", "DISCORD_", "SLACK_"))
    }
    common = {"VERSED_CACHE": str(folder / "cache"), "VERSED_CONTENT": str(PETS)}
    path = folder / "versed.log"
    clock.start(kept | common | settings, path, hasty=hasty)
    try:
        yield path
    finally:
        clock.kill()


@asynccontextmanager
async def on_discord(folder: Path, clock: Machine, discord: FakeDiscord, url: str) -> AsyncIterator[Path]:
    """Run a process that serves the fake Discord."""
    settings = {"DISCORD_TOKEN": discord.token, "VERSED_DISCORD_API": discord.root, "VERSED_DATABASE_URL": url}
    with a_process(folder, clock, hasty=False, **settings) as said:
        await discord.gateway.ready()
        yield said


@pytest.fixture
async def log(database_url: str, tmp_path: Path, discord: FakeDiscord, clock: Machine) -> AsyncIterator[Path]:
    """The output of a process that serves the fake Discord and has that clock."""
    async with on_discord(tmp_path, clock, discord, database_url) as said:
        yield said


def test_the_wall_clock_of_a_process_is_set_and_no_other(clock: Machine) -> None:
    told = []
    for off_by in ("+0", "-1d"):
        clock.set(off_by)
        told.append(clock.times())
    (wall, steady), (wall_after, steady_after) = told
    went_on = steady_after - steady
    assert 0 < went_on < FOREVER
    assert abs(wall_after - wall + 24 * 3600 - went_on) < 60


async def test_posts_go_out_whatever_is_done_to_the_clock(discord: FakeDiscord, clock: Machine, log: Path) -> None:
    for number in range(len(STEPS) + 1):
        await make_schedule(discord, number + 1)
    await post_now(discord, 1)
    for number, off_by in enumerate(STEPS, 2):
        clock.set(off_by)
        await post_now(discord, number)
    posted = discord.messages[discord.channel]
    assert len({each.nonce for each in posted}) == len(posted) == len(STEPS) + 1
    assert "Late:" not in "".join(each.text for each in posted)
    assert "Traceback" not in log.read_text()


async def make_schedule(discord: FakeDiscord, number: int) -> None:
    """Make a schedule that isn't due until long after anything the clock is set to."""
    starts = datetime.now(UTC).date() + timedelta(days=30)
    used = await discord.use("schedule tip", time=f"09:{number:02}", start=str(starts), permissions=MANAGE_GUILD)
    assert f"schedule {number}" in (await used.shown()).text


async def post_now(discord: FakeDiscord, number: int) -> None:
    """Post a schedule's next message at once, and wait until it's there."""
    used = await discord.use("schedule now", schedule=str(number), permissions=MANAGE_GUILD)
    assert "Posting" in (await used.shown()).text
    async with asyncio.timeout(FOREVER):
        await discord.posted(number)


@pytest.mark.parametrize(("off_by", "set_to"), [("+1h", None), ("-1h", None), ("+1h", "+0"), ("-1d", "+0")])
async def test_a_post_sent_to_slack_under_a_wrong_clock_is_there_once(
    tmp_path: Path, clock: Machine, off_by: str, set_to: str | None
) -> None:
    """Slack posts a repeated request again, so everything depends on finding the post in the channel's history."""
    path = tmp_path / "versed.db"
    async with FakeSlack() as slack:
        slack.fail("chat.postMessage", Fault(drop=True, accept=True))
        await make_due(path, HOURS[off_by])
        clock.set(off_by)
        with on_slack(tmp_path, clock, slack, path):
            await until(lambda: len(slack.messages[GENERAL]) == 1 and (set_to is not None or is_sent(path)))
        if set_to is not None:
            clock.set(set_to)
            with on_slack(tmp_path, clock, slack, path):
                await until(lambda: is_sent(path))
        assert len(slack.messages[GENERAL]) == 1
        assert slack.calls("conversations.history")


HOURS = {"+1h": 1, "-1h": -1, "+1d": 24, "-1d": -24}


async def make_due(path: Path, hours: int) -> None:
    """Add a schedule with a single day that is due by a clock that's off by the given hours."""
    database = await Database.open(f"sqlite:///{path}")
    now = datetime.now(UTC) + timedelta(hours=hours, seconds=-1)
    made = draft(tenant="slack:T0HOME", place=GENERAL, zone="UTC", starts=now.date(), ends=now.date())
    await database.transact(lambda transaction: schedules.add(transaction, made, now.date(), now))
    await database.close()


def on_slack(folder: Path, clock: Machine, slack: FakeSlack, path: Path) -> AbstractContextManager[Path]:
    """Run a hasty process that serves the fake Slack."""
    settings = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "VERSED_SLACK_API": slack.root,
        "VERSED_HTTP_PORT": "0",
        "VERSED_DATABASE_URL": f"sqlite:///{path}",
    }
    return a_process(folder, clock, hasty=True, **settings)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(FOREVER):
        while not what():
            await asyncio.sleep(0.05)


def is_sent(path: Path) -> bool:
    """Return whether the only post in a database that a process is using is known to have arrived."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.execute("SELECT state FROM outbox")) == [("sent",)]


async def test_a_game_goes_on_after_a_kill_and_a_step_back(
    tmp_path: Path, discord: FakeDiscord, clock: Machine
) -> None:
    """Its question would stay open for an hour if the next process believed its machine's clock."""
    url = f"sqlite:///{tmp_path / 'versed.db'}"
    clock.set("+1h")
    async with on_discord(tmp_path, clock, discord, url):
        used = await discord.use("game start", questions=1, seconds=10, mode="everyone", permissions=MANAGE_GUILD)
        await used.shown()
        board = await discord.posted()
        for button in ("Join", "Start"):
            await (await discord.press(board, button, permissions=MANAGE_GUILD)).shown()
        await discord.until(lambda: "Question 1 of 1" in discord.messages[discord.channel][-1].text)
    clock.set("+0")
    async with on_discord(tmp_path, clock, discord, url) as said:
        await discord.until(lambda: any("The right " in each.text for each in discord.messages[discord.channel]))
        assert "Traceback" not in said.read_text()
