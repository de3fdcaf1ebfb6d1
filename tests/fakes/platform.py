"""A chat platform that takes posts, or pretends not to; what counts is its own log of what it took."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum

from bot.language.message import Message
from bot.language.plain import plain
from bot.language.port import Destination, PostError, Postponed, Uncertain

REMEMBERS = timedelta(minutes=3)
"""How long a platform that drops repetitions remembers what it took."""


class FakeClock:
    """A clock that moves only when it's told to."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)) -> None:
        self.true = now
        self.off_by = timedelta(0)
        self._begun = now

    @property
    def now(self) -> datetime:
        return self.true + self.off_by

    def go(self, **ahead: float) -> None:
        self.true += timedelta(**ahead)

    def shared(self, _transaction: object) -> datetime:
        return self.now

    def steady(self) -> float:
        return (self.true - self._begun).total_seconds()


class Fault(Enum):
    """What may happen to a post that isn't refused."""

    REQUEST_LOST = "the platform never gets it"
    REPLY_LOST = "the platform takes it, and its answer is lost"
    SILENCE = "the platform takes it, and never answers"


@dataclass(frozen=True, slots=True)
class Posted:
    """What the platform took."""

    to: Destination
    key: str
    text: str
    at: datetime
    ref: str
    said: Message


@dataclass
class FakePort:
    """Takes posts.

    Args:
        clock: stamps what is taken.
        repeat_within: as a real port's.
        tells_time: whether it says what its own clock shows.
    """

    clock: FakeClock
    repeat_within: timedelta = timedelta(0)
    tells_time: bool = True
    log: list[Posted] = field(default_factory=list)
    coming: deque[Fault | PostError | None] = field(default_factory=deque)
    """What happens to the next posts; later ones succeed."""
    lookups: deque[PostError | None] = field(default_factory=deque)
    """What happens to the next look-ups in the history."""
    silences: deque[Postponed] = field(default_factory=deque)
    """What happens to the next requests for its time."""
    pins: list[tuple[str, str]] = field(default_factory=list)
    """What's pinned: place and reference, in the order of pinning."""
    pin_faults: deque[PostError | None] = field(default_factory=deque)
    """What happens the next times that something is pinned or unpinned."""
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)
    calls: int = 0

    async def now(self) -> datetime | None:
        if self.silences:
            raise self.silences.popleft()
        return self.clock.true if self.tells_time else None

    async def post(self, to: Destination, said: Message, key: str) -> str:
        self.calls += 1
        fault = self.coming.popleft() if self.coming else None
        match fault:
            case PostError():
                raise fault
            case Fault.REQUEST_LOST:
                raise Uncertain("The connection was cut.")
        ref = self.take(to, said, key)
        if fault is Fault.SILENCE:
            await asyncio.Event().wait()
        if fault is Fault.REPLY_LOST:
            raise Uncertain("The connection was cut.")
        return ref

    def take(self, to: Destination, said: Message, key: str) -> str:
        """Take a post; if the platform drops repetitions, one within a few minutes is dropped."""
        for each in self.log if self.repeat_within else ():
            if each.key == key and self.clock.true - each.at < REMEMBERS:
                return each.ref
        ref = f"ref{len(self.log)}"
        self.log.append(Posted(to, key, plain(said), self.clock.true, ref, said))
        return ref

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        self.asked.append((since, until))
        if (fault := self.lookups.popleft() if self.lookups else None) is not None:
            raise fault
        found = (each for each in self.log if (each.to, each.key) == (to, key) and since <= each.at <= until)
        return next((each.ref for each in found), None)

    async def pin(self, to: Destination, ref: str) -> None:
        self._maybe_fail()
        assert any(each.ref == ref and each.to.place == to.place for each in self.log), "there is no such post"
        if (to.place, ref) not in self.pins:
            self.pins.append((to.place, ref))

    async def unpin(self, to: Destination, ref: str) -> None:
        self._maybe_fail()
        if (to.place, ref) in self.pins:
            self.pins.remove((to.place, ref))

    def _maybe_fail(self) -> None:
        if (fault := self.pin_faults.popleft() if self.pin_faults else None) is not None:
            raise fault
