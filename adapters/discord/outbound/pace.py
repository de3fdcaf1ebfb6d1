"""Rate limiting: uses all of what Discord allows and never more, for the bot as a whole and for each route.

https://docs.discord.com/developers/topics/rate-limits: a bot may send 50 requests per second, not counting answers to
interactions, and on each route as many as the responses' headers say.
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
"""The bot's limit, and for how many seconds a request counts: a little over one, because clocks differ."""

_SPACING = 0.005
"""Seconds between two requests; if all were sent at once, they'd delay each other here, and so count for longer."""
_CATCH_UP = 0.1
"""How many seconds a process may catch up on if it woke up late."""

_SLOWER = 1.1
_QUICKER = 0.002
"""If Discord limits a process that keeps to the limit, other processes must be sharing that limit. So the process
slows down by the first factor, and speeds up again by the second share each second."""

_RECOVERED = math.log(_MOST) / math.log1p(_QUICKER)
"""After this many seconds, even a process that sent one request a second is back at the limit. Counting on would
overflow after four days, and a monotonic clock starts with the machine."""

_MOST_LANES = 1_000

_USUAL_WINDOW = 5.0
"""The length of a route's window in seconds, until a response tells a longer one."""


class _Window:
    """The requests that count against the bot's limit: those in flight, and those answered within the last second.

    Discord counts a request at some moment between its sending and its response, but only Discord knows when. So here
    it counts from its sending until a second after its response. If Discord counts two requests within one second,
    the later one was sent while the earlier one still counted here. So Discord never counts more than the limit
    together, however late this process wakes up and however long the network takes.
    """

    def __init__(self) -> None:
        self._under_way = 0
        self._answered: deque[float] = deque()
        self.freed = asyncio.Event()

    def wait(self, now: float, most: int) -> float:
        """Return the seconds until a request may be sent if at most `most` count; infinity if it takes a response."""
        while self._answered and self._answered[0] <= now - _SECOND:
            self._answered.popleft()
        beyond = self._under_way + len(self._answered) - most
        if beyond < 0:
            return 0.0
        return self._answered[beyond] + _SECOND - now if beyond < len(self._answered) else math.inf

    def leave(self) -> None:
        self._under_way += 1

    def answer(self, now: float) -> None:
        """Note that a request was answered, or that we stopped waiting for its response."""
        self._under_way -= 1
        self._answered.append(now)
        self.freed.set()


class _Lane:
    """A route's rate limit: how many requests are left, and when its window ends.

    Attributes:
        lock: held by the request that's sent next.
        waiting: how many requests wait for their turn.
        closed_until: when Discord accepts requests again, in seconds of the clock.
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
        """Return the seconds until a request may be sent if `ahead` others are sent before it."""
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
        """Expect a new window: a request got no response, but may have started a window at any time until now."""
        self._resets_at = max(self._resets_at, now + max(self._window, _USUAL_WINDOW))

    def learn(self, now: float, headers: Mapping[str, str]) -> None:
        """Update the limit from a response's headers."""
        self.is_known = True
        left, seconds = (
            read_number(headers.get("X-RateLimit-Remaining")),
            read_number(headers.get("X-RateLimit-Reset-After")),
        )
        if left is None or seconds is None:
            return
        # Trust the response, unless several requests were in flight: then it may not count the later ones.
        self._left = min(self._left, left) if self._is_crowded else left
        self._limit = read_number(headers.get("X-RateLimit-Limit")) or left + 1
        self._window = max(self._window, seconds)
        self._resets_at = max(self._resets_at, now + seconds)

    def _renew(self, now: float) -> None:
        """Start a new window once the old one is over, less the requests in flight, which may count in either."""
        if self._resets_at <= now and self._left < self._limit:
            self._left = max(0.0, self._limit - self._under_way)
            self._resets_at = now + self._window


class Pace:
    """Lets requests wait for their turn.

    Args:
        clock: returns the seconds of a monotonic clock.
        sleep: waits the given number of seconds.
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
        """Wait for a request's turn; within the block, the request is in flight.

        The first request on a route goes alone, because only its response tells the limit.

        Args:
            route: names what shares a rate limit; "" for none.
            patience: maximum number of seconds to wait for Discord's limits.
            as_bot: whether the request counts towards the bot's own limit.

        Raises:
            Held: its turn would come later than that.
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
        """Update a route's limit from a response's headers."""
        self._lane(route).learn(self._clock(), headers)

    def limited(self, route: str, seconds: float, *, everywhere: bool, sent_at: float) -> None:
        """Slow down, because Discord refused a request and asks us to wait.

        Args:
            route: the request's route.
            seconds: how long to wait.
            everywhere: whether the bot exceeded its own limit, rather than a route's.
            sent_at: when the request was sent, in seconds of the clock.
        """
        now = self._clock()
        if not everywhere:
            if route:
                lane = self._lane(route)
                lane.closed_until = max(lane.closed_until, now + seconds)
            return
        self._closed_until = max(self._closed_until, now + seconds)
        if sent_at > self._slowed_at:  # requests in flight at the same time count only once
            self._most = max(1.0, self._most / _SLOWER)
            self._slowed_at = now

    async def _until_open(self, lane: _Lane, deadline: float, *, as_bot: bool) -> None:
        """Wait until both the route's and the bot's limit allow a request, and count it as sent."""
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
                if lane.wait(self._clock()) <= 0:  # Discord hasn't limited the route in the meantime
                    self._window.leave()
                    return

    async def _slot(self, deadline: float) -> None:
        """Wait until the bot's limit allows a request; the deadline only matters if Discord asked us to wait."""
        now = self._clock()
        since = min(now - self._looked_at, _RECOVERED)
        self._most = min(float(_MOST), self._most * (1 + _QUICKER) ** since)
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
        if self._most < _MOST:  # other processes send, too: send evenly, to exceed the limit by little
            interval = catch_up = 1 / self._most
        self._next = max(self._next, now - catch_up) + interval

    def _lane(self, route: str) -> _Lane:
        if len(self._lanes) > _MOST_LANES and route not in self._lanes:
            now = self._clock()
            self._lanes = {name: lane for name, lane in self._lanes.items() if not lane.is_idle(now)}
        return self._lanes.setdefault(route, _Lane())


def read_number(value: object) -> float | None:
    """Return the number in a header or a field, at least 0; None if it isn't a number."""
    try:
        return max(0.0, float(value))  # type: ignore[arg-type]  # either it's a number or it isn't
    except (TypeError, ValueError):
        return None


def _refuse_if(wait: float, patience: float) -> None:
    if wait > max(0.0, patience):
        raise Held("Discord wants me to slow down; I'll continue in a moment.", wait)
