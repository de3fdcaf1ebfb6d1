"""The pace of requests, on a fake clock: all that Discord allows, and nothing too early."""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress
from random import Random

import pytest
from prometheus_client import REGISTRY

from adapters.discord.outbound.failures import Held
from adapters.discord.outbound.pace import Pace

LIMIT, WINDOW = 5, 5.0


class Time:
    """A clock that moves only to wake those who sleep, the earliest first."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now + seconds, waking))
        await waking

    async def run(self, *work: "asyncio.Task[None]") -> None:
        """Let time pass until some work is done."""
        while True:
            for _ in range(20):
                await asyncio.sleep(0)
            if all(each.done() for each in work):
                return
            at, waking = min(self._sleeping, key=lambda each: each[0])
            self._sleeping.remove((at, waking))
            self.now = max(self.now, at)
            waking.set_result(None)


class Server:
    """Limits the requests in any second, and those on each route in a window."""

    def __init__(self, time: Time, pace: Pace, random: Random, everything: int = 50) -> None:
        self._time, self._pace, self._random, self._everything = time, pace, random, everything
        self._lately: deque[float] = deque()
        self._routes: dict[str, tuple[float, int]] = {}
        self._told: dict[str, float] = {}
        """Until when the sender knows that it has to wait, by route; under "" on all routes."""
        self.taken: list[tuple[float, str]] = []
        self.refused = self.early = 0

    async def call(self, route: str, patience: float = 1e9) -> None:
        """Send a request, with its way there and back, until it's taken."""
        while True:
            async with self._pace.turn(route, patience, as_bot=True):
                sent_at = self._time.now
                self.early += sent_at < max(self._told.get("", 0.0), self._told.get(route, 0.0))
                await self._time.sleep(self._random.uniform(0.001, 0.01))
                headers, limit = self._arrive(route)
                await self._time.sleep(self._random.uniform(0.05, 0.1))
                self._pace.learn(route, headers)
                if limit is None:
                    return
                everywhere, seconds = limit
                self._told["" if everywhere else route] = self._time.now + seconds
                self._pace.limited(route, seconds, everywhere=everywhere, sent_at=sent_at)

    def _arrive(self, route: str) -> tuple[dict[str, str], tuple[bool, float] | None]:
        now = self._time.now
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        if len(self._lately) >= self._everything:
            self.refused += 1
            return {}, (True, self._lately[0] + 1.0 - now)
        begun, used = self._routes.get(route, (now, 0))
        if now >= begun + WINDOW:
            begun, used = now, 0
        headers = {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": str(max(0, LIMIT - used - 1)),
            "X-RateLimit-Reset-After": f"{begun + WINDOW - now:.3f}",
        }
        if used >= LIMIT:
            self.refused += 1
            return headers, (False, begun + WINDOW - now)
        self._routes[route] = begun, used + 1
        self._lately.append(now)
        self.taken.append((now, route))
        return headers, None


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pace(time: Time) -> Pace:
    return Pace(time.clock, time.sleep)


async def test_a_machine_may_have_been_up_for_years(time: Time, pace: Pace) -> None:
    time.now = 10 * 365 * 86_400.0
    server = Server(time, pace, Random(1))
    await time.run(asyncio.create_task(server.call("POST /1")))
    time.now *= 2
    await time.run(asyncio.create_task(server.call("POST /1")))
    assert len(server.taken) == 2


async def test_the_whole_limit_is_used_and_never_exceeded(time: Time, pace: Pace) -> None:
    server = Server(time, pace, Random(1))
    began = time.now
    await time.run(*(asyncio.create_task(server.call(f"POST /{number}")) for number in range(1000)))
    assert (len(server.taken), server.refused) == (1000, 0)
    assert 1000 / (time.now - began) > 0.95 * 50


