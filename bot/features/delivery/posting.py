"""Posting: plans and sends in the background, at the ticks of a monotonic clock."""

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
"""Seconds between checks for due schedules and posts."""

WIDTH = 64
"""Maximum number of concurrent posts to one platform; its port respects the platform's rate limits."""

DRAIN = 10.0
"""Timeout in seconds for posts that are being sent at shutdown."""

_TIDY = 3600
"""Planning rounds between clean-ups."""


class Plans(Protocol):
    """Puts due posts into the outbox; scheduling's planner implements it."""

    async def plan_due(self, platforms: Collection[str]) -> int:
        """Plan all due schedules of the platforms; return how many there were."""

    async def tidy(self) -> None:
        """Delete data that's no longer needed."""


class Posting:
    """Runs a planner and the delivery.

    Args:
        planner: puts due posts into the outbox.
        delivery: sends posts.
        platforms: the names of the platforms served here.
        is_ready: returns whether a platform can be posted to now.
        sleep: waits for a number of seconds, on a monotonic clock.
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
        """Start the background loops; call this in the serving event loop."""
        self._loops = [
            asyncio.create_task(_whenever(self._plan, self._plan_due), name="planner"),
            asyncio.create_task(_whenever(self._send, self._send_due), name="delivery"),
            asyncio.create_task(self._tick(), name="ticker"),
        ]

    async def close(self) -> None:
        """Stop, and wait for posts being sent; those that take too long are looked up after the next start."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if sending := [task for tasks in self._on_way.values() for task in tasks]:
            _, late = await asyncio.wait(sending, timeout=DRAIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _tick(self) -> None:
        """Wake the planner and the delivery at each tick."""
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
        """Remove a finished post, and wake the delivery once half of the slots are free."""
        on_way.discard(task)
        if len(on_way) <= WIDTH // 2:
            self._send.set()


async def _whenever(wanted: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    """Run work whenever the event is set, forever; after an error, it runs again the next time."""
    while True:
        await wanted.wait()
        wanted.clear()
        try:
            with bulkhead("posting"):
                await work()
        except OutageError as error:
            _log.error("can't post anything now: %s", error)
