"""Channels where a game can't be shown any more: it waits, people who can help are told once, and it resumes."""

from functools import partial

from bot.features.games import events, host_words
from bot.features.games.events import EndReason, Logged
from bot.features.games.journal import Journal
from bot.features.games.model import Venue
from bot.features.games.state import GamePhase, GameState, current_board
from bot.features.games.timing import COUNTDOWN, LEAD
from bot.features.learners.store import notices
from bot.language.clock import Clock
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class BarredChannels:
    """Receives one game's publishing errors; implements channel_boards.Witness.

    Args:
        journal: the game's journal.
        database: stores the notices.
        clock: tells the time.
    """

    def __init__(self, journal: Journal, database: Database, clock: Clock) -> None:
        self._journal = journal
        self._database = database
        self._clock = clock
        self._has_told_of_end = False

    def is_current(self, board: str) -> bool:
        """Return whether a board shows the game's current phase (see channel_boards.Witness)."""
        return board == current_board(self._journal.state)

    async def barred(self, venue: Venue, board: str, why: str, *, for_good: bool) -> None:
        """Make the game wait or end, and notify its hosts and the administrators (see channel_boards.Witness).

        Args:
            venue: the channel where the bot may not post.
            board: the name of the board that it couldn't post.
            why: a sentence on what to do about it.
            for_good: whether the channel is gone, so that the game ends.
        """
        place = (venue.tenant, venue.place)
        if place in self._journal.state.barred:
            await self._tell_of_end(venue, why, for_good=for_good)
            return
        if self._has_never_been_seen():
            return

        def make(state: GameState) -> Logged | None:
            if place in state.barred:
                return None
            return events.Barred(at=self._clock.now(), tenant=place[0], place=place[1], board=board)

        await self._journal.append(make)
        if for_good:
            await self._journal.append(self._end)
            self._has_told_of_end = True
        await self._database.transact(partial(self._leave_word, venue=venue, why=why, for_good=for_good))

    async def let_in(self, venue: Venue) -> None:
        """Make the game continue (see channel_boards.Witness)."""
        place = (venue.tenant, venue.place)
        if place not in self._journal.state.barred:
            return

        def make(state: GameState) -> Logged | None:
            if place not in state.barred:
                return None
            now = self._clock.now()
            goes_on_at = now + (LEAD if state.round is not None else COUNTDOWN)
            return events.LetIn(at=now, tenant=place[0], place=place[1], goes_on_at=goes_on_at)

        await self._journal.append(make)
        await self._database.transact(partial(self._take_word_back, venue=venue))

    def _end(self, state: GameState) -> Logged | None:
        return None if state.ended is not None else events.Ended(at=self._clock.now(), why=EndReason.BARRED)

    async def _tell_of_end(self, venue: Venue, why: str, *, for_good: bool) -> None:
        """Leave a notice that the game has ended because the bot still couldn't post."""
        if for_good:
            await self._journal.append(self._end)
        if self._journal.state.ended is EndReason.BARRED and not self._has_told_of_end:
            await self._database.transact(partial(self._take_word_back, venue=venue))
            await self._database.transact(partial(self._leave_word, venue=venue, why=why, for_good=for_good))
            self._has_told_of_end = True

    def _has_never_been_seen(self) -> bool:
        """Return whether this is still the empty first lobby: its opener is told right away if it fails."""
        state = self._journal.state
        return state.phase is GamePhase.LOBBY and len(state.venues) == 1 and not state.players

    def _leave_word(self, transaction: Transaction, venue: Venue, why: str, *, for_good: bool) -> None:
        now = self._clock.now()
        sentence = host_words.sentences(self._journal.state, venue.name, why, for_good=for_good)
        notices.add(transaction, venue.tenant, self._about(venue), sentence, now)
        host_words.plan(transaction, self._journal.key, venue, why, now, for_good=for_good)

    def _take_word_back(self, transaction: Transaction, venue: Venue) -> None:
        notices.settle(transaction, venue.tenant, self._about(venue))

    def _about(self, venue: Venue) -> str:
        """Return the subject of the notice for administrators."""
        return f"game:{self._journal.key.game}:{venue.place}"
