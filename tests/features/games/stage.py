"""A stage for real processes that are killed: fakes of both platforms in this process, `versed run` in others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests import mortal
from tests.fakes.crowd import OnDiscord, OnSlack, Side
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN
from tests.patience import FOREVER

_QUESTIONS = """
objectives:
  - {id: O1, topic: all, statement: Whoever presses takes part.}
questions:
"""
_QUESTION = """
  - type: choice
    id: q%(number)d
    prompt: What about number %(number)d?
    options:
      - {text: Left %(number)d, correct: true, why: "REVEALED-q%(number)d"}
      - {text: Right %(number)d, why: That is the other way.}
      - {text: Straight on %(number)d, why: That leads nowhere.}
    objectives: [O1]
"""
_PACK = """
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


class Stage:
    """Both platforms, and the processes that serve them.

    Args:
        url: of the database.
        folder: for the pack, the cache and the log.
        replicas: processes at a time.
        lease: seconds for which they hold games, which then also pause less; None for the usual times.
        shorter: how many times shorter all other waits are.
    """

    def __init__(
        self, url: str, folder: Path, *, replicas: int = 1, lease: float | None = 1.0, shorter: float = 1.0
    ) -> None:
        self.discord = FakeDiscord(validates=False)
        self.slack = FakeSlack()
        self.kills = 0
        self._url, self._folder = url, folder
        self._replicas, self._lease, self._shorter = replicas, lease, shorter
        self._living: dict[int, ForkServerProcess] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[list[Side]]:
        """Open both sides, with their people."""
        _write_pack(self._folder)
        async with self.discord, self.slack:
            sides: list[Side] = [OnDiscord(self.discord), OnSlack(self.slack)]
            try:
                yield sides
            finally:
                for process in self._living.values():
                    process.kill()
                    process.join()

    async def start(self, shard: int = 0) -> None:
        """Start a process, and wait until it serves both."""
        environment = {
            "DISCORD_TOKEN": self.discord.token,
            "VERSED_DISCORD_API": self.discord.root,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "VERSED_SLACK_API": self.slack.root,
            "VERSED_DATABASE_URL": self._url,
            "VERSED_CONTENT": str(self._folder / "quick"),
            "VERSED_CACHE": str(self._folder / "cache"),
            "VERSED_DISCORD_SHARDS": str(self._replicas),
            "VERSED_DISCORD_SHARD_IDS": str(shard),
        }
        sockets, identified = self.slack.sockets, len(self.discord.gateway.identified)
        last = sockets.open[-1:]
        log = self._folder / "versed.log"
        self._living[shard] = mortal.start(environment, self._shorter, log, lease=self._lease)
        async with asyncio.timeout(FOREVER):
            while len(self.discord.gateway.identified) == identified or sockets.open[-1:] in ([], last):
                await asyncio.sleep(0.01)

    def kill(self, shard: int = 0) -> None:
        """Kill a process with -9."""
        process = self._living.pop(shard)
        assert process.is_alive(), "it has ended by itself"
        process.kill()
        process.join()
        self.kills += 1

    def shard_of(self, owner: str) -> int:
        """Return the process that holds games under a name."""
        return next(shard for shard, process in self._living.items() if mortal.owner(process) == owner)

    @property
    def log(self) -> str:
        """Everything the processes have logged."""
        return (self._folder / "versed.log").read_text()

    @property
    def drawn(self) -> int:
        """How often boards were posted or changed on Discord; only the process that holds the game does that."""
        return sum(each.path.startswith("/channels/") for each in self.discord.requests)


def _write_pack(folder: Path) -> None:
    (folder / "quick").mkdir()
    (folder / "quick" / "pack.yaml").write_text(_PACK)
    questions = "".join(_QUESTION % {"number": number} for number in range(20))
    (folder / "quick" / "items.yaml").write_text(_QUESTIONS + questions)
