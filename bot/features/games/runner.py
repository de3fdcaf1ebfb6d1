"""Runs one game: carries out what's due, updates its boards and, at the end, stores its results."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.features.games import events
from bot.features.games.effects import Draw, Effects
from bot.features.games.events import Closed, Ended, Logged
from bot.features.games.journal import Journal
from bot.features.games.publisher import Publisher
from bot.features.games.state import LOBBY_BOARD, GamePhase, GameState, current_board
from bot.features.games.store import log
from bot.features.games.timing import REVEAL, WAITS, after_outage, changes_at, decide, due_at
from bot.language.clock import Clock
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

BREATH = timedelta(milliseconds=100)
"""Minimum pause between two rounds of work, so that a crowd's answers are handled in batches."""

LOOK = timedelta(milliseconds=500)
"""Interval for reading what other replicas have logged."""

COMMIT_TIMEOUT = 2.2
"""Timeout in seconds for committing an answer, and for waiting for such commits before closing a question."""

_FAREWELL = 60.0
"""Timeout in seconds for showing the last boards of a game."""

_AGAIN = timedelta(seconds=1)


class Runner:
    """Runs a game whose lease this replica holds.

    Args:
        journal: the game's journal.
        publisher: publishes the game's boards.
        database: stores logs and answers.
        clock: tells the time.
        is_held: returns whether this replica still holds the lease; otherwise, nothing is decided.
        has_question: returns whether the pack still has the question at a position.
        keep_results: stores the results, given the final state and its number of events; returns False if the log
            has grown since.
    """

    def __init__(
        self,
        journal: Journal,
        publisher: Publisher,
        database: Database,
        clock: Clock,
        is_held: Callable[[], bool],
        has_question: Callable[[GameState, int], bool],
        keep_results: Callable[[GameState, int], Awaitable[bool]],
    ) -> None:
        self._journal = journal
        self._publisher = publisher
        self._database = database
        self._clock = clock
        self._is_held = is_held
        self._has_question = has_question
        self._keep_results = keep_results
        self._wake = asyncio.Event()
        self._begun = asyncio.Event()
        self._since: datetime | None = None
        self._countdowns_drawn = clock.now()

    def hear(self, effects: Effects) -> None:
        """Redraw the boards that have changed, and wake up."""
        for venue in self._journal.state.venues:
            self._publisher.open(venue)
        for effect in effects:
            if isinstance(effect, Draw):
                self._publisher.draw(effect.board)
        self._wake.set()

    def missed(self, since: datetime) -> None:
        """Give players back the time since that moment, because nobody ran the game."""
        self._since = since
        self._wake.set()

    async def run(self) -> None:
        """Run the game to its end."""
        unsubscribe = self._journal.subscribe(self.hear)
        self.hear((Draw(LOBBY_BOARD), Draw(current_board(self._journal.state))))
        self._begun.set()
        try:
            await self._until_ended()
            await self._publisher.finish(_FAREWELL)
            await self._wait_for_access()
            await self._publisher.finish(_FAREWELL)
        finally:
            unsubscribe()
            await self._publisher.close()

    async def first_shown(self, seconds: float) -> str | None:
        """Wait until the game is shown, up to the given number of seconds; return why it can't be, or None."""
        await self._begun.wait()
        await self._publisher.finish(seconds)
        return self._publisher.refusal()

    async def _wait_for_access(self) -> None:
        """Keep trying for a while to show the last boards where the bot can't post, unless the channel is gone."""
        until = self._clock.now() + WAITS
        while self._journal.state.barred.keys() - self._publisher.gone() and self._clock.now() < until:
            await self._clock.sleep(LOOK)

    async def _until_ended(self) -> None:
        while True:
            self._wake.clear()
            try:
                if not self._is_held():
                    await self._clock.sleep(LOOK)
                    continue
                await self._compensate_for_outage()
                if await self._advance():
                    return
                self._redraw_countdowns()
            except StoreError as error:
                _log.warning("a game has to wait for the store: %s", error)
                await self._clock.sleep(_AGAIN)
                continue
            except Refusal:
                if self._journal.is_gone:
                    return
                raise
            await self._wait()

    async def _advance(self) -> bool:
        """Carry out all that's due; return whether the game is over and its results are stored."""
        if self._database.shared:
            await self._look()
        self._journal.fold()
        while (event := decide(self._journal.state, self._clock.now())) is not None:
            if isinstance(event, Closed | Ended):
                await self._collect(event)
            before = self._journal.state
            await self._journal.append(lambda state: decide(state, self._clock.now()))
            if self._journal.state is before:
                break
            await self._skip_removed_question()
        if self._journal.state.phase is not GamePhase.ENDED:
            return False
        await self._journal.read_answers()
        while not await self._keep_results(self._journal.state, self._journal.number):
            await self._journal.catch_up()
        return True

    async def _look(self) -> None:
        """Read what other replicas have logged and committed."""
        await self._journal.catch_up()
        current = self._journal.state.round
        if current is not None:
            tenants = sorted({venue.tenant for venue in self._journal.state.venues})
            game_id, position = self._journal.key.game, current.position
            count = partial(log.count_answers, tenants=tenants, game_id=game_id, position=position)
            committed = await self._database.read(count)
            self._journal.fold()  # so that answers committed here don't cause a read
            answers = self._journal.state.rounds[current.position].answers
            if committed > len(answers):
                await self._journal.read_answers(current.position)

    async def _collect(self, event: Closed | Ended) -> None:
        """Wait for commits of answers that came in time, and read all answers, including those from other replicas.

        An answer that another replica received in time but is still committing counts, too: it's read when the next
        question closes.
        """
        await self._journal.settle(COMMIT_TIMEOUT)
        await self._journal.read_answers(max(0, event.position - 1) if isinstance(event, Closed) else 0)

    async def _compensate_for_outage(self) -> None:
        """Give players back the time in which nobody ran the game."""
        if (since := self._since) is not None:
            now = self._clock.now()
            await self._journal.append(lambda state: after_outage(state, since, now))
            self._since = None

    async def _skip_removed_question(self) -> None:
        """Skip a question that was removed from the pack since the game began."""

        def skip(state: GameState) -> Logged | None:
            current = state.shown
            if current is None or self._has_question(state, current.position):
                return None
            now = self._clock.now()
            return events.Skipped(at=now, position=current.position, next_at=now + REVEAL / 5)

        await self._journal.append(skip)

    def _redraw_countdowns(self) -> None:
        """Redraw boards that can't animate a countdown when the time left has to be updated."""
        state, now = self._journal.state, self._clock.now()
        at = changes_at(state, self._countdowns_drawn)
        if at is not None and at <= now:
            self._publisher.draw_still(current_board(state))
        self._countdowns_drawn = now

    async def _wait(self) -> None:
        """Wait until something is due or has happened."""
        now, state = self._clock.now(), self._journal.state
        due = due_at(state) or now + LOOK
        until = min(due, changes_at(state, self._countdowns_drawn) or due)
        if self._database.shared:
            until = min(until, now + LOOK)
        await self._clock.wait(self._wake, until)
        if self._wake.is_set():
            await self._clock.sleep(BREATH)
