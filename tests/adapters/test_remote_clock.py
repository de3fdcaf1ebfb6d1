"""A platform's clock, as its answers tell it: right whatever happens to this machine's."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.remote_clock import RemoteClock
from bot.language.port import Postponed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"


class Machine:
    """A machine with two clocks, and a platform that it asks for the time."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 1_700_000_000.0
        self.clock = RemoteClock(lambda: self.steady, lambda: self.wall)
        self.asked = 0

    def go(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds

    def answering(self, date: str | None = None, error: Exception | None = None) -> Callable[[], Awaitable[None]]:
        async def ask() -> None:
            self.asked += 1
            await asyncio.sleep(0)
            if error is not None:
                raise error
            self.clock.note(date)

        return ask


@pytest.fixture
def machine() -> Machine:
    return Machine()


async def test_it_runs_on_evenly_from_what_an_answer_said(machine: Machine) -> None:
    machine.clock.note(DATE)
    machine.go(90)
    assert await machine.clock.now(machine.answering()) == NOON + timedelta(seconds=90)
    assert machine.asked == 0


@pytest.mark.parametrize(
    "date",
    [
        DATE,
        "Mon, 2 Mar 2026 12:00:00 +0000",
        "Mon, 02 Mar 2026 14:00:00 +0200",
        "Monday, 02-Mar-26 12:00:00 GMT",
        "Mon Mar  2 12:00:00 2026",
    ],
)
async def test_it_reads_every_form_of_date(machine: Machine, date: str) -> None:
    """Those of RFC 9110, section 5.6.7, and of RFC 5322."""
    machine.clock.note(date)
    assert await machine.clock.now(machine.answering()) == NOON


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "0",
        "Mon, 99 Mar 2026 12:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -0100",
        "\ud800",
        "9" * 5000,
    ],
)
async def test_without_a_readable_date_the_time_is_unknown(machine: Machine, date: str | None) -> None:
    assert await machine.clock.now(machine.answering(date)) is None
    machine.clock.note(DATE)
    assert await machine.clock.now(machine.answering()) == NOON


@pytest.mark.parametrize("off", [-86_400, -3600, -5, 5, 3600, 86_400])
async def test_it_asks_again_once_the_wall_clock_was_set_or_the_machine_was_suspended(
    machine: Machine, off: float
) -> None:
    machine.clock.note(DATE)
    machine.go(60)
    machine.wall += off
    later = "Mon, 02 Mar 2026 20:00:00 GMT"
    assert await machine.clock.now(machine.answering(later)) == NOON + timedelta(hours=8)
    assert machine.asked == 1


async def test_it_asks_again_after_some_minutes(machine: Machine) -> None:
    machine.clock.note(DATE)
    machine.go(599)
    await machine.clock.now(machine.answering(DATE))
    assert machine.asked == 0
    machine.go(2)
    assert await machine.clock.now(machine.answering(DATE)) == NOON
    assert machine.asked == 1


async def test_a_crowd_asks_once(machine: Machine) -> None:
    ask = machine.answering(DATE)
    assert await asyncio.gather(*(machine.clock.now(ask) for _ in range(50))) == [NOON] * 50
    assert machine.asked == 1


async def test_a_platform_that_does_not_answer_is_left_alone_for_a_while(machine: Machine) -> None:
    silent = machine.answering(error=Postponed("It is away.", 15))
    for _ in range(3):
        with pytest.raises(Postponed, match="It is away") as caught:
            await machine.clock.now(silent)
        assert caught.value.seconds == 10
    assert machine.asked == 1
    machine.go(10)
    assert await machine.clock.now(machine.answering(DATE)) == NOON
    assert machine.asked == 2


async def test_a_platform_that_never_answers_is_not_waited_for(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.remote_clock._PATIENCE", 0.01)

    async def ask() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Postponed, match="isn't answering"):
        await machine.clock.now(ask)
