"""Posting: plans and sends in the background, at the tick of a clock that nobody can set."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Protocol

from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import Post
from bot.runtime.bulkhead import OutageError, bulkhead

_log = logging.getLogger(__name__)

_TICK = 1.0
"""Seconds from one look at what's due to the next."""

WIDTH = 64
"""Posts on their way to one platform at once; its own pace is kept by its port."""

DRAIN = 10.0
"""Seconds that posts on their way have to arrive when all is to end."""

_TIDY = 3600
"""Ticks from one tidying to the next."""


class Plans(Protocol):
    """Puts what's due into the outbox."""

    async def plan_due(self, platforms: Collection[str]) -> int:
        """Plan all that is due on some platforms; return how much that was."""

    async def tidy(self) -> None:
        """Forget what is of no use any more."""


class Posting:
    """Runs a planner and the delivery.

    Args:
        planner: plans.
        delivery: sends.
        platforms: the names of those served here.
        is_ready: whether one of them can be posted to now.
        sleep: waits for some seconds, on a clock that nobody can set.
    """

    def __init__(
        self,
        planner: Plans,
        delivery: Delivery,
        platforms: Collection[str],
        is_ready: Callable[[str], bool],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._planner = planner
        self._delivery = delivery
        self._is_ready = is_ready
        self._sleep = sleep
        self._on_way: dict[str, set[asyncio.Task[None]]] = {name: set() for name in platforms}
        self._plan = asyncio.Event()
        self._send = asyncio.Event()
        self._ticks = 0
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; to be called in the loop that serves."""
        self._loops = [
            asyncio.create_task(_whenever(self._plan, self._plan_due), name="planner"),
            asyncio.create_task(_whenever(self._send, self._send_due), name="delivery"),
            asyncio.create_task(self._tick(), name="ticker"),
        ]

    async def close(self) -> None:
        """Take nothing new, and wait for what is on its way; what takes too long is found out at the next start."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if sending := [task for tasks in self._on_way.values() for task in tasks]:
            _, late = await asyncio.wait(sending, timeout=DRAIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _tick(self) -> None:
        """Have everybody look again and again; when is told by a clock that only goes forward."""
        while True:
            self._plan.set()
            self._send.set()
            await self._sleep(_TICK)

    async def _plan_due(self) -> None:
        self._ticks += 1
        with bulkhead("planning"):
            if await self._planner.plan_due(self._on_way):
                self._send.set()
        if self._ticks % _TIDY == 0:
            for each in (self._planner, self._delivery):
                with bulkhead("tidying"):
                    await each.tidy()

    async def _send_due(self) -> None:
        if not await self._delivery.is_any_due():
            return
        for platform in self._on_way:
            with bulkhead("a platform's posts"):
                await self._send_some(platform)

    async def _send_some(self, platform: str) -> None:
        on_way = self._on_way[platform]
        free = WIDTH - len(on_way)
        if free < WIDTH // 2 or not self._is_ready(platform):
            return
        for post in await self._delivery.claim(platform, free):
            task = asyncio.create_task(self._deliver(post))
            on_way.add(task)
            task.add_done_callback(partial(self._arrived, on_way))

    async def _deliver(self, post: Post) -> None:
        try:
            with bulkhead("post"):
                await self._delivery.deliver(post)
        except OutageError as error:
            _log.error("a post couldn't be handled: %s", error)

    def _arrived(self, on_way: "set[asyncio.Task[None]]", task: "asyncio.Task[None]") -> None:
        """Make room for the next posts; those that arrive together have all left before anybody looks."""
        on_way.discard(task)
        if len(on_way) <= WIDTH // 2:
            self._send.set()


async def _whenever(asked: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    """Do some work whenever asked to, forever; what goes wrong is tried again the next time."""
    while True:
        await asked.wait()
        asked.clear()
        try:
            with bulkhead("posting"):
                await work()
        except OutageError as error:
            _log.error("can't post anything now: %s", error)
