"""One game as this replica knows it: its state, updated from the log that all replicas write together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from bot.features.games.effects import Effect, Effects
from bot.features.games.events import Answered, Erased, Given, Logged, decode, encode
from bot.features.games.game import every_board, replay, step
from bot.features.games.model import Key
from bot.features.games.shared_timeout import SharedTimeout
from bot.features.games.state import GameState
from bot.features.games.store import log
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction

EffectsListener: TypeAlias = Callable[[Effects], None]
"""Called with the effects of each step; with none as soon as there are committed answers to fold."""

Make: TypeAlias = Callable[[GameState], Logged | None]
"""Makes the event for a state, or None if nothing changes; raises Refusal if the request isn't possible."""

NOT_HERE = "I can't find that game here; start one with /game start."
_CUT_OFF = "That didn't work just now; please try again."

_NO_STEP: Effects = ()
"""What's announced when answers were committed but not folded, so that someone folds them."""

_MOST_AT_ONCE = 100
"""At most this many events are logged in one transaction, so that a crowd that joins doesn't block other work."""


@dataclass(slots=True, eq=False)
class _Pending:
    """An event to log, made once we know which state it applies to."""

    make: Make
    logged: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Journal:
    """A game's log, and the state that it leads to; made by Journal.open.

    Args:
        database: stores the log.
        key: the game's key.
        state: the state after the events read so far.
        number: the number of events read so far.

    Attributes:
        key: the game's key.
        state: the state after the events read so far.
        number: the number of events read so far.
        is_gone: whether the log turned out to be deleted.
    """

    def __init__(self, database: Database, key: Key, state: GameState, number: int) -> None:
        self._database = database
        self.key = key
        self.state = state
        self._listeners: list[EffectsListener] = []
        self.number = number
        self.is_gone = False
        self._turn = asyncio.Lock()
        self._pending: list[_Pending] = []
        self._fresh: list[Given] = []
        self._committing: set[asyncio.Future[bool]] = set()
        self._read_at = asyncio.get_running_loop().time()

    @classmethod
    async def open(cls, database: Database, key: Key) -> "Journal":
        """Open a game's log, and read all its events and all answers given so far.

        Raises:
            ValueError: a newer version of Versed has written it.
        """
        logged = await database.read(partial(log.events, key=key, since=0))
        journal = cls(database, key, replay([decode(event) for event in logged]), len(logged))
        await journal.read_answers()
        return journal

    def subscribe(self, listener: EffectsListener) -> Callable[[], None]:
        """Call a listener about every step, and about answers to fold; return a function that unsubscribes it."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    async def append(self, make: Make) -> None:
        """Log an event and apply it to the state; return once it's durable.

        Events that come in while others are being logged are logged together, in one transaction.

        Args:
            make: called with the state that the event applies to, and again if another replica has changed it.

        Raises:
            Refusal: make refused.
            StoreError: the database can't store anything now.
        """
        pending = _Pending(make)
        self._pending.append(pending)
        async with self._turn:
            if not pending.logged.done():
                batch, self._pending = self._pending[:_MOST_AT_ONCE], self._pending[_MOST_AT_ONCE:]
                try:
                    await self._log_all(batch)
                except BaseException as error:
                    for each in batch:
                        if not each.logged.done():
                            each.logged.set_exception(error if isinstance(error, Exception) else Refusal(_CUT_OFF))
                            each.logged.exception()  # marks it as retrieved, as its caller may no longer wait for it
                    raise
        await pending.logged

    async def catch_up(self, older_than: float = 0.0) -> None:
        """Read what other replicas have logged.

        Args:
            older_than: read only if the last read was at least this many seconds ago.
        """
        if asyncio.get_running_loop().time() - self._read_at >= older_than:
            async with self._turn:
                await self._read_on()

    async def read_answers(self, since: int = 0) -> None:
        """Load the stored answers to the question at the position `since` and to later ones."""
        tenants = sorted({venue.tenant for venue in self.state.venues})
        find = partial(log.answers, tenants=tenants, game_id=self.key.game, since=since)
        self._take(Answered(answers=tuple(await self._database.read(find))))

    async def commit(self, answer: Given, shared_timeout: SharedTimeout) -> bool:
        """Store an answer durably; return False if that person had already answered the question.

        Args:
            answer: the answer.
            shared_timeout: limits how long to wait; the answer may still be stored after that.

        Raises:
            TimeoutError: we don't know yet whether the answer is stored.
            StoreError: the database can't store anything now.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[bool] = loop.create_future()
        committed: asyncio.Future[bool] = loop.create_future()
        log.answer(self._database.writer, self.key.game, answer, stored)
        self._committing.add(stored)
        stored.add_done_callback(partial(self._committed, answer, committed))
        shared_timeout.watch(committed)  # not `stored`, which must never be given up
        return await committed

    def _committed(self, answer: Given, committed: "asyncio.Future[bool]", stored: "asyncio.Future[bool]") -> None:
        """Note the outcome of storing an answer, and pass it on to the caller if they still wait."""
        self._committing.discard(stored)
        error = stored.exception()
        if error is None and stored.result():
            self._fresh.append(answer)
            if len(self._fresh) == 1:  # wake the listeners once for all answers stored together
                asyncio.get_running_loop().call_soon(self._announce, _NO_STEP)
        if not committed.done():
            if error is None:
                committed.set_result(stored.result())
            else:
                committed.set_exception(error)

    async def settle(self, seconds: float) -> None:
        """Wait for the answers being committed, up to the given number of seconds."""
        if self._committing:
            await asyncio.wait(self._committing, timeout=seconds)

    def answer_of(self, who: MemberKey, position: int) -> str | None:
        """Return a player's answer to a question, even if it isn't in the state yet; None if none is known here."""
        if (folded := self.state.rounds[position].answers.get(who)) is not None:
            return folded.given
        return next((each.given for each in self._fresh if (each.who, each.position) == (who, position)), None)

    def fold(self) -> None:
        """Apply the answers committed here since the last call to the state."""
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self._take(Answered(answers=tuple(fresh)))

    def _announce(self, effects: Effects) -> None:
        for listener in tuple(self._listeners):
            listener(effects)

    def _take(self, answers: Answered) -> None:
        self.state, effects = step(self.state, answers)
        self._announce(effects)

    async def _log_all(self, batch: list[_Pending]) -> None:
        while True:
            before = self.state
            events, after, effects = _make_all(before, batch)
            if not events or await self._log(events):
                break
            await self._read_on()
            if self.is_gone:
                raise Refusal(NOT_HERE)
        self.number += len(events)
        if self.state is not before:  # answers were applied while we waited
            after = self.state
            for event in events:
                after, _ = step(after, event)
        self.state = after
        self._announce(effects)
        for each in batch:
            if not each.logged.done():
                each.logged.set_result(None)

    async def _log(self, new: list[Logged]) -> bool:
        events = [encode(event) for event in new]
        return await self._database.transact(partial(log.go_on, key=self.key, number=self.number, events=events))

    async def _read_on(self) -> None:
        self._read_at = asyncio.get_running_loop().time()
        # Read from the last known event: if it's missing, the game was deleted.
        logged = await self._database.read(partial(log.events, key=self.key, since=self.number - 1))
        self.is_gone = not logged
        happened = [decode(event) for event in logged[1:]]
        # Not step by step up to the erasure: earlier events were rewritten, so they don't fit the state read before.
        if any(isinstance(each, Erased) for each in happened):
            await self._read_again()
            return
        for each in happened:
            self.state, effects = step(self.state, each)
            self.number += 1
            self._announce(effects)

    async def _read_again(self) -> None:
        """Read the log from its beginning, because it was rewritten to erase someone."""
        self._fresh.clear()  # they're stored, so they're read below
        tenants = sorted({venue.tenant for venue in self.state.venues})

        def read(transaction: Transaction) -> tuple[list[str], list[Given]]:
            logged = log.events(transaction, self.key, since=0)
            return logged, log.answers(transaction, tenants, self.key.game)

        logged, answers = await self._database.read(read)
        self.state, self.number = replay([decode(event) for event in logged], answers), len(logged)
        await self.read_answers()  # those committed while we were reading
        self._announce(every_board(self.state))


def _make_all(state: GameState, batch: list[_Pending]) -> tuple[list[Logged], GameState, Effects]:
    """Make all pending events, each for the state after the ones before; pass on refusals at once."""
    events: list[Logged] = []
    all_effects: dict[Effect, None] = {}  # an ordered set
    for each in batch:
        try:
            event = each.make(state)
        except Refusal as refusal:
            if not each.logged.done():
                each.logged.set_exception(refusal)
                each.logged.exception()
            continue
        if event is not None:
            events.append(event)
            state, effects = step(state, event)
            all_effects.update(dict.fromkeys(effects))
    return events, state, tuple(all_effects)
