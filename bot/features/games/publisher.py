"""Publishing a game's boards: in every place, coalesced, at most one change a second, always the latest state."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeAlias

from bot.features.games.model import Venue
from bot.features.games.store import games
from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import platform_of
from bot.language.port import Boards, Destination, Postponed, Reason, Rejected, Uncertain
from bot.runtime.bulkhead import OutageError, bulkhead, set_aside
from bot.storage.database import Database

_log = logging.getLogger(__name__)

PACE = timedelta(seconds=1)
"""Between two changes in one place."""

_AGAIN = timedelta(seconds=2)
"""Until something is tried again if nobody knows how it went."""

_KNOCK = timedelta(seconds=10)
"""Until a place is tried again where the bot may not write: someone may be letting it in just now."""

_MOST_COMEBACKS = 3
"""How often a board that was deleted is put up again: whatever deletes it may not stop."""

_MOST_TRIES = 30
"""Tries for one board in a row, after which it is left as it is."""

Compose: TypeAlias = Callable[[str, Venue], Awaitable[Message]]
"""Composes a board by its name for a place, as the state has it now."""


class Witness(Protocol):
    """Hears where a game's boards can be shown."""

    def is_current(self, board: str) -> bool:
        """Return whether a board shows where the game stands now."""
        ...

    async def barred(self, venue: Venue, board: str, why: str) -> None:
        """Hear that the bot may not put up a board in a place.

        Args:
            venue: the place.
            board: the board's name.
            why: what to do, for an administrator.
        """
        ...

    async def let_in(self, venue: Venue) -> None:
        """Hear that the board that shows where the game stands now is up in a place."""
        ...


@dataclass(frozen=True, slots=True)
class Publishing:
    """What it takes to publish a game's boards.

    Args:
        game: its id.
        database: where the boards' references are kept.
        compose: says what stands on a board.
        clock: for the pace.
        is_held: whether this replica still runs the game; while it doesn't, nothing is published.
        witness: hears where boards can't be shown any more, and can again.
    """

    game: str
    database: Database
    compose: Compose
    clock: Clock
    is_held: Callable[[], bool]
    witness: Witness


