"""Telling each player, in private, what came of their answer once its question has closed.

The handles on private answers are secrets that soon expire. So they stay in the memory of the process that took the
press, and that's the one that tells what came of it, whichever runs the game. After a crash the board alone says it.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.features.delivery.teller import Teller
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import Journal
from bot.features.games.model import Key, Person
from bot.features.games.personal_results import personal_results, time_is_up
from bot.features.games.state import GamePhase
from bot.language.clock import Clock
from bot.language.message import Message
from bot.runtime.bulkhead import OutageError, bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_LOOK = timedelta(seconds=1)
"""Between two looks at a game that another replica runs."""

_FAREWELL = 3.0
"""Seconds for telling what's under way when this process stops."""


@dataclass(slots=True, eq=False)
class _Game:
    """A game in which someone here is to be told something.

    Args:
        journal: of it.
        pending: by position, the handles on the answers of those to be told.
        told: the handles on answers that are out of date once there's a new one.
        changed: set whenever something has happened.
    """

    journal: Journal
    pending: dict[int, dict[Person, str]] = field(default_factory=dict)
    told: dict[Person, str] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def closed(self) -> list[int]:
        """Return the positions of closed questions whose results nobody has been told yet."""
        rounds = self.journal.state.rounds
        return [position for position in self.pending if position < len(rounds) and not rounds[position].open]

    def is_answering(self, who: Person, after: int) -> bool:
        """Return whether someone has been answered to a question after the one at a position."""
        return any(who in handles for position, handles in self.pending.items() if position > after)


class Telling:
    """Tells players what came of their answers.

    Args:
        packs: those of games.
        teller: changes private answers.
        database: whether other replicas run games, too.
        clock: the time.
    """

    def __init__(self, packs: GamePacks, teller: Teller, database: Database, clock: Clock) -> None:
        self._packs = packs
        self._teller = teller
        self._database = database
        self._clock = clock
        self._games: dict[Key, _Game] = {}
        self._tasks = Tasks()

    def expect(self, journal: Journal, who: Person, position: int, reply: str) -> None:
        """Tell someone what comes of a question once it has closed.

        Args:
            journal: of the game.
            who: has answered it, or is about to.
            position: of the question.
            reply: the handle on what they were answered in private; "" if there's none.
        """
        if not reply or not self._teller.can_tell(who.tenant):
            return
        game = self._games.get(journal.key)
        if game is None:
            game = self._games[journal.key] = _Game(journal)
            self._tasks.start(self._follow(game))
        game.pending.setdefault(position, {})[who] = reply
        if (old := game.told.pop(who, None)) is not None:
            self._tasks.start(self._teller.take_back(who.tenant, old))
        game.changed.set()

    def forget(self, who: Person) -> None:
        """Tell someone nothing more who has been erased."""
        for game in self._games.values():
            game.told.pop(who, None)
            for handles in game.pending.values():
                handles.pop(who, None)

    async def close(self) -> None:
        """Finish telling what's under way."""
        games, self._games = list(self._games.values()), {}
        for game in games:
            game.changed.set()
        await self._tasks.drain(_FAREWELL)

    async def _follow(self, game: _Game) -> None:
        """Tell what comes of a game's questions, to its end."""
        unsubscribe = game.journal.subscribe(lambda _effects: game.changed.set())
        try:
            while self._games.get(game.journal.key) is game:
                game.changed.clear()
                for position in game.closed():
                    self._tasks.start(self._tell(game, position, game.pending.pop(position)))
                if game.journal.state.phase is GamePhase.ENDED:
                    break
                await self._wait(game)
        finally:
            unsubscribe()
            self._games.pop(game.journal.key, None)

    async def _wait(self, game: _Game) -> None:
        """Wait until something happens; where another replica may run the game, look for it."""
        if not (self._database.shared and game.pending):
            await game.changed.wait()
            return
        await self._clock.wait(game.changed, self._clock.now() + _LOOK)
        try:
            await game.journal.catch_up(_LOOK.total_seconds() / 2)
        except OutageError as error:
            _log.info("players have to wait for their results: %s", error)

    async def _tell(self, game: _Game, position: int, handles: Mapping[Person, str]) -> None:
        """Tell everybody what came of a question."""
        with bulkhead("personal results"):
            if self._database.shared and not await self._has_all(game, position):
                return
            state = game.journal.state
            await self._packs.load(state)
            posed = self._packs.question_at(state, position)
            if posed is None:
                return
            results = personal_results(state, posed, handles)
            strangers = [who for who in handles if who not in state.players and who not in state.kicked]
            said = {**results, **dict.fromkeys(strangers, time_is_up())}
            await asyncio.gather(*(self._see_to(game, position, who, handles[who], said[who]) for who in said))

    async def _has_all(self, game: _Game, position: int) -> bool:
        """Read the answers that other replicas took; return whether they could be read."""
        try:
            await game.journal.read_answers(position)
        except OutageError as error:
            _log.warning("players weren't told their results: %s", error)
            return False
        return True

    async def _see_to(self, game: _Game, position: int, who: Person, reply: str, said: Message) -> None:
        """Tell one player, unless they're already at the next question; old news is dropped."""
        if not game.is_answering(who, position):
            await self._teller.tell(who.tenant, reply, said)
        if game.is_answering(who, position):
            await self._teller.take_back(who.tenant, reply)
        else:
            game.told[who] = reply