async def test_those_in_line_are_counted(time: Time, pace: Pace) -> None:
    def waiting() -> float | None:
        return REGISTRY.get_sample_value("versed_sends_waiting", {"platform": "discord"})

    async def go() -> None:
        async with pace.turn("a", 10.0, as_bot=False):  # the first one goes alone until it's answered
            seen.append(waiting())
            await time.sleep(1.0)

    seen: list[float | None] = []
    await time.run(*(asyncio.create_task(go()) for _ in range(3)))
    assert (seen, waiting()) == ([0, 1, 0], 0)


async def test_a_route_takes_all_that_its_window_allows(time: Time, pace: Pace) -> None:
    server = Server(time, pace, Random(2))
    began = time.now
    work = [asyncio.create_task(server.call(f"POST /{number % 3}")) for number in range(300)]
    await time.run(*work)
    assert (len(server.taken), server.refused) == (300, 0)
    assert time.now - began < 1.05 * 100 / LIMIT * WINDOW


async def test_processes_that_share_a_bot_find_a_pace_together(time: Time, pace: Pace) -> None:
    """The other process uses half of the limit."""
    server = Server(time, pace, Random(3), everything=25)
    began = time.now
    await time.run(*(asyncio.create_task(server.call(f"POST /{number}")) for number in range(3000)))
    assert len(server.taken) == 3000
    assert server.early == 0
    assert server.refused < 60
    assert 3000 / (time.now - began) > 0.75 * 25


async def test_what_discord_says_is_left_may_be_used(time: Time, pace: Pace) -> None:
    """With a sliding window, every answer says what's left; five requests in twenty seconds use nothing up."""
    began = time.now

    async def now_and_then() -> None:
        for _ in range(10):
            async with pace.turn("a", 0.0, as_bot=False):
                pass
            pace.learn("a", {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "3", "X-RateLimit-Reset-After": "5"})
            await time.sleep(4.0)

    await time.run(asyncio.create_task(now_and_then()))
    assert time.now - began == 40.0


async def test_nothing_goes_before_a_limit_is_over(time: Time, pace: Pace) -> None:
    went: list[tuple[float, str]] = []

    async def go(route: str) -> None:
        async with pace.turn(route, 10, as_bot=True):
            went.append((time.now, route))

    for route in ("a", "b", "c"):
        pace.learn(route, {})
    pace.limited("a", 3.0, everywhere=False, sent_at=0.0)
    work = [asyncio.create_task(go(route)) for route in ("a", "b", "a")]
    await time.run(work[1])
    pace.limited("c", 2.0, everywhere=True, sent_at=0.0)
    await time.run(*work, asyncio.create_task(go("b")), asyncio.create_task(go("c")))
    assert went[0] == (100.0, "b")
    assert all(at >= 102.0 for at, _ in went[1:])
    assert all(at >= 103.0 for at, route in went if route == "a")


async def test_who_would_wait_too_long_is_told_at_once(time: Time, pace: Pace) -> None:
    pace.learn("a", {"X-RateLimit-Remaining": "1", "X-RateLimit-Limit": "2", "X-RateLimit-Reset-After": "4"})
    went: list[float] = []
    told: list[float] = []

    async def go(patience: float) -> None:
        try:
            async with pace.turn("a", patience, as_bot=False):
                went.append(time.now - 100.0)
        except Held as limited:
            told.append(limited.seconds)

    await time.run(*(asyncio.create_task(go(5.0)) for _ in range(7)))
    assert went == [0.0, 4.0, 4.0]
    assert told == [8.0, 8.0, 8.0, 8.0]


async def test_a_limit_on_the_bot_does_not_hold_up_webhooks(time: Time, pace: Pace) -> None:
    pace.limited("", 60.0, everywhere=True, sent_at=0.0)
    async with pace.turn("webhook", 0.0, as_bot=False):
        pass
    with pytest.raises(Held):
        async with pace.turn("webhook", 5.0, as_bot=True):
            pass


