"""Waiting for many things at once, each for the same time at most, with a single timer for all of them."""

import asyncio
from collections import deque
from typing import TypeVar

_T = TypeVar("_T")


class SharedTimeout:
    """Waits for futures, and leaves alone those that take too long.

    A crowd answers within a second, and a timer for each of them would cost more than storing what they said. As all
    wait equally long, the first to come is the first to give up.

    Args:
        seconds: for which each is waited for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: deque[tuple[float, asyncio.Future[None]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, future: "asyncio.Future[_T]") -> _T:
        """The result of a future, which goes on even if nobody waits for it any more.

        Raises:
            TimeoutError: it takes too long.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        future.add_done_callback(lambda _future: None if waiter.done() else waiter.set_result(None))
        self._waiting.append((loop.time() + self._seconds, waiter))
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._look)
        await waiter
        return future.result()

    def _look(self) -> None:
        """Give up those who have waited long enough; look again when the next one has."""
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._waiting:
            deadline, waiter = self._waiting[0]
            if not waiter.done():
                if deadline > loop.time():
                    self._timer = loop.call_at(deadline, self._look)
                    return
                waiter.set_exception(TimeoutError())
            self._waiting.popleft()
