"""Threads that do what would hold up the event loop.

An executor of the standard library makes two futures and a task's worth of callbacks for each piece of work; these
make one, in two thirds of the time.
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
    """A few threads that share what there is to do.

    Args:
        count: how many.
        name: of each.
    """

    def __init__(self, count: int, name: str) -> None:
        self._items: SimpleQueue[_Item | None] = SimpleQueue()
        self._threads = [Thread(target=self._run, name=f"{name} {number}", daemon=True) for number in range(count)]
        for thread in self._threads:
            thread.start()

    def do(self, work: Callable[[], _T]) -> "asyncio.Future[_T]":
        """Do work in one of the threads; the future gets what it returns or raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_T] = loop.create_future()
        self._items.put((work, loop, future))
        return future

    def close(self) -> None:
        """Do what there is to do, then stop; blocks until that's done."""
        for _ in self._threads:
            self._items.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (item := self._items.get()) is not None:
            work, loop, future = item
            try:
                result, error = work(), None
            except BaseException as raised:  # noqa: BLE001 (told to the caller)
                result, error = None, raised
            with suppress(RuntimeError):  # the loop has been closed meanwhile: nobody waits
                loop.call_soon_threadsafe(_tell, future, result, error)
            del item, work, future, result, error  # or they'd be kept until there's something else to do


def _tell(future: "asyncio.Future[Any]", result: object, error: BaseException | None) -> None:
    if future.done():
        return  # the caller has gone
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
