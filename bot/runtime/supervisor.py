"""A supervisor, which restarts background tasks when they end.

Otherwise nobody would notice that a task has died until packs don't reload or posts don't arrive. So each time a task
ends, that's logged with a reference and counted, the task is restarted with a growing delay, and `/healthz` names it
until it has run for a while.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeAlias

from bot.runtime.backoff import doubled
from bot.runtime.bulkhead import set_aside
from bot.runtime.metrics import RESTARTS

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a task is restarted, doubled after each failure up to the maximum."""

_WELL_AFTER = 60.0
"""Seconds for which a task must run for its failure count to be reset."""

TaskFunction: TypeAlias = "Callable[[], Awaitable[None]]"
"""Runs until it's cancelled; returning counts as a failure."""


class Supervisor:
    """Keeps tasks running.

    Args:
        sleep: waits for the given number of seconds.
        now: a monotonic clock, in seconds.
    """

    def __init__(
        self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep, now: Callable[[], float] = monotonic
    ) -> None:
        self._sleep = sleep
        self._now = now
        self._tasks: list[asyncio.Task[None]] = []
        self._started: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def start(self, name: str, work: TaskFunction) -> None:
        """Start a task, and restart it whenever it ends.

        Args:
            name: the task's name, in a word or two, such as "planner".
            work: the task's work.
        """
        RESTARTS.labels(name)  # created now, at 0: Prometheus sees no increase in a series that starts at 1
        self._tasks.append(asyncio.create_task(self._run(name, work), name=name))

    @property
    def ailing(self) -> tuple[str, ...]:
        """Return the names of the tasks that have failed and haven't run for long enough since."""
        now = self._now()
        failed = (name for name, failures in self._failures.items() if failures)
        return tuple(name for name in failed if not self._is_well(self._started[name], now))

    async def close(self) -> None:
        """Stop all tasks."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _run(self, name: str, work: TaskFunction) -> None:
        self._failures[name] = 0
        while True:
            self._started[name] = self._now()
            try:
                await work()
                _log.error("%s ended though nobody stopped it; starting it again", name)
            except Exception as error:  # noqa: BLE001 (whatever it is, the task is restarted)
                set_aside(name, error)
            RESTARTS.labels(name).inc()
            if self._is_well(self._started[name], self._now()):
                self._failures[name] = 0
            self._failures[name] += 1
            await self._sleep(min(_FIRST_PAUSE * doubled(self._failures[name] - 1), _LONGEST_PAUSE))

    @staticmethod
    def _is_well(began: float, now: float) -> bool:
        return now - began >= _WELL_AFTER
