"""The signals that tell a process to stop."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from bot.runtime.stopping import stop_signal
from tests.patience import FOREVER

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in NUMBERS}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup themselves
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", NUMBERS)
async def test_each_way_of_stopping_it_stops_it_in_order(number: signal.Signals) -> None:
    stop = stop_signal()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), FOREVER)


async def test_under_nohup_it_goes_on_when_the_terminal_is_closed() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop_signal()
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
