"""Boards in memory, a clock that a test turns, and one that runs fast."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.language.clock import Clock
from bot.language.message import Message
from bot.language.plain import plain
from bot.language.port import Destination, PostError
from tests.patience import FOREVER
from tests.under_way import settled


class FakeClock(Clock):
    """Stands still until it's turned."""

    def __init__(self) -> None:
        super().__init__()
        self._now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self._turned = asyncio.Event()
        self._asleep: dict[asyncio.Task[Any], datetime] = {}

    def now(self) -> datetime:
        return self._now

    def is_asleep(self, task: "asyncio.Task[Any]") -> bool:
        """Return whether a task sleeps until a moment that's still to come."""
        return self._now < self._asleep.get(task, self._now)

    def reach(self, moment: datetime) -> None:
        self.turn(max(0.0, (moment - self._now).total_seconds()))

    def turn(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._turned.set()
        self._turned = asyncio.Event()

    async def sleep(self, pause: timedelta) -> None:
        until = self._now + pause
        task = asyncio.current_task()
        assert task is not None
        self._asleep[task] = until
        try:
            while self._now < until:
                await self._turned.wait()
        finally:
            del self._asleep[task]

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        waiting = asyncio.ensure_future(event.wait())
        try:
            while not event.is_set() and self._now < until:
                turned = asyncio.ensure_future(self._turned.wait())
                await asyncio.wait({waiting, turned}, return_when=asyncio.FIRST_COMPLETED)
                turned.cancel()
        finally:
            waiting.cancel()


class FastClock(Clock):
    """Runs by itself, faster than real time.

    Args:
        speed: how many times as fast.
        start: the moment at which it shows the real time.
    """

    def __init__(self, speed: float, start: datetime) -> None:
        super().__init__()
        self._speed = speed
        self._start = start

    def now(self) -> datetime:
        return self._start + self._speed * (datetime.now(UTC) - self._start)

    async def sleep(self, pause: timedelta) -> None:
        await super().sleep(pause / self._speed)

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        try:
            async with asyncio.timeout((until - self.now()).total_seconds() / self._speed):
                await event.wait()
        except TimeoutError:
            return


class FakeBoards:
    """One platform's boards: everything that was ever shown, and when.

    Attributes:
        shown: what each board shows now, by place and reference.
        history: every showing and change: when, where, the reference, the text, and whether it was new.
        trouble: what to raise next, in order.
        told: the text of each private answer that was changed, by handle, in the order of their first changes.
        taken_back: the handles of private answers that are gone.
        forgetful: whether it takes changes to boards that it never showed, such as an earlier process's.
    """

    counts_down = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.told: dict[str, str] = {}
        self.taken_back: list[str] = []
        self.shown: dict[str, dict[str, Message]] = defaultdict(dict)
        self.history: list[tuple[datetime, str, str, str, bool]] = []
        self.trouble: list[PostError] = []
        self.forgetful = False

    async def show(self, to: Destination, said: Message, key: str) -> str:
        self._fail()
        ref = f"board{len(self.history)}"
        self._put(to, ref, said, new=True)
        return ref

    async def change(self, to: Destination, ref: str, said: Message) -> None:
        self._fail()
        assert self.forgetful or ref in self.shown[to.place]
        self._put(to, ref, said, new=False)

    async def tell(self, reply: str, said: Message) -> None:
        self._fail()
        assert said.private
        self.told[reply] = plain(said)

    async def take_back(self, reply: str) -> None:
        self._fail()
        self.taken_back.append(reply)

    def now(self, place: str = "general") -> str:
        """The latest board of a place, as text."""
        boards = list(self.shown[place].values())
        return plain(boards[-1]) if boards else ""

    def message(self, place: str = "general") -> Message:
        return list(self.shown[place].values())[-1]

    def _put(self, to: Destination, ref: str, said: Message, *, new: bool) -> None:
        assert not said.private
        self.shown[to.place][ref] = said
        self.history.append((self._clock.now(), to.place, ref, plain(said), new))

    def _fail(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)


async def turned_until(clock: FakeClock, happened: Callable[[], bool], step: float = 0.1) -> None:
    """Turn the clock until something has happened, as soon as nothing is left to do at each moment.

    Args:
        clock: the clock.
        happened: whether it has happened.
        step: seconds by which to turn the clock.
    """
    stuck = 0
    async with asyncio.timeout(FOREVER):
        while not happened():
            clock.turn(step)
            stuck = await settled(stuck)