class Publisher:
    """Keeps one game's boards in all its places as the state has them.

    Args:
        publishing: the game, and what publishes it.
        boards: by platform.
    """

    def __init__(self, publishing: Publishing, boards: Mapping[str, Boards]) -> None:
        self._publishing = publishing
        self._boards = boards
        self._places: dict[tuple[str, str], _PlaceBoard] = {}

    def open(self, venue: Venue) -> None:
        """Publish in a place from now on."""
        boards = self._boards.get(platform_of(venue.tenant))
        if boards is not None and (venue.tenant, venue.place) not in self._places:
            self._places[venue.tenant, venue.place] = _PlaceBoard(self._publishing, venue, boards)

    def draw(self, board: str) -> None:
        """Show a board everywhere as the state has it, soon."""
        for place in self._places.values():
            place.draw(board)

    def draw_still(self, board: str) -> None:
        """Show a board as the state has it wherever it doesn't count down by itself."""
        for place in self._places.values():
            if not place.counts_down:
                place.draw(board)

    def refusal(self) -> str | None:
        """Return why the bot may not put up a board in one of its places; None if it may, or nobody knows."""
        return next((place.refusal for place in self._places.values() if place.refusal is not None), None)

    async def finish(self, seconds: float) -> None:
        """Wait until everything is shown, up to so many seconds."""
        waiting = [asyncio.create_task(place.idle.wait()) for place in self._places.values()]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=seconds)
            for task in late:
                task.cancel()

    async def close(self) -> None:
        """Publish nothing more."""
        tasks = [place.task for place in self._places.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _PlaceBoard:
    """What a place shows of a game: its boards, one below the other.

    Args:
        publishing: the game, and what publishes it.
        venue: the place.
        boards: of its platform.
    """

    def __init__(self, publishing: Publishing, venue: Venue, boards: Boards) -> None:
        self._game = publishing.game
        self._database = publishing.database
        self._compose = publishing.compose
        self._clock = publishing.clock
        self._is_held = publishing.is_held
        self._witness = publishing.witness
        self._venue = venue
        self._boards = boards
        self._to = Destination(venue.tenant, venue.place)
        self._due: dict[str, None] = {}  # in the order in which they became so
        self._arrived = asyncio.Event()
        self._refs: dict[str, str] = {}
        self._shown: dict[str, Message] = {}
        self._tries: dict[str, int] = {}
        self._next_change = datetime.min.replace(tzinfo=UTC)
        self._gone = False
        self._lost: dict[str, str] = {}  # references of boards that were deleted
        self._comebacks: Counter[str] = Counter()
        self._barred_until = self._still_until = datetime.min.replace(tzinfo=UTC)
        self.refusal: str | None = None
        self.idle = asyncio.Event()
        self.task = asyncio.create_task(self._run(), name=f"boards of {self._game}")
        self.task.add_done_callback(_tell_of_end)

    @property
    def counts_down(self) -> bool:
        """Return whether what it shows counts down by itself."""
        return self._boards.counts_down

    def draw(self, board: str) -> None:
        """Have a board shown as the state has it."""
        self._due[board] = None
        self.idle.clear()
        self._arrived.set()

    async def _run(self) -> None:
        while not await self._try(self._recall):  # or a board that is up would be put up again
            await self._clock.sleep(_AGAIN)
        while True:
            self._arrived.clear()
            board = self._next()
            if board is None:
                self.idle.set()
                await self._rest()
            elif not await self._try(partial(self._publish, board)):
                await self._again(board, _AGAIN)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do some work on a board, which must not stop the others; whether it went well."""
        try:
            with bulkhead("board") as compartment:
                await work()
        except OutageError as error:
            _log.warning("the boards of a game have to wait: %s", error)
            return False
        return compartment.error is None

    async def _recall(self) -> None:
        """Read which boards are up already."""
        tenant, place = self._venue.tenant, self._venue.place
        find = partial(games.boards, game_id=self._game, tenant=tenant, place=place)
        self._refs = await self._database.read(find)

    def _next(self) -> str | None:
        """Return the board to see to next: one that isn't up yet comes first, unless it may not."""
        now = self._clock.now()
        new = (board for board in self._due if board not in self._refs and now >= self._barred_until)
        old = (board for board in self._due if board in self._refs and now >= self._still_until)
        return next(new, next(old, None))

    async def _rest(self) -> None:
        """Wait for something to do, or until what was refused may be tried again."""
        now = self._clock.now()
        until = [at for at in (self._barred_until, self._still_until) if at > now]
        if self._due and until:
            await self._clock.wait(self._arrived, min(until))
        else:
            await self._arrived.wait()

    async def _publish(self, board: str) -> None:
        if board in self._refs and (wait := self._next_change - self._clock.now()) > timedelta(0):
            await self._wait_unless_new(wait)
            return
        said = await self._composed(board)
        if said is None:
            return
        if self._shown.get(board) == said:
            return
        try:
            await self._send(board, said)
        except Postponed as postponed:
            await self._again(board, timedelta(seconds=postponed.seconds), in_turn=True)
        except Uncertain:
            await self._again(board, _AGAIN)
        except Rejected as rejected:
            await self._refused(board, rejected)
        else:
            if self._tries.pop(board, None) is None:
                self._shown[board] = said
            else:  # what stands there may be what was put up first
                self._due.setdefault(board)
            if self._witness.is_current(board):
                self.refusal = None
                await self._witness.let_in(self._venue)

    async def _refused(self, board: str, rejected: Rejected) -> None:
        """Go on after a platform didn't take a board."""
        _log.warning("a game's board can't be shown in a place: %s", rejected)
        self._gone = rejected.reason is Reason.TENANT_LOST
        if rejected.reason is Reason.POST_LOST:
            await self._forget(board)
            return
        again = self._clock.now() + _KNOCK
        is_new, may_pass = board not in self._refs, rejected.reason in (Reason.PLACE_LOST, Reason.NOT_ALLOWED)
        if is_new:
            self.refusal = str(rejected)
        if may_pass:
            self._keep_turn(board)
        if may_pass and is_new:
            self._barred_until = again
            await self._witness.barred(self._venue, board, str(rejected))
        elif may_pass:
            self._still_until = again

    async def _forget(self, board: str) -> None:
        """Put a board up again that was deleted, if it's the one that counts now; though not again and again."""
        self._lost[board] = self._refs.pop(board, "")
        self._shown.pop(board, None)
        place = (self._venue.tenant, self._venue.place)
        forget = partial(games.forget_board, game_id=self._game, venue=place, board=board)
        await self._database.transact(forget)
        self._comebacks[board] += 1
        if self._comes_back(board):
            self._due.setdefault(board)

    def _comes_back(self, board: str) -> bool:
        return self._witness.is_current(board) and self._comebacks[board] <= _MOST_COMEBACKS

    async def _composed(self, board: str) -> Message | None:
        """Return what a board says now, not when it was asked for; None where it isn't ours to show.

        While a picture is drawn, the state may change: someone whom it shows may have themselves erased.
        """
        said: Message | None = None
        while board in self._due:
            del self._due[board]
            if self._gone or not self._is_held() or (board in self._lost and not self._comes_back(board)):
                return None
            said = await self._compose(board, self._venue)
        return said

    async def _send(self, board: str, said: Message) -> None:
        if board in self._refs:
            self._next_change = self._clock.now() + PACE
            await self._boards.change(self._to, self._refs[board], said)
            return
        key = f"{self._game}/{board}/{self._venue.tenant}/{self._venue.place}"
        if board in self._lost:  # or a platform that drops repetitions would take it for the one that's gone
            key = f"{key}/{self._lost[board]}"
        ref = await self._boards.show(self._to, said, key)
        self._refs[board] = ref
        self._lost.pop(board, None)
        self._next_change = self._clock.now() + PACE
        await games.keep_board(self._database.writer, self._game, self._venue.tenant, self._venue.place, board, ref)

    async def _wait_unless_new(self, pause: timedelta) -> None:
        """Keep the pace, but let a board that isn't up yet go first."""
        until = self._clock.now() + pause
        while self._clock.now() < until:
            await self._clock.wait(self._arrived, until)
            self._arrived.clear()
            if (board := self._next()) is not None and board not in self._refs:
                return

    def _keep_turn(self, board: str) -> None:
        """Have a board that wasn't taken go first again, or what came after it would stand above it."""
        self._due = {board: None, **self._due}

    async def _again(self, board: str, pause: timedelta, *, in_turn: bool = False) -> None:
        """Try a board again later; what's asked for meanwhile waits as well, for the platform has enough of us.

        Args:
            board: which.
            pause: until then.
            in_turn: whether it goes first again; what may fail by itself lets others pass.
        """
        self._tries[board] = self._tries.get(board, 0) + 1
        if self._tries[board] < _MOST_TRIES:
            self._due.setdefault(board)
            if in_turn:
                self._keep_turn(board)
        await self._clock.sleep(pause)


def _tell_of_end(task: "asyncio.Task[None]") -> None:
    """Log what ended the boards of a place, which only being closed should."""
    if not task.cancelled() and (error := task.exception()) is not None:
        set_aside("place of a game", error)
