"""Counts what's done off the event loop, so that tests can wait until a game has nothing left to do at a moment."""

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from bot.storage import database
from bot.storage.group_commit import GroupCommit, QueuedPiece

_TICKS = 20
"""So many rounds of the event loop without anything under way mean that all tasks wait."""

_STUCK = 3.0
"""Seconds after which something under way counts as held up by the test itself."""

_BREATH = 0.002
"""Seconds to leave to whatever is held up, at each step of the clock."""

_counts: WeakKeyDictionary[asyncio.AbstractEventLoop, int] = WeakKeyDictionary()
"""How many calls are under way on each event loop; those on another test's are of no interest."""


@contextmanager
def counting() -> Iterator[None]:
    """Count calls of the database and of executors until the end."""
    measured, enqueue, execute = database._measured, GroupCommit._enqueue, BaseEventLoop.run_in_executor

    async def counted(kind: str, do: Callable[[], Awaitable[Any]]) -> Any:
        with _under_way():
            return await measured(kind, do)

    def enqueued(self: GroupCommit, piece: QueuedPiece) -> None:
        enqueue(self, piece)
        if piece.told is not None:
            _until_done(piece.told)

    def executed(self: BaseEventLoop, *args: Any) -> Any:
        future = execute(self, *args)
        _until_done(future)
        return future

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_measured", counted)
        patch.setattr(GroupCommit, "_enqueue", enqueued)
        patch.setattr(BaseEventLoop, "run_in_executor", executed)
        yield


async def settled(stuck: int) -> int:
    """Wait until nothing is under way and all tasks wait; return how many calls are held up by the test itself.

    Args:
        stuck: how many were held up before; they aren't waited for.
    """
    loop = asyncio.get_running_loop()
    until, ticks = loop.time() + _STUCK, 0
    while ticks < _TICKS:
        await asyncio.sleep(0)
        ticks += 1
        if _counts.get(loop, 0) > stuck:
            if loop.time() > until:
                return _counts.get(loop, 0)
            ticks = 0
            await asyncio.sleep(_BREATH / 4)
    if stuck:
        await asyncio.sleep(_BREATH)
    return min(stuck, _counts.get(loop, 0))


@contextmanager
def _under_way() -> Iterator[None]:
    loop = asyncio.get_running_loop()
    _add(loop, 1)
    try:
        yield
    finally:
        _add(loop, -1)


def _until_done(future: "asyncio.Future[Any]") -> None:
    loop = future.get_loop()
    _add(loop, 1)
    future.add_done_callback(lambda _future: _add(loop, -1))


def _add(loop: asyncio.AbstractEventLoop, calls: int) -> None:
    _counts[loop] = _counts.get(loop, 0) + calls
