"""Waiting for many with one timer."""

import asyncio

import pytest

from bot.features.games.shared_timeout import SharedTimeout


async def test_what_is_done_in_time_is_handed_over() -> None:
    timeout = SharedTimeout(5)
    futures: list[asyncio.Future[int]] = [asyncio.get_running_loop().create_future() for _ in range(3)]
    waiting = [asyncio.create_task(timeout.wait(future)) for future in futures]
    await asyncio.sleep(0)
    for number, future in enumerate(futures):
        future.set_result(number)
    assert await asyncio.gather(*waiting) == [0, 1, 2]


async def test_what_takes_too_long_goes_on_alone() -> None:
    timeout = SharedTimeout(0.02)
    loop = asyncio.get_running_loop()
    slow, quick, failing = loop.create_future(), loop.create_future(), loop.create_future()
    tasks = [asyncio.create_task(timeout.wait(future)) for future in (slow, quick, failing)]
    await asyncio.sleep(0)
    quick.set_result("quick")
    failing.set_exception(ValueError("bad"))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TimeoutError, str, ValueError]
    assert not slow.cancelled()
    slow.set_result("at last")
    with pytest.raises(TimeoutError):
        await timeout.wait(loop.create_future())


async def test_one_who_gives_up_waiting_harms_nobody() -> None:
    timeout = SharedTimeout(0.02)
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(timeout.wait(future))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(TimeoutError):
        await timeout.wait(asyncio.get_running_loop().create_future())
    future.set_result(1)
    assert await timeout.wait(future) == 1
