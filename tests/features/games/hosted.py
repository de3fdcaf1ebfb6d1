"""A bot with games, for tests: members join and answer, and games run on the test's own clock."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bot.content.reading.library import Library
from bot.features.games.actions import PlayChoice
from bot.features.games.composer import Composer
from bot.features.games.game_packs import GamePacks
from bot.features.games.hosting import Hosting
from bot.features.games.invitations import Invitations
from bot.features.games.journal import Journal
from bot.features.games.playing import Playing
from bot.features.games.rules import Rules, rules_of
from bot.features.games.running_games import RunningGames
from bot.features.games.state import GameState
from bot.features.games.store import leases
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.options import options_of
from bot.features.quizzes.questions import bank
from bot.illustrations.illustrator import Illustrator
from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.permissions import Permissions
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.packs import PETS, take_out
from tests.patience import FOREVER, STORY

HERE = Tenant("web:playground", "Playground")
GENERAL = Place("general", "#general")
CHOICES = {"choice", "true-false", "which-side"}


class Bot:
    """One replica."""

    def __init__(
        self,
        database: Database,
        clock: Clock | None = None,
        lease: timedelta | None = None,
        patience: float = FOREVER,
        seed: int = 1,
        pack: Path = PETS,
    ) -> None:
        self.database = database
        self.library = Library([pack])
        self.pictures = PictureCache()
        self.clock = clock or FakeClock()
        self.shelf = Shelf(self.library, database)
        packs = GamePacks(self.shelf)
        composer = Composer(packs, Illustrator(self.library, self.pictures))
        self.packs = packs
        self.boards = FakeBoards(self.clock)
        places = {"web": self.boards, "slack": self.boards}
        self.running_games = RunningGames(database, packs, composer, places, self.clock, *([lease] if lease else []))
        self.play = Playing(self.running_games, packs, database, patience)
        random = Random(seed)
        self.hosting = Hosting(self.running_games, database, Permissions({}), random)
        self.invitations = Invitations(self.running_games, database, Permissions({}), random)
        self._running = asyncio.create_task(self.running_games.run())

    async def close(self) -> None:
        """Stop as on SIGTERM."""
        await self._stop()
        await self.running_games.close()
        self.pictures.close()

    async def die(self) -> None:
        """Stop as on SIGKILL: nothing is released."""
        await self._stop()
        for held in self.running_games._held.values():
            held.task.cancel()
        await asyncio.gather(*(held.task for held in self.running_games._held.values()), return_exceptions=True)
        self.pictures.close()

    async def lose(self) -> None:
        """Let its leases on games run out, by every clock."""
        await lose(self.running_games)

    async def _stop(self) -> None:
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running

    def asker(
        self, name: str, *, tenant: Tenant = HERE, place: Place = GENERAL, administrator: bool = False
    ) -> Asker:
        return Asker(tenant, place, Member(name.lower(), name, administrator=administrator), self.clock.now())

    async def start(self, count: int = 3, *, kinds: set[str] | None = CHOICES, **rules: Any) -> Journal:
        """Open a lobby, hosted by Ana, with questions of the given kinds only."""
        pack = self.library.default
        take_out(pack, [name for name, each in bank(pack).items() if kinds is not None and each.type not in kinds])
        chosen: dict[str, Any] = {"mode": "teams", "seconds": 20, "pooling": "mean", "streaks": "no"} | rules
        teams = chosen.pop("teams", None)
        await self.hosting.start(self.asker("Ana"), pack, (), count, _rules(chosen), teams)
        return await self.running_games.finder.here(self.asker("Ana"))

    async def join(self, journal: Journal, *names: str, team: str = "") -> None:
        for name in names:
            await self.play.join(self.asker(name), journal, team)

    async def act(self, journal: Journal, act: str, name: str = "Ana", player: int = 0) -> Message:
        return await self.hosting.act(self.asker(name), journal, act, player)

    async def answer(self, journal: Journal, name: str, choice: int = 0, position: int | None = None) -> Message:
        at = len(journal.state.rounds) - 1 if position is None else position
        return await self.play.choose(self.asker(name), PlayChoice(journal.key.game, at, choice))

    async def pass_time(self, lasting: timedelta, step: float) -> None:
        """Turn the clock step by step, and let the replica look after its games at each, however long that takes."""
        assert isinstance(self.clock, FakeClock)
        until = self.clock.now() + lasting
        async with asyncio.timeout(STORY):
            while self.clock.now() < until:
                self.clock.turn(step)
                while not self.clock.is_asleep(self._running):
                    await asyncio.sleep(0.002)

    async def until_open(self, journal: Journal, position: int) -> None:
        """Turn the clock until a question takes answers and is shown."""
        assert isinstance(self.clock, FakeClock)

        def is_open() -> bool:
            current = journal.state.round
            return current is not None and current.position == position and self.clock.now() >= current.opens_at

        await turned_until(self.clock, is_open)
        heading = f"Question {position + 1} of"
        await turned_until(self.clock, lambda: self.boards.now().startswith(heading), 0.01)

    async def until(self, journal: Journal, text: str, place: str = "general", step: float = 0.1) -> None:
        """Turn the clock until the latest board contains a text."""
        assert isinstance(self.clock, FakeClock)
        await turned_until(self.clock, lambda: text in self.boards.now(place), step)

    async def until_over(self, journal: Journal) -> None:
        """Turn the clock until a game is over, its results are saved and its last boards are shown."""
        assert isinstance(self.clock, FakeClock)
        held = self.running_games._held[journal.key]
        await turned_until(self.clock, held.task.done, 0.3)

    def right(self, state: GameState, position: int) -> int:
        """The number of the right option."""
        posed = self.packs.question_at(state, position)
        assert posed is not None
        return next(int(key) for key, _, right in options_of(posed) if right)


async def lose(running_games: RunningGames) -> None:
    """Let a replica's leases on its games run out, by its own clock and by the database's."""
    for held in running_games._held.values():
        held.until = asyncio.get_running_loop().time()
        at, lease = running_games.clock.now(), held.lease
        await running_games._database.transact(partial(leases.renew, held=lease, lease=0, at=at))


def _rules(chosen: dict[str, Any]) -> Rules:
    goal, reading = chosen.get("goal", 0), chosen.get("read", 0)
    rules = rules_of(chosen["mode"], chosen["seconds"], chosen["pooling"], chosen["streaks"], goal, reading)
    return replace(rules, lobby=chosen.get("lobby", timedelta(0)))
