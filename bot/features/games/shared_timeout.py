"""Waiting for many things at once, each for the same time at most, with a single timer for all of them."""

import asyncio
from collections import deque
from typing import Any


class SharedTimeout:
    """Gives up futures that take too long.

    A crowd answers within a second, and a timer for each of them would cost more than storing what they said. As all
    have equally long, the first to come is the first to be given up.

    Args:
        seconds: that each has.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, future: "asyncio.Future[Any]") -> None:
        """Let a future raise TimeoutError unless it's done in time."""
        loop = future.get_loop()
        while self._watched and self._watched[0][1].done():
            self._watched.popleft()
        self._watched.append((loop.time() + self._seconds, future))
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._look)

    def _look(self) -> None:
        """Give up those that have taken long enough; look again when the next one has."""
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
