"""Background work is restarted when it ends, after ever longer pauses, and is ailing until it has run for a while."""

import asyncio
from collections.abc import Callable

import pytest

from bot.runtime.supervisor import Supervisor
from tests.patience import FOREVER


class Time:
    """A clock that only goes on while the supervisor waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def supervisor(time: Time) -> Supervisor:
    return Supervisor(time.sleep, lambda: time.now)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(FOREVER):
        while not reached():
            await asyncio.sleep(0)


async def test_failing_work_is_restarted_after_ever_longer_pauses(
    supervisor: Supervisor, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        raise OSError("the disk")

    supervisor.start("packs", work)
    await until(lambda: begun >= 9)
    await supervisor.close()
    assert time.pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert "set aside: packs, reference " in caplog.text
    assert "OSError: the disk" in caplog.text


async def test_work_that_ends_without_an_error_is_restarted(
    supervisor: Supervisor, caplog: pytest.LogCaptureFixture
) -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1

    supervisor.start("games", work)
    await until(lambda: begun >= 3)
    await supervisor.close()
    assert "games ended though nobody stopped it" in caplog.text


async def test_failed_work_is_ailing_until_it_has_run_for_a_minute(supervisor: Supervisor, time: Time) -> None:
    failures, running = 2, asyncio.Event()

    async def work() -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise KeyError("a bug")
        running.set()
        await asyncio.Event().wait()

    async def fine() -> None:
        await asyncio.Event().wait()

    assert supervisor.ailing == ()
    supervisor.start("packs", work)
    supervisor.start("games", fine)
    await running.wait()
    seen = [supervisor.ailing]
    for seconds in (59, 1):
        time.now += seconds
        seen.append(supervisor.ailing)
    assert seen == [("packs",), ("packs",), ()]
    await supervisor.close()


async def test_a_failure_doesnt_stop_other_work(supervisor: Supervisor) -> None:
    steps = 0

    async def fail() -> None:
        raise ValueError

    async def work() -> None:
        nonlocal steps
        while True:
            steps += 1
            await asyncio.sleep(0)

    supervisor.start("packs", fail)
    supervisor.start("retention", work)
    await until(lambda: steps >= 100)
    await supervisor.close()


async def test_after_closing_nothing_runs(supervisor: Supervisor) -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    supervisor.start("games", work)
    await asyncio.sleep(0)
    await supervisor.close()
    assert ended.is_set()
    assert supervisor.ailing == ()
