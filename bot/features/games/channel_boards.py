"""One channel's boards of a game: coalesced, at most one edit a second, always the latest state."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeAlias

from bot.features.games.model import Venue
from bot.features.games.store import games
from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.people import platform_of
from bot.language.platforms import traits
from bot.language.port import Boards, Destination, Postponed, Reason, Rejected, Uncertain
from bot.runtime.bulkhead import OutageError, bulkhead, set_aside
from bot.storage.database import Database

_log = logging.getLogger(__name__)

PACE = timedelta(seconds=1)
"""Minimum time between two edits in one channel."""

_AGAIN = timedelta(seconds=2)
"""How long to wait before a retry if the outcome is unknown."""

_LONG = timedelta(seconds=5)
"""If a platform takes no board for this long, the game waits."""

_KNOCK = timedelta(seconds=10)
"""How long to wait before retrying a channel where the bot may not post: someone may be granting access."""

_MOST_COMEBACKS = 3
"""How many times a deleted board is reposted: whatever deletes it may keep doing so."""

_MOST_TRIES = 30
"""After this many failed attempts in a row, a board is left as it is."""

_WHOLE_CHANNEL = (Reason.PLACE_LOST, Reason.NOT_ALLOWED)
"""Reasons that concern a whole channel rather than one board, and that someone may remove."""

Compose: TypeAlias = Callable[[str, Venue], Awaitable[Message]]
"""Composes the board of the given name for a channel, from the latest state."""


class Witness(Protocol):
    """Is told where a game's boards can and can't be shown."""

    def is_current(self, board: str) -> bool:
        """Return whether a board shows the game's current phase."""
        ...

    async def barred(self, venue: Venue, board: str, why: str, *, for_good: bool) -> None:
        """Note that the bot may not post a board in a channel.

        Args:
            venue: the channel.
            board: the board's name.
            why: a sentence for administrators on what to do about it.
            for_good: whether the channel is gone, so that waiting won't help.
        """
        ...

    async def let_in(self, venue: Venue) -> None:
        """Note that the board with the game's current phase was shown in a channel."""
        ...


@dataclass(frozen=True, slots=True)
class Publishing:
    """What publishing a game's boards takes.

    Args:
        game: the game's id.
        database: stores the boards' references (message ids).
        compose: composes the boards.
        clock: paces the edits.
        is_held: returns whether this replica still holds the game's lease; otherwise, nothing is published.
        witness: is told where boards can and can't be shown.
    """

    game: str
    database: Database
    compose: Compose
    clock: Clock
    is_held: Callable[[], bool]
    witness: Witness


