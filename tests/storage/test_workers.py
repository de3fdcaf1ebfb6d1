"""Threads that do work for the event loop: no more of them than there's work for."""

import asyncio
from collections.abc import AsyncIterator
from threading import Barrier, get_ident

import pytest

from bot.storage.workers import Workers
from tests.patience import FOREVER


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(2, "worker")
    yield made
    made.close()


async def test_one_thread_does_work_that_comes_piece_by_piece(workers: Workers) -> None:
    threads = {await workers.do(get_ident) for _ in range(5)}
    assert len(threads) == 1
    assert get_ident() not in threads


async def test_two_threads_do_work_that_comes_at_once(workers: Workers) -> None:
    await workers.do(get_ident)
    meeting = Barrier(2, timeout=FOREVER)  # a single thread would wait here in vain
    assert sorted(await asyncio.gather(*(workers.do(meeting.wait) for _ in range(4)))) == [0, 0, 1, 1]


async def test_there_are_no_more_threads_than_allowed(workers: Workers) -> None:
    assert len(set(await asyncio.gather(*(workers.do(get_ident) for _ in range(50))))) <= 2


async def test_an_error_is_passed_on_and_the_thread_goes_on(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError):
        await workers.do(lambda: 1 // 0)
    assert await workers.do(lambda: "done") == "done"


async def test_a_caller_may_have_gone(workers: Workers) -> None:
    meeting = Barrier(2, timeout=FOREVER)
    waiting = workers.do(meeting.wait)
    waiting.cancel()
    await workers.do(meeting.wait)
    assert await workers.do(lambda: "done") == "done"


async def test_waiting_work_is_done_before_they_stop() -> None:
    done: list[int] = []
    workers = Workers(1, "worker")
    for each in range(5):
        workers.do(lambda each=each: done.append(each))  # type: ignore[misc]
    workers.close()
    assert done == [0, 1, 2, 3, 4]
