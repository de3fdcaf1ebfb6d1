"""Tells each player in private how they did once a question has closed.

The handles on private replies are secrets that expire soon. So only the process that received the press has them, in
memory, and that process tells the player, whichever replica runs the game. After a crash, only the board has the
results.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.features.delivery.teller import Teller
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.personal_results import personal_results, time_is_up
from bot.features.games.state import GamePhase
from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.runtime.bulkhead import OutageError, bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_LOOK = timedelta(seconds=1)
"""Interval for reading a game that another replica runs."""

_FAREWELL = 3.0
"""Timeout in seconds for pending messages when this process stops."""


@dataclass(slots=True, eq=False)
class _Game:
    """A game with players to tell.

    Args:
        journal: the game's journal.
        pending: the handles on the private replies to update, by position and person.
        told: the handles on results already shown, which are removed at the person's next answer.
        changed: set whenever something has happened.
    """

    journal: Journal
    pending: dict[int, dict[MemberKey, str]] = field(default_factory=dict)
    told: dict[MemberKey, str] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def closed(self) -> list[int]:
        """Return the positions of closed questions whose results are still to be told."""
        rounds = self.journal.state.rounds
        return [position for position in self.pending if position < len(rounds) and not rounds[position].open]

    def is_answering(self, who: MemberKey, after: int) -> bool:
        """Return whether someone has pressed something on a question after the position `after`."""
        return any(who in handles for position, handles in self.pending.items() if position > after)


class Telling:
    """Tells players how they did.

    Args:
        packs: the packs of games.
        teller: edits private replies.
        database: says whether there are other replicas.
        clock: tells the time.
    """

    def __init__(self, packs: GamePacks, teller: Teller, database: Database, clock: Clock) -> None:
        self._packs = packs
        self._teller = teller
        self._database = database
        self._clock = clock
        self._games: dict[Key, _Game] = {}
        self._tasks = Tasks()

    def expect(self, journal: Journal, who: MemberKey, position: int, reply: str) -> None:
        """Tell someone how they did once a question has closed.

        Args:
            journal: the game's journal.
            who: the person who has answered it, or is about to.
            position: the question's position.
            reply: the handle on the private reply to them; "" if there's none.
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

    def forget(self, who: MemberKey) -> None:
        """Stop telling an erased player anything."""
        self._forget_if(lambda player: player == who)

    def forget_tenant(self, tenant: str) -> None:
        """Stop telling the players of a deleted tenant anything."""
        self._forget_if(lambda player: player.tenant == tenant)

    def _forget_if(self, goes: Callable[[MemberKey], bool]) -> None:
        for game in self._games.values():
            for handles in (game.told, *game.pending.values()):
                for who in [who for who in handles if goes(who)]:
                    del handles[who]

    async def close(self) -> None:
        """Finish the messages that are under way."""
        games, self._games = list(self._games.values()), {}
        for game in games:
            game.changed.set()
        await self._tasks.drain(_FAREWELL)

    async def _follow(self, game: _Game) -> None:
        """Tell the results of a game's questions until it ends."""
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
        """Wait until something happens; if another replica may run the game, poll its log."""
        if not (self._database.shared and game.pending):
            await game.changed.wait()
            return
        await self._clock.wait(game.changed, self._clock.now() + _LOOK)
        try:
            await game.journal.catch_up(_LOOK.total_seconds() / 2)
        except OutageError as error:
            _log.info("players have to wait for their results: %s", error)

    async def _tell(self, game: _Game, position: int, handles: Mapping[MemberKey, str]) -> None:
        """Tell everybody the results of a question."""
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
        """Read the answers that other replicas received; return whether they could be read."""
        try:
            await game.journal.read_answers(position)
        except OutageError as error:
            _log.warning("players weren't told their results: %s", error)
            return False
        return True

    async def _see_to(self, game: _Game, position: int, who: MemberKey, reply: str, said: Message) -> None:
        """Tell one player, unless they've already answered a later question: old results are removed."""
        if not game.is_answering(who, position):
            await self._teller.tell(who.tenant, reply, said)
        if game.is_answering(who, position):
            await self._teller.take_back(who.tenant, reply)
        else:
            game.told[who] = reply