class ChannelBoards:
    """One channel's boards of a game, one below the other.

    Args:
        publishing: what publishing the game takes.
        venue: the channel.
        boards: the platform's Boards.
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
        self._due: dict[str, None] = {}  # an ordered set of boards to update, the oldest first
        self._arrived = asyncio.Event()
        self._refs: dict[str, str] = {}
        self._shown: dict[str, Message] = {}
        self._tries: dict[str, int] = {}
        self._next_change = datetime.min.replace(tzinfo=UTC)
        self.is_gone = False
        self._lost: dict[str, str] = {}  # references of boards that were deleted
        self._comebacks: Counter[str] = Counter()
        self._barred_until = self._still_until = self._held_until = datetime.min.replace(tzinfo=UTC)
        self.refusal: str | None = None
        self.idle = asyncio.Event()
        self.task = asyncio.create_task(self._run(), name=f"boards of {self._game}")
        self.task.add_done_callback(_tell_of_end)

    @property
    def counts_down(self) -> bool:
        """Return whether the platform animates countdowns."""
        return self._boards.counts_down

    def draw(self, board: str) -> None:
        """Update a board soon."""
        self._due[board] = None
        self.idle.clear()
        self._arrived.set()

    async def _run(self) -> None:
        while not await self._try(self._recall):  # otherwise, boards that are already posted would be posted again
            await self._clock.sleep(_AGAIN)
        while True:
            self._arrived.clear()
            board = self._next()
            if board is None:
                if not self._due or self._clock.now() >= self._held_until:
                    self.idle.set()
                await self._rest()
            elif not await self._try(partial(self._publish, board)):
                await self._again(board, _AGAIN)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Run work on a board, whose errors mustn't affect other boards; return whether it succeeded."""
        try:
            with bulkhead("board") as compartment:
                await work()
        except OutageError as error:
            _log.warning("the boards of a game have to wait: %s", error)
            return False
        return compartment.error is None

    async def _recall(self) -> None:
        """Load the references of the boards that are already posted."""
        tenant, place = self._venue.tenant, self._venue.place
        find = partial(games.boards, game_id=self._game, tenant=tenant, place=place)
        self._refs = await self._database.read(find)

    def _next(self) -> str | None:
        """Return the next board to update: a new one, or else the one that people look at, or else the oldest."""
        now = self._clock.now()
        if now >= self._barred_until and (new := [board for board in self._due if board not in self._refs]):
            return new[0]
        if now < max(self._still_until, self._held_until):
            return None
        old = [board for board in self._due if board in self._refs]
        return next(filter(self._witness.is_current, old), next(iter(old), None))

    async def _rest(self) -> None:
        """Wait for the next request, or until a refused board can be retried."""
        now = self._clock.now()
        until = [at for at in (self._barred_until, self._still_until, self._held_until) if at > now]
        if self._due and until:
            await self._clock.wait(self._arrived, min(until))
        else:
            await self._arrived.wait()

    async def _publish(self, board: str) -> None:
        if board in self._refs and (wait := self._next_change - self._clock.now()) > timedelta(0):
            await self._wait_unless_new(wait)
            return
        message = await self._composed(board)
        if message is None:
            return
        if self._shown.get(board) == message:
            return
        try:
            await self._send(board, message)
        except Postponed as postponed:
            await self._postpone(board, timedelta(seconds=postponed.seconds))
        except Uncertain:
            await self._again(board, _AGAIN)
        except Rejected as rejected:
            await self._refused(board, rejected)
        else:
            if self._tries.pop(board, None) is None:
                self._shown[board] = message
            else:  # an earlier attempt may have posted an older version, so update it once more
                self._due.setdefault(board)
            if self._witness.is_current(board):
                self.refusal = None
                await self._witness.let_in(self._venue)

    async def _postpone(self, board: str, pause: timedelta) -> None:
        """Retry a board after a pause. New boards don't wait for edits, which platforms limit separately.

        If the game's current board can't be posted for long, the game waits, or questions would pass unseen.
        """
        self._held_until = self._clock.now() + pause
        if board in self._refs:
            self._due.setdefault(board)
            return
        self._barred_until = self._held_until
        self._keep_turn(board)
        if pause >= _LONG and self._witness.is_current(board):
            platform = traits(platform_of(self._venue.tenant)).title
            await self._witness.barred(
                self._venue, board, f"It's {platform} that isn't taking my posts right now.", for_good=False
            )

    async def _refused(self, board: str, rejected: Rejected) -> None:
        """Handle a platform's refusal of a board."""
        _log.warning("%s: a board of game %s can't be shown: %s", self._venue.tenant, self._game, rejected)
        self.is_gone = rejected.reason in (Reason.TENANT_LOST, Reason.PLACE_DELETED)
        if rejected.reason is Reason.POST_LOST:
            await self._forget(board)
            return
        if rejected.reason is Reason.PLACE_DELETED:
            self.refusal = str(rejected)
            await self._witness.barred(self._venue, board, str(rejected), for_good=True)
            return
        again = self._clock.now() + _KNOCK
        is_new, whole_channel = board not in self._refs, rejected.reason in _WHOLE_CHANNEL
        if is_new:
            self.refusal = str(rejected)
        if whole_channel:
            self._keep_turn(board)
        if whole_channel and is_new:
            self._barred_until = again
            await self._witness.barred(self._venue, board, str(rejected), for_good=False)
        elif whole_channel:
            self._still_until = again

    async def _forget(self, board: str) -> None:
        """Forget a deleted board, and repost it a few times if it shows the game's current phase."""
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
        """Return a board's latest content; None if we shouldn't show it.

        If another update is requested while a picture is drawn, compose again: someone shown may have been erased.
        """
        message: Message | None = None
        while board in self._due:
            del self._due[board]
            if self.is_gone or not self._is_held() or (board in self._lost and not self._comes_back(board)):
                return None
            message = await self._compose(board, self._venue)
        return message

    async def _send(self, board: str, message: Message) -> None:
        if board in self._refs:
            self._next_change = self._clock.now() + PACE
            await self._boards.change(self._to, self._refs[board], message)
            return
        key = f"{self._game}/{board}/{self._venue.tenant}/{self._venue.place}"
        if board in self._lost:  # otherwise, a platform that deduplicates would take it for the deleted post
            key = f"{key}/{self._lost[board]}"
        ref = await self._boards.show(self._to, message, key)
        self._refs[board] = ref
        self._lost.pop(board, None)
        self._next_change = self._clock.now() + PACE
        await games.keep_board(self._database.writer, self._game, self._venue.tenant, self._venue.place, board, ref)

    async def _wait_unless_new(self, pause: timedelta) -> None:
        """Wait before the next edit, but return early if there's a new board to post."""
        until = self._clock.now() + pause
        while self._clock.now() < until:
            await self._clock.wait(self._arrived, until)
            self._arrived.clear()
            if (board := self._next()) is not None and board not in self._refs:
                return

    def _keep_turn(self, board: str) -> None:
        """Put a board that wasn't accepted first again; otherwise, later boards would be posted above it."""
        self._due = {board: None, **self._due}

    async def _again(self, board: str, pause: timedelta) -> None:
        """Retry a board after a pause; other updates wait, too, because the platform is in trouble.

        Args:
            board: the board's name.
            pause: how long to wait.
        """
        self._tries[board] = self._tries.get(board, 0) + 1
        if self._tries[board] < _MOST_TRIES:
            self._due.setdefault(board)
        await self._clock.sleep(pause)


def _tell_of_end(task: "asyncio.Task[None]") -> None:
    """Log the error that ended a channel's task; normally, it only ends when it's closed."""
    if not task.cancelled() and (error := task.exception()) is not None:
        set_aside("place of a game", error)
