"""The pace of requests: the whole of what Discord allows and never more, for the bot as a whole and on each route.

https://discord.com/developers/docs/topics/rate-limits: 50 requests a second for a bot, answers to interactions aside,
and on each route as many as its answers' headers say.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from adapters.discord.outbound.failures import Held
from bot.runtime.metrics import SENDS_WAITING

_waiting = SENDS_WAITING.labels("discord")

_MOST = 50
_SECOND = 1.005
"""The limit of a bot, and for how long a request counts: a little over a second, as no two clocks run alike."""

_SPACING = 0.005
"""Seconds between two requests: all at once would wait for each other here, and count for that much longer."""
_CATCH_UP = 0.1
"""Seconds that a process may catch up after it woke late."""

_SLOWER = 1.1
_QUICKER = 0.002
"""If Discord stops a process that keeps to the limit, others share that limit: the process slows down by this factor,
and speeds up again by this share each second."""

_MOST_LANES = 1_000

_USUAL_WINDOW = 5.0
"""Seconds of a route's window, until an answer tells of a longer one."""


class _Window:
    """What counts against the bot's limit: all requests under way, and those answered within the last second.

    When Discord counts a request, only Discord knows: at some moment between its leaving and its answer. So here it
    counts from its leaving until a second after its answer. If Discord counts two within one second, the later one
    left while the earlier one still counted here. So no more than the limit ever count together, however late
    this process wakes, and however long the way takes.
    """

    def __init__(self) -> None:
        self._under_way = 0
        self._answered: deque[float] = deque()
        self.freed = asyncio.Event()

    def wait(self, now: float, most: int) -> float:
        """Return the seconds until one of `most` at once may leave; infinity if only an answer can tell."""
        while self._answered and self._answered[0] <= now - _SECOND:
            self._answered.popleft()
        beyond = self._under_way + len(self._answered) - most
        if beyond < 0:
            return 0.0
        return self._answered[beyond] + _SECOND - now if beyond < len(self._answered) else math.inf

    def leave(self) -> None:
        self._under_way += 1

    def answer(self, now: float) -> None:
        """Take note that a request has been answered, or that nobody waits for its answer any longer."""
        self._under_way -= 1
        self._answered.append(now)
        self.freed.set()


class _Lane:
    """A route: how much it still takes, and until when.

    Attributes:
        lock: the request that holds it is next.
        waiting: how many want to go.
        closed_until: until when Discord has asked to wait, in seconds of the clock.
    """

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.closed_until = 0.0
        self.is_known = False
        self._left = math.inf
        self._limit = math.inf
        self._window = 0.0
        self._resets_at = 0.0
        self._under_way = 0
        self._is_crowded = False

    def is_idle(self, now: float) -> bool:
        return not self.waiting and not self._under_way and max(self.closed_until, self._resets_at) <= now

    def wait(self, now: float, ahead: int = 0) -> float:
        """Return the seconds until a request may go, if `ahead` others go before it."""
        self._renew(now)
        first = max(0.0, self.closed_until - now)
        if self._left > ahead:
            return first
        rounds = (ahead - self._left) // max(1.0, self._limit)
        return max(first, self._resets_at - now) + rounds * self._window

    def take(self) -> None:
        self._left -= 1
        self._is_crowded = self._under_way > 0
        self._under_way += 1

    def done(self) -> None:
        self._under_way -= 1
        self._is_crowded = self._is_crowded and self._under_way > 0

    def lose(self, now: float) -> None:
        """Expect a new window: a request ended without an answer, and may have been its first until just now."""
        self._resets_at = max(self._resets_at, now + max(self._window, _USUAL_WINDOW))

    def learn(self, now: float, headers: Mapping[str, str]) -> None:
        """Take in what an answer says of the limit."""
        self.is_known = True
        left, seconds = (
            read_number(headers.get("X-RateLimit-Remaining")),
            read_number(headers.get("X-RateLimit-Reset-After")),
        )
        if left is None or seconds is None:
            return
        # What is said counts; but of several under way, each heard only of those that were before it.
        self._left = min(self._left, left) if self._is_crowded else left
        self._limit = read_number(headers.get("X-RateLimit-Limit")) or left + 1
        self._window = max(self._window, seconds)
        self._resets_at = max(self._resets_at, now + seconds)

    def _renew(self, now: float) -> None:
        """Begin a new window once the old one is over; what is under way may fall into either."""
        if self._resets_at <= now and self._left < self._limit:
            self._left = max(0.0, self._limit - self._under_way)
            self._resets_at = now + self._window


