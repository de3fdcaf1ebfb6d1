"""The clock that games follow: setting the machine's clock moves no deadline."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.language.clock import Clock
from tests.patience import FOREVER

STEPS = [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1), timedelta(days=1)]
SOON = timedelta(seconds=FOREVER)


@pytest.mark.parametrize("off", STEPS)
def test_a_clock_goes_on_evenly_until_it_follows(off: timedelta) -> None:
    clock = Clock()
    begun = clock.now()
    with time_machine.travel(datetime.now(UTC) + off):
        assert timedelta(0) <= clock.now() - begun < SOON
        clock.follow()
        assert abs(clock.now() - begun - off) < SOON


@pytest.mark.parametrize("off", STEPS)
async def test_a_wait_ends_when_it_would_have(off: timedelta) -> None:
    clock, never = Clock(), asyncio.Event()
    until = clock.now() + timedelta(seconds=0.02)
    with time_machine.travel(datetime.now(UTC) + off):
        async with asyncio.timeout(FOREVER):
            await clock.wait(never, until)
        assert clock.now() >= until


def test_a_clock_never_goes_back_before_a_moment_it_reached() -> None:
    clock = Clock()
    ahead = clock.now() + timedelta(hours=1)
    clock.reach(ahead)
    assert ahead <= clock.now() < ahead + SOON
    clock.reach(ahead - timedelta(minutes=30))
    assert ahead <= clock.now() < ahead + SOON
