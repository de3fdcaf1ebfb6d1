"""A timeout shared by many futures, with a single timer for all of them."""

import asyncio
from collections import deque
from typing import Any


class SharedTimeout:
    """Makes futures raise TimeoutError if they take too long.

    A crowd answers within a second, and a timer for each answer would cost more than storing it. All futures have the
    same timeout, so they expire in the order in which they came.

    Args:
        seconds: the timeout of each future, in seconds.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, future: "asyncio.Future[Any]") -> None:
        """Make a future raise TimeoutError unless it's done in time."""
        loop = future.get_loop()
        while self._watched and self._watched[0][1].done():
            self._watched.popleft()
        self._watched.append((loop.time() + self._seconds, future))
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._look)

    def _look(self) -> None:
        """Expire the futures whose time is up, and set the timer for the next one."""
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._watched:
            deadline, future = self._watched[0]
            if not future.done():
                if deadline > loop.time():
                    self._timer = loop.call_at(deadline, self._look)
                    return
                future.set_exception(TimeoutError())
            self._watched.popleft()
