"""The pace of messages to a channel, on a fake clock."""

import asyncio
from functools import partial

import pytest
from prometheus_client import REGISTRY

from adapters.slack.outbound.api import Limited
from adapters.slack.outbound.queue import PacedQueue

pytestmark = pytest.mark.real_pace


class Time:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def queue(time: Time) -> PacedQueue:
    return PacedQueue(lambda: time.now, time.sleep)


async def test_one_message_a_second_in_a_channel_in_order(queue: PacedQueue, time: Time) -> None:
    sent: list[tuple[int, float]] = []

    async def post(number: int) -> None:
        sent.append((number, time.now))

    await asyncio.gather(*(queue.send("T", "C", "m", partial(post, number)) for number in range(4)))
    assert sent == [(0, 100.0), (1, 101.0), (2, 102.0), (3, 103.0)]


async def test_waiting_messages_are_counted(queue: PacedQueue) -> None:
    def waiting() -> float | None:
        return REGISTRY.get_sample_value("versed_sends_waiting", {"platform": "slack"})

    seen: list[float | None] = []

    async def post() -> None:
        seen.append(waiting())

    before = waiting()
    await asyncio.gather(*(queue.send("T", "C", "m", post) for _ in range(4)))
    assert (before, seen, waiting()) == (0, [0, 2, 1, 0], 0)  # the first was sent before the others came


async def test_a_slow_answer_moves_the_next_message(queue: PacedQueue, time: Time) -> None:
    async def post() -> float:
        sent = time.now
        time.now += 0.3
        return sent

    assert [await queue.send("T", "C", "m", post) for _ in range(3)] == pytest.approx([100.0, 101.3, 102.6])


async def test_channels_do_not_wait_for_each_other(queue: PacedQueue, time: Time) -> None:
    async def post() -> float:
        return time.now

    assert [await queue.send("T", f"C{number}", "m", post) for number in range(3)] == [100.0] * 3
    assert await queue.send("T2", "C0", "m", post) == 100.0


async def test_only_the_first_message_waits_for_slack_and_the_others_wait_behind_it(
    queue: PacedQueue, time: Time
) -> None:
    tries: list[int] = []
    limits = [Limited("m", 20), Limited("m", 5)]

    async def post(number: int) -> int:
        tries.append(number)
        if limits:
            raise limits.pop(0)
        return number

    done = await asyncio.gather(*(queue.send("T", "C", "m", partial(post, number)) for number in range(3)))
    assert done == [0, 1, 2]
    assert tries == [0, 0, 0, 1, 2]
    assert time.slept == [20, 5, 1, 1]


async def test_nobody_waits_for_ever(queue: PacedQueue, time: Time) -> None:
    async def limited() -> None:
        raise Limited("m", 82_721)

    async def post() -> None:
        raise AssertionError("it is not its turn")

    with pytest.raises(Limited):
        await queue.send("T", "C", "m", limited)
    for send in (queue.send("T", "C", "m", post), queue.once("T", "C", "m", post, patience=5)):
        with pytest.raises(Limited) as refused:
            await send
        assert refused.value.seconds == 82_721
    assert time.slept == []


async def test_a_post_is_tried_once(queue: PacedQueue) -> None:
    tries = []

    async def limited() -> None:
        tries.append(1)
        raise Limited("m", 2)

    with pytest.raises(Limited):
        await queue.once("T", "C", "m", limited, patience=5)
    assert tries == [1]


async def test_a_limit_holds_for_one_method_in_all_channels_of_the_workspace(queue: PacedQueue, time: Time) -> None:
    async def limited() -> None:
        raise Limited("m", 3)

    async def post() -> float:
        return time.now

    with pytest.raises(Limited):
        await queue.once("T", "C", "m", limited, patience=5)
    assert await queue.once("T2", "C", "m", post, patience=5) == 100.0
    assert await queue.once("T", "C2", "another", post, patience=5) == 100.0
    with pytest.raises(Limited):
        await queue.once("T", "C3", "m", post, patience=2)
    assert await queue.once("T", "C3", "m", post, patience=5) == 103.0


async def test_a_post_that_would_wait_too_long_is_told_when_to_try_again(queue: PacedQueue, time: Time) -> None:
    sent: list[float] = []
    told: list[float] = []

    async def post() -> None:
        sent.append(time.now)

    async def go() -> None:
        try:
            await queue.once("T", "C", "m", post, patience=5)
        except Limited as limited:
            told.append(limited.seconds)

    await asyncio.gather(*(go() for _ in range(9)))
    assert len(sent) in (6, 7)  # the clock moves on while they come
    assert sent == [100.0 + number for number in range(len(sent))]
    assert len(told) == 9 - len(sent)
    assert min(told) > 5


async def test_lanes_that_are_idle_are_forgotten(queue: PacedQueue, time: Time) -> None:
    async def post() -> None:
        return None

    for number in range(3_000):
        await queue.send("T", f"C{number}", "m", post)
        time.now += 2
    assert len(queue._lanes) <= 1_001
