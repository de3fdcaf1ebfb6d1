"""Waiting for many things with one timer."""

import asyncio

import pytest

from bot.features.games.shared_timeout import SharedTimeout
from tests.patience import FOREVER


def watched(timeout: SharedTimeout) -> "asyncio.Future[object]":
    future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    timeout.watch(future)
    return future


async def test_what_is_done_in_time_is_handed_over() -> None:
    timeout = SharedTimeout(FOREVER)
    futures = [watched(timeout) for _ in range(3)]
    for number, future in enumerate(futures):
        future.set_result(number)
    assert await asyncio.gather(*futures) == [0, 1, 2]


async def test_what_takes_too_long_is_given_up() -> None:
    timeout = SharedTimeout(0.02)
    slow, quick, failing = watched(timeout), watched(timeout), watched(timeout)
    quick.set_result("quick")
    failing.set_exception(ValueError("bad"))
    outcomes = await asyncio.gather(slow, quick, failing, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TimeoutError, str, ValueError]
    with pytest.raises(TimeoutError):
        await watched(timeout)


async def test_one_who_gives_up_waiting_harms_nobody() -> None:
    timeout = SharedTimeout(0.02)
    watched(timeout).cancel()
    with pytest.raises(TimeoutError):
        await watched(timeout)
