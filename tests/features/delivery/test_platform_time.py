"""The platform's own clock says when something was sent, so no setting of this machine's clock doubles a post."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.language.message import message
from bot.language.port import Destination, Postponed, Queued
from bot.language.rich_text import text
from tests.fakes.platform import FakePort, Fault
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk

WRONG = [timedelta(days=-400), timedelta(hours=-5), timedelta(minutes=-20)]
WRONG += [-off for off in WRONG]


@pytest.fixture(params=[FORGETFUL, CAREFUL])
def platform(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def make_due(desk: Desk, platform: str, off: timedelta = timedelta(0)) -> None:
    """Plan a post that is due now by a clock that's off by the given time."""
    desk.clock.off_by = off
    desk.clock.true = desk.clock.true.replace(hour=8) - off
    await desk.add(platform=platform, starts=desk.clock.now.date())
    desk.clock.go(days=1)
    await desk.plan()


async def until_over(desk: Desk, platform: str, by: Delivery, end: PostState = PostState.SENT) -> None:
    """Look every second, as the ticker does, until a post has ended."""
    for _ in range(900):
        if await by.is_any_due():
            await desk.send(platform, by=by)
        if (state := (await desk.post()).state) not in (PostState.WAITING, PostState.DOUBTFUL):
            assert state is end
            return
        desk.clock.go(seconds=1)
    pytest.fail(f"it is {await desk.post()}")


@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.REQUEST_LOST])
@pytest.mark.parametrize("off", WRONG)
async def test_a_clock_that_was_wrong_from_the_start_doubles_nothing(
    desk: Desk, platform: str, off: timedelta, fault: Fault
) -> None:
    await make_due(desk, platform, off)
    port = desk.ports[platform]
    port.coming.append(fault)
    await until_over(desk, platform, desk.outbox)
    assert len(port.log) == 1


@pytest.mark.parametrize("step", ["begun", "taken"])
@pytest.mark.parametrize("off", WRONG)
async def test_a_clock_that_is_set_while_nobody_runs_doubles_nothing(
    desk: Desk, platform: str, off: timedelta, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_due(desk, platform)
    port = desk.ports[platform]
    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "post", dying(FakePort.post if step == "taken" else None))
        (post,) = await desk.outbox.claim(platform, 10)
        with pytest.raises(asyncio.CancelledError):
            await desk.outbox.deliver(post)
    desk.clock.go(seconds=40)
    desk.clock.off_by = off
    # It's late by that clock, and Slack's history shows that it hadn't arrived. Discord is sent it again.
    is_late = step == "begun" and platform == FORGETFUL and off > timedelta(hours=2)
    await until_over(desk, platform, desk.another_outbox(), PostState.SKIPPED if is_late else PostState.SENT)
    assert len(port.log) == (0 if is_late else 1)


def dying(work: Callable[..., Any] | None) -> Callable[..., Any]:
    """Return a stand-in that does the work, if any, and dies before the answer comes."""

    async def send_and_die(*arguments: Any) -> None:
        if work is not None:
            await work(*arguments)
        raise asyncio.CancelledError

    return send_and_die


@pytest.mark.parametrize("off", WRONG)
async def test_a_clock_that_is_set_to_and_fro_doubles_nothing(desk: Desk, platform: str, off: timedelta) -> None:
    await make_due(desk, platform, off)
    port = desk.ports[platform]
    port.coming.extend([Fault.REPLY_LOST] * 3)
    await desk.send(platform)
    for number in range(1, 4):
        desk.outbox = desk.another_outbox()
        desk.clock.off_by = off * (number % 2)
        for _ in range(20):
            if await desk.outbox.is_any_due():
                await desk.send(platform)
            desk.clock.go(seconds=1)
    await until_over(desk, platform, desk.outbox)
    assert len(port.log) == 1


@pytest.mark.parametrize("off", WRONG)
async def test_a_replica_whose_clock_was_set_sends_nothing_that_is_on_its_way(desk: Desk, off: timedelta) -> None:
    """What was sent is still on its way when it's taken up by a replica whose clock says that it was long ago."""
    await make_due(desk, FORGETFUL)
    port = desk.ports[FORGETFUL]
    port.coming.append(Fault.REQUEST_LOST)
    (post,) = await desk.outbox.claim(FORGETFUL, 10)
    await desk.outbox.deliver(post)
    desk.clock.off_by = off
    other = desk.another_outbox()
    for _ in range(80):
        if await other.is_any_due():
            await desk.send(FORGETFUL, by=other)
        desk.clock.go(seconds=1)
    assert port.calls == 1
    port.take(Destination("slack:a", "general"), message(text("1/1")), post.key)
    await until_over(desk, FORGETFUL, other)
    assert len(port.log) == 1


