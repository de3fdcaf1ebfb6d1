"""Threads for work that would block the event loop.

The standard library's executors make two futures and several callbacks for each piece of work; these make one future,
in two thirds of the time.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias, TypeVar

_T = TypeVar("_T")

_Item: TypeAlias = "tuple[Callable[[], Any], asyncio.AbstractEventLoop, asyncio.Future[Any]]"


class Workers:
    """A few threads that share a queue of work; each starts once all others are busy.

    Args:
        most: the maximum number of threads.
        name: the threads' name, to which a number is added.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._items: SimpleQueue[_Item | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._under_way = 0

    def do(self, work: Callable[[], _T]) -> "asyncio.Future[_T]":
        """Run work in one of the threads; return a future for its result or exception."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_T] = loop.create_future()
        self._under_way += 1
        if len(self._threads) < min(self._under_way, self._most):
            self._start()
        self._items.put((work, loop, future))
        return future

    def close(self) -> None:
        """Finish the queued work, then stop the threads; blocks until that's done."""
        self._most = 0
        for _ in self._threads:
            self._items.put(None)
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        thread = Thread(target=self._run, name=f"{self._name} {len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (item := self._items.get()) is not None:
            work, loop, future = item
            try:
                result, error = work(), None
            except BaseException as raised:  # noqa: BLE001 (told to the caller)
                result, error = None, raised
            with suppress(RuntimeError):  # the loop has been closed, so nobody waits
                loop.call_soon_threadsafe(self._tell, future, result, error)
            del item, work, future, result, error  # otherwise they'd be kept alive until the next item

    def _tell(self, future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
        self._under_way -= 1
        if future.done():
            return  # the caller has gone
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