async def test_the_first_request_goes_alone(time: Time, pace: Pace) -> None:
    under_way = most = 0

    async def go() -> None:
        nonlocal under_way, most
        async with pace.turn("a", 5.0, as_bot=False):
            under_way += 1
            most = max(most, under_way)
            await time.sleep(0.1)
            pace.learn("a", {})
            under_way -= 1

    first = [asyncio.create_task(go()) for _ in range(2)]
    await time.run(first[0])
    assert most == 1
    await time.run(*first, *(asyncio.create_task(go()) for _ in range(4)))
    assert most > 1


class Unlucky(Server):
    """A server on an erratic line, which takes any time and loses answers, though never a route's first."""

    def __init__(self, time: Time, pace: Pace, random: Random) -> None:
        super().__init__(time, pace, random)
        self._slides = random.random() < 0.5
        self._loses = random.choice([0.0, 0.4])
        self._weather = [random.choice([0.0, 0.01, 0.3, 0.999, 1.0, 1.5, 3.0]) for _ in range(40)]
        self._counted: defaultdict[str, deque[float]] = defaultdict(deque)
        self._answered: set[str] = set()

    async def once(self, route: str, begins: float) -> None:
        await self._time.sleep(begins)
        with suppress(ConnectionResetError):
            async with self._pace.turn(route, 1e9, as_bot=True):
                await self._travel()
                headers = self._count(route)
                await self._travel()
                if route in self._answered and self._random.random() < self._loses:
                    raise ConnectionResetError
                self._pace.learn(route, headers)
                self._answered.add(route)

    async def _travel(self) -> None:
        """Requests that leave at about the same time take about as long: a storm ends for all of them at once."""
        usual = self._weather[int(self._time.now * 2) % len(self._weather)]
        await self._time.sleep(usual * self._random.uniform(0.9, 1.0))

    def _count(self, route: str) -> dict[str, str]:
        if not self._slides:
            return self._arrive(route)[0]
        now, counted = self._time.now, self._counted[route]
        while counted and counted[0] <= now - WINDOW:
            counted.popleft()
        counted.append(now)
        self.refused += len(counted) > LIMIT
        self._routes.pop(route, None)  # so that _arrive checks only the bot's own limit
        self._arrive(route)
        left = str(max(0, LIMIT - len(counted)))
        return {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": left,
            "X-RateLimit-Reset-After": str(WINDOW),
        }


@pytest.mark.parametrize("seed", range(15))
async def test_no_limit_is_exceeded_however_slow_the_line_and_however_late_the_waking(seed: int) -> None:
    random, time = Random(seed), Time()
    late = random.choice([0.0, 0.05, 1.0])

    async def sleep(seconds: float) -> None:
        await time.sleep(seconds + random.uniform(0.0, late))

    server, routes = Unlucky(time, Pace(time.clock, sleep), random), random.choice([5, 60, 400])
    work = [server.once(f"POST /{number % routes}", random.uniform(0.0, 3.0)) for number in range(300)]
    await time.run(*map(asyncio.create_task, work))
    assert (server.refused, len(server.taken)) == (0, 300)


async def test_no_more_than_the_limit_are_under_way(time: Time, pace: Pace) -> None:
    """Until an answer comes, we can't know that Discord has counted a request."""
    leaves = 0
    answered = asyncio.Event()

    async def go(number: int) -> None:
        nonlocal leaves
        async with pace.turn(f"POST /{number}", 0.0, as_bot=True):
            leaves += 1
            await answered.wait()

    work = [asyncio.create_task(go(number)) for number in range(60)]
    await time.run(asyncio.create_task(time.sleep(10.0)))
    assert leaves == 50
    answered.set()
    await time.run(*work)
    assert leaves == 60
    assert time.now >= 111.0


async def test_routes_that_are_idle_are_forgotten(time: Time, pace: Pace) -> None:
    for number in range(3_000):
        async with pace.turn(f"POST /{number}", 0.0, as_bot=False):
            pass
    assert len(pace._lanes) <= 1_001