async def test_the_history_is_read_no_wider_because_the_clock_was_set(desk: Desk) -> None:
    await make_due(desk, FORGETFUL)
    sent_at = desk.clock.true
    port = desk.ports[FORGETFUL]
    port.coming.append(Fault.REPLY_LOST)
    await desk.send()
    for hours in (24, 0, -24):
        desk.clock.off_by = timedelta(hours=hours)
        await desk.outbox.is_any_due()
    await until_over(desk, FORGETFUL, desk.outbox)
    assert port.asked == [(sent_at - timedelta(seconds=5), sent_at + timedelta(seconds=90))]


SILENT = Postponed("It does not answer.", 10)


async def test_nothing_is_sent_while_the_platform_does_not_even_tell_the_time(desk: Desk, platform: str) -> None:
    await make_due(desk, platform)
    port = desk.ports[platform]
    port.silences.extend([SILENT, SILENT])
    for _ in range(2):
        assert await desk.send(platform) == 1
        post = await desk.post()
        assert (post.state, post.reason, port.calls) == (PostState.WAITING, "It does not answer.", 0)
        desk.clock.go(seconds=9)
        assert await desk.send(platform) == 0
        desk.clock.go(seconds=1)
    assert await desk.send(platform) == 1
    assert (await desk.post()).state is PostState.SENT


async def test_a_post_is_skipped_in_time_while_the_platform_does_not_answer(desk: Desk, platform: str) -> None:
    await make_due(desk, platform)
    port = desk.ports[platform]
    port.silences.extend([SILENT] * 10_000)
    while (await desk.post()).state is PostState.WAITING:
        await desk.send(platform)
        desk.clock.go(seconds=60)
    post = await desk.post()
    assert (post.state, port.calls) == (PostState.SKIPPED, 0)
    assert post.ended is not None
    assert post.until < post.ended <= post.until + timedelta(minutes=2)


async def test_a_doubt_stays_while_the_platform_does_not_answer(desk: Desk, platform: str) -> None:
    await make_due(desk, platform)
    port = desk.ports[platform]
    port.coming.append(Fault.REPLY_LOST)
    await desk.send(platform)
    port.silences.extend([SILENT] * 30)
    reason = (await desk.post()).reason
    for _ in range(300):
        await desk.send(platform)
        desk.clock.go(seconds=1)
    assert ((await desk.post()).state, (await desk.post()).reason) == (PostState.DOUBTFUL, reason)
    assert (port.calls, port.asked) == (1, [])
    port.silences.clear()
    await until_over(desk, platform, desk.outbox)
    assert len(port.log) == 1


async def test_a_platform_that_never_tells_the_time_is_posted_to_all_the_same(desk: Desk, platform: str) -> None:
    await make_due(desk, platform)
    port = desk.ports[platform]
    port.tells_time = False
    port.coming.append(Fault.REPLY_LOST)
    await until_over(desk, platform, desk.outbox)
    assert len(port.log) == 1


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(hours=1), "1:00:00 ahead of slack's own; set it right, because posts go out that much too early"),
        (
            timedelta(days=-1),
            "1 day, 0:00:00 behind slack's own; set it right, because posts go out that much too late",
        ),
        (timedelta(seconds=59), None),
        (timedelta(seconds=-59), None),
    ],
)
async def test_a_clock_that_is_wrong_is_told_in_the_log_once_an_hour(
    desk: Desk, caplog: pytest.LogCaptureFixture, off: timedelta, said: str | None
) -> None:
    await make_due(desk, FORGETFUL, off)
    desk.port.coming.extend([Queued("In line.", 1), Queued("In line.", 1)])
    for _ in range(3):
        await desk.send()
        desk.clock.go(seconds=1)
    assert (await desk.post()).state is PostState.SENT
    found = [record.message for record in caplog.records if "own; set it right" in record.message]
    assert found == ([] if said is None else [f"the clock is {said}"])
    desk.clock.go(days=1)
    await desk.plan()
    await desk.send()
    assert len([record for record in caplog.records if "own; set it right" in record.message]) == 2 * len(found)