class Pace:
    """Lets requests go when it's their turn.

    Args:
        clock: tells seconds that only go forward.
        sleep: waits that many seconds.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}
        self._gate = asyncio.Lock()
        self._closed_until = 0.0
        self._window = _Window()
        self._next = 0.0
        self._most = float(_MOST)
        self._slowed_at = 0.0
        self._looked_at = 0.0

    @asynccontextmanager
    async def turn(self, route: str, patience: float, *, as_bot: bool) -> AsyncIterator[None]:
        """Wait for a request's turn, and let the next one go when this one has gone.

        The first request on a route goes alone, as only its answer tells the limit.

        Args:
            route: what shares a limit, or "" for nothing.
            patience: seconds to wait at most if Discord's limits ask for it.
            as_bot: whether the request counts for the bot as a whole.

        Raises:
            Held: its turn would come later.
        """
        lane = self._lane(route) if route else _Lane()
        deadline = self._clock() + patience
        _refuse_if(lane.wait(self._clock(), lane.waiting), patience)
        lane.waiting += 1
        try:
            with _waiting.track_inprogress():
                await lane.lock.acquire()
                try:
                    await self._until_open(lane, deadline, as_bot=as_bot)
                except BaseException:
                    lane.lock.release()
                    raise
        finally:
            lane.waiting -= 1
        lane.take()
        goes_alone = not lane.is_known
        if not goes_alone:
            lane.lock.release()
        try:
            yield
        except BaseException:
            lane.lose(self._clock())
            raise
        finally:
            lane.done()
            if as_bot:
                self._window.answer(self._clock())
            if goes_alone:
                lane.lock.release()

    def learn(self, route: str, headers: Mapping[str, str]) -> None:
        """Take in what an answer's headers say of a route's limit."""
        self._lane(route).learn(self._clock(), headers)

    def limited(self, route: str, seconds: float, *, everywhere: bool, sent_at: float) -> None:
        """Slow down: Discord took nothing, and asks to wait.

        Args:
            route: where.
            seconds: for how long.
            everywhere: whether the bot as a whole is meant.
            sent_at: when the request left, on the clock.
        """
        now = self._clock()
        if not everywhere:
            if route:
                lane = self._lane(route)
                lane.closed_until = max(lane.closed_until, now + seconds)
            return
        self._closed_until = max(self._closed_until, now + seconds)
        if sent_at > self._slowed_at:  # several that were under way together say the same thing
            self._most = max(1.0, self._most / _SLOWER)
            self._slowed_at = now

    async def _until_open(self, lane: _Lane, deadline: float, *, as_bot: bool) -> None:
        """Wait until neither the route nor the bot has to wait any longer, and count the request as left."""
        while True:
            now = self._clock()
            while (wait := lane.wait(now)) > 0:
                _refuse_if(wait, deadline - now)
                await self._sleep(wait)
                now = self._clock()
            if not as_bot:
                return
            async with self._gate:
                await self._slot(deadline)
                if lane.wait(self._clock()) <= 0:  # nobody was asked to wait meanwhile
                    self._window.leave()
                    return

    async def _slot(self, deadline: float) -> None:
        """Wait until the bot may send something; the deadline counts only if Discord has asked to wait."""
        now = self._clock()
        self._most = min(float(_MOST), self._most * (1 + _QUICKER) ** (now - self._looked_at))
        self._looked_at = now
        while (wait := max(self._window.wait(now, int(self._most)), self._next - now, self._closed_until - now)) > 0:
            _refuse_if(self._closed_until - now, deadline - now)
            if wait == math.inf:
                self._window.freed.clear()
                await self._window.freed.wait()
            else:
                await self._sleep(wait)
            now = self._clock()
        interval, catch_up = _SPACING, _CATCH_UP
        if self._most < _MOST:  # others send as well: evenly, then, so that what is too much is little
            interval = catch_up = 1 / self._most
        self._next = max(self._next, now - catch_up) + interval

    def _lane(self, route: str) -> _Lane:
        if len(self._lanes) > _MOST_LANES and route not in self._lanes:
            now = self._clock()
            self._lanes = {name: lane for name, lane in self._lanes.items() if not lane.is_idle(now)}
        return self._lanes.setdefault(route, _Lane())


def read_number(value: object) -> float | None:
    """Return what a header or a field says, if it's a number of seconds or of requests."""
    try:
        return max(0.0, float(value))  # type: ignore[arg-type]  # either it's a number or it isn't
    except (TypeError, ValueError):
        return None


def _refuse_if(wait: float, patience: float) -> None:
    if wait > max(0.0, patience):
        raise Held("Discord wants me to slow down; I'll continue in a moment.", wait)
