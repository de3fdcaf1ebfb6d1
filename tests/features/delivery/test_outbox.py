"""Sending once, step by step: whatever is lost or dies, the platform's own log has the post exactly once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.features.delivery import waits
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import Ending, Post, PostState
from bot.features.delivery.store import by_schedule, outbox
from bot.features.scheduling.model import ScheduleState
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain, UnreadableHistory
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakePort, Fault
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk
from tests.features.scheduling.test_planner import told


@pytest.fixture(params=[FORGETFUL, CAREFUL])
async def platform(request: pytest.FixtureRequest, desk: Desk) -> str:
    """A platform on which a post is due now."""
    name: str = request.param
    await desk.add(platform=name)
    desk.till_nine()
    await desk.plan()
    return name


async def end_of(desk: Desk, platform: str, step: float = 5) -> PostState:
    """Let time pass, in steps of the given seconds, until the post has ended; return its state."""
    for _ in range(2000):
        await desk.send(platform)
        if (state := (await desk.post()).state) not in (PostState.WAITING, PostState.DOUBTFUL):
            return state
        desk.clock.go(seconds=step)
    pytest.fail("it never ended")


async def test_a_post_is_sent_and_its_reference_kept(desk: Desk, platform: str) -> None:
    assert await desk.send(platform) == 1
    post = await desk.post()
    assert (post.state, post.ref, post.first_send) == (PostState.SENT, "ref0", desk.clock.now)
    (taken,) = desk.ports[platform].log
    assert (taken.to, taken.key, taken.text) == (Destination("slack:a", "general"), post.key, "1/1")
    assert await desk.send(platform) == 0


@pytest.mark.parametrize("fault", list(Fault))
async def test_whatever_is_lost_it_arrives_once(
    desk: Desk, platform: str, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "SEND_WITHIN", timedelta(seconds=0.01))
    desk.ports[platform].coming.append(fault)
    assert await end_of(desk, platform) is PostState.SENT
    assert len(desk.ports[platform].log) == 1


async def test_a_post_that_may_have_arrived_is_looked_for_after_the_grace_period(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    sent_at = desk.clock.now
    desk.port.coming.append(Fault.REPLY_LOST)
    await desk.send()
    post = await desk.post()
    assert (post.state, post.reason) == (PostState.DOUBTFUL, "The connection was cut.")
    desk.clock.go(seconds=89)
    assert await desk.send() == 0
    desk.clock.go(seconds=1)
    assert await desk.send() == 1
    assert desk.port.asked == [(sent_at - timedelta(seconds=5), sent_at + timedelta(seconds=90))]
    assert (await desk.post()).state is PostState.SENT
    assert desk.port.calls == 1


async def test_a_platform_that_drops_repetitions_is_simply_sent_it_again(desk: Desk) -> None:
    await desk.add(platform=CAREFUL)
    desk.till_nine()
    await desk.plan()
    port = desk.ports[CAREFUL]
    port.coming.append(Fault.REPLY_LOST)
    await desk.send(CAREFUL)
    desk.clock.go(seconds=5)
    await desk.send(CAREFUL)
    assert (await desk.post()).state is PostState.SENT
    assert (port.calls, len(port.log), port.asked) == (2, 1, [])


async def test_after_that_time_it_is_looked_for_there_too(desk: Desk) -> None:
    await desk.add(platform=CAREFUL)
    desk.till_nine()
    await desk.plan()
    port = desk.ports[CAREFUL]
    port.coming.extend([Fault.REPLY_LOST] * 20)
    for _ in range(60):
        await desk.send(CAREFUL)
        desk.clock.go(seconds=5)
    assert (await desk.post()).state is PostState.SENT
    assert (len(port.log), len(port.asked)) == (1, 1)


async def test_a_refusal_of_a_repetition_says_nothing_about_the_first(desk: Desk) -> None:
    await desk.add(platform=CAREFUL)
    desk.till_nine()
    await desk.plan()
    port = desk.ports[CAREFUL]
    port.coming.extend([Fault.REPLY_LOST, Rejected("I may not.", Reason.NOT_ALLOWED)])
    await desk.send(CAREFUL)
    desk.clock.go(seconds=5)
    await desk.send(CAREFUL)
    assert (await desk.post()).state is PostState.DOUBTFUL
    assert (await desk.schedule()).state is ScheduleState.ACTIVE
    assert await end_of(desk, CAREFUL) is PostState.SENT
    assert len(port.log) == 1


@pytest.mark.both_databases
async def test_a_platform_that_asks_to_wait_is_left_alone_that_long(desk: Desk, platform: str) -> None:
    port = desk.ports[platform]
    port.coming.append(Postponed("Too fast.", 45))
    await desk.send(platform)
    post = await desk.post()
    assert (post.state, post.reason, post.first_send) == (PostState.WAITING, "Too fast.", None)
    desk.clock.go(seconds=44)
    assert await desk.send(platform) == 0
    desk.clock.go(seconds=1)
    assert await desk.send(platform) == 1
    assert (await desk.post()).state is PostState.SENT


async def test_a_queued_post_is_sent_when_its_turn_comes(desk: Desk, platform: str) -> None:
    port = desk.ports[platform]
    port.coming.extend(Queued("In line.", 2) for _ in range(5))
    for _ in range(5):
        assert await desk.send(platform) == 1
        desk.clock.go(seconds=1)
        assert await desk.send(platform) == 0
        desk.clock.go(seconds=1)
    assert await desk.send(platform) == 1
    assert (await desk.post()).state is PostState.SENT


async def test_repeated_refusals_make_the_wait_longer(desk: Desk, platform: str) -> None:
    port = desk.ports[platform]
    port.coming.extend(Postponed("Too fast.", 1) for _ in range(5))
    for wait in (5, 10, 20, 40, 80):
        assert await desk.send(platform) == 1
        desk.clock.go(seconds=wait - 1)
        assert await desk.send(platform) == 0
        desk.clock.go(seconds=1)
    assert await desk.send(platform) == 1
    assert (await desk.post()).state is PostState.SENT


async def test_an_absurd_wait_parks_the_post_until_it_is_too_late(desk: Desk, platform: str) -> None:
    port = desk.ports[platform]
    port.coming.append(Postponed("Banned.", 82_721))
    await desk.send(platform)
    assert await end_of(desk, platform, 30) is PostState.SKIPPED
    assert (port.calls, port.log) == (1, [])
    assert desk.clock.now - (await desk.post()).due < timedelta(hours=2, minutes=1)
    assert len(await told(desk)) == 1


@pytest.mark.parametrize("reason", [Reason.PLACE_LOST, Reason.NOT_ALLOWED])
async def test_a_lost_place_pauses_its_schedules_and_is_told_once(desk: Desk, reason: Reason) -> None:
    for place, time in (("general", "09:00"), ("general", "10:00"), ("random", "09:00")):
        await desk.add(place=place, place_name=f"#{place}", time=time)
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Rejected("I am not in that channel.", reason))
    await desk.send()
    states = [(await desk.schedule(number)).state for number in (1, 2, 3)]
    assert states in (
        [ScheduleState.PAUSED, ScheduleState.PAUSED, ScheduleState.ACTIVE],
        [ScheduleState.ACTIVE, ScheduleState.ACTIVE, ScheduleState.PAUSED],
    )
    sentences = await told(desk)
    assert len(sentences) == 1
    assert ": I am not in that channel. Run /schedule resume once that's fixed" in sentences[0]
    desk.clock.go(days=3)
    desk.till_nine()
    await desk.plan()
    await desk.send()
    assert await told(desk) != sentences


@pytest.mark.both_databases
async def test_a_lost_tenant_pauses_all_that_is_there(desk: Desk) -> None:
    for place in ("general", "random"):
        await desk.add(place=place)
    await desk.add(tenant="slack:b")
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Rejected("My token was revoked.", Reason.TENANT_LOST))
    claimed = await desk.outbox.claim(FORGETFUL, 10)
    for post in sorted(claimed, key=lambda post: post.tenant):
        await desk.outbox.deliver(post)
    assert desk.port.calls == 2, "one of a, which is then left alone, and one of b"
    assert [(await desk.post(number)).state for number in (1, 2)] == [PostState.FAILED] * 2
    assert (await desk.post(tenant="slack:b")).state is PostState.SENT


async def test_a_post_that_is_not_taken_fails_alone(
    desk: Desk, platform: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ports[platform].coming.append(Rejected("That is too long.", Reason.INVALID))
    await desk.send(platform)
    post = await desk.post()
    assert (post.state, post.reason) == (PostState.FAILED, "That is too long.")
    assert (await desk.schedule()).state is ScheduleState.ACTIVE
    assert await told(desk) == ["My post of schedule 1 didn't get through: That is too long."]
    assert f"{post.tenant}: a post failed: That is too long." in caplog.text


async def test_a_post_whose_fate_is_unknown_is_never_sent_again(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REQUEST_LOST)
    desk.port.lookups.append(UnreadableHistory("I can't read that channel's history."))
    assert await end_of(desk, FORGETFUL) is PostState.UNKNOWN
    assert (await desk.post()).reason == "I can't read that channel's history."
    assert desk.port.calls == 1
    assert await told(desk) == [
        "I don't know whether my post of schedule 1 arrived, and I won't send it again: "
        "I can't read that channel's history."
    ]
    assert "slack:a: a post may have arrived or not: I can't read that channel's history." in caplog.text


async def test_a_history_that_cannot_be_read_now_is_read_later_for_a_day(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REPLY_LOST)
    desk.port.lookups.extend([Postponed("Wait.", 30), Uncertain("Cut.")])
    assert await end_of(desk, FORGETFUL) is PostState.SENT
    desk.clock.go(days=1)
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REPLY_LOST)
    desk.port.lookups.extend([Postponed("Wait.", 30)] * 1000)
    assert await end_of(desk, FORGETFUL, 300) is PostState.UNKNOWN
    assert timedelta(days=1) <= desk.clock.now - (await desk.post()).due < timedelta(days=1, minutes=10)


async def test_an_outage_does_not_count_as_an_unreadable_history(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REPLY_LOST)
    await desk.send()
    desk.clock.go(days=2)
    other = desk.another_outbox()
    desk.port.lookups.append(Postponed("Wait.", 30))
    for _ in range(10):
        await desk.send(by=other)
        desk.clock.go(minutes=2)
    assert not desk.port.lookups
    assert (await desk.post()).state is PostState.SENT


async def die_at(step: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sender die at a step."""

    async def die(*_: object, **__: object) -> Any:
        raise asyncio.CancelledError

    def after(work: Callable[..., Any]) -> Callable[..., Any]:
        async def work_and_die(*arguments: Any, **named: Any) -> None:
            await work(*arguments, **named)
            raise asyncio.CancelledError

        return work_and_die

    with monkeypatch.context() as patch:
        match step:
            case "claimed":
                patch.setattr(desk.outbox, "_begin", die)
            case "begun":
                patch.setattr(FakePort, "post", die)
            case "taken":
                patch.setattr(FakePort, "post", after(FakePort.post))
        for post in [each for name in desk.ports for each in await desk.outbox.claim(name, 10)]:
            with pytest.raises(asyncio.CancelledError):
                await desk.outbox.deliver(post)


@pytest.mark.parametrize("step", ["claimed", "begun", "taken"])
async def test_another_process_goes_on_wherever_a_sender_died(
    desk: Desk, platform: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await die_at(step, desk, monkeypatch)
    other = desk.another_outbox()
    assert await desk.send(platform, by=other) == 0, "it is still leased"
    desk.clock.go(seconds=31)
    while (await desk.post()).state is not PostState.SENT:
        await desk.send(platform, by=other)
        desk.clock.go(seconds=1)
        assert desk.clock.now - (await desk.post()).due < timedelta(seconds=180)
    assert len(desk.ports[platform].log) == 1


async def test_a_sender_held_up_past_its_lease_changes_nothing(desk: Desk, platform: str) -> None:
    (stale,) = await desk.outbox.claim(platform, 10)
    desk.clock.go(seconds=31)
    other = desk.another_outbox()
    assert await desk.send(platform, by=other) == 1
    sent = await desk.post()
    await desk.outbox.deliver(stale)
    assert await desk.post() == sent
    assert len(desk.ports[platform].log) == 1


async def test_a_lease_that_is_over_is_not_used_even_if_nobody_else_took_it(desk: Desk, platform: str) -> None:
    (stale,) = await desk.outbox.claim(platform, 10)
    desk.clock.go(seconds=30)
    await desk.outbox.deliver(stale)
    assert desk.ports[platform].calls == 0


async def test_only_one_of_several_claims_a_post(desk: Desk) -> None:
    for number in range(40):
        await desk.add(place=f"place{number}")
    desk.till_nine()
    await desk.plan()
    replicas = [desk.another_outbox() for _ in range(4)]
    keys = [
        each.key for one in await asyncio.gather(*(each.claim(FORGETFUL, 10) for each in replicas)) for each in one
    ]
    keys += [each.key for each in await desk.outbox.claim(FORGETFUL, 100)]
    assert len(keys) == len(set(keys)) == 40


async def test_no_tenant_is_always_first(desk: Desk) -> None:
    """There are more tenants than slots, and their names mustn't decide anything."""
    for tenant in range(40):
        for place in range(5):
            await desk.add(tenant=f"slack:{tenant:02d}", place=f"place{place}")
    desk.till_nine()
    await desk.plan()
    served: Counter[str] = Counter()
    for _ in range(8):
        served.update(post.tenant for post in await desk.outbox.claim(FORGETFUL, 10))
    assert set(served.values()) == {2}


async def test_tenants_take_turns(desk: Desk) -> None:
    for number in range(30):
        await desk.add(tenant="slack:large", place=f"place{number}")
    for tenant in ("slack:x", "slack:y"):
        await desk.add(tenant=tenant)
    desk.till_nine()
    await desk.plan()
    first = [each.tenant for each in await desk.outbox.claim(FORGETFUL, 6)]
    assert sorted(set(first)) == ["slack:large", "slack:x", "slack:y"]


async def test_the_places_of_a_tenant_take_turns(desk: Desk) -> None:
    for tenant in ("slack:x", "slack:y"):
        for place in ("busy", "calm", "quiet"):
            for _ in range(3):
                await desk.add(tenant=tenant, place=place)
    desk.till_nine()
    await desk.plan()
    turns: list[str] = []
    while claimed := await desk.outbox.claim(FORGETFUL, 2):
        assert {each.tenant for each in claimed} == {"slack:x", "slack:y"}
        turns += [each.place for each in claimed if each.tenant == "slack:y"]
    assert len(turns) == 9
    assert all(len(set(turns[lap : lap + 3])) == 3 for lap in (0, 3, 6))


async def test_what_is_late_says_so(desk: Desk, platform: str) -> None:
    desk.clock.go(seconds=61)
    await desk.send(platform)
    (taken,) = desk.ports[platform].log
    assert taken.text == "1/1\n\n— Late: this was meant for 09:00 (Europe/Berlin)."
    assert (await desk.post()).late


async def test_a_post_of_a_paused_schedule_is_not_sent(desk: Desk, platform: str) -> None:
    (claimed,) = await desk.outbox.claim(platform, 10)
    await desk.database.transact(
        lambda transaction: by_schedule.call_off(
            transaction, "slack:a", [1], PostState.SKIPPED, desk.clock.now, "Paused."
        )
    )
    await desk.outbox.deliver(claimed)
    assert desk.ports[platform].calls == 0
    assert ((await desk.post()).state, (await desk.post()).reason) == (PostState.SKIPPED, "Paused.")


@pytest.mark.parametrize("tells_time", [True, False])
@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(days=1)])
async def test_a_clock_set_while_in_doubt_doubles_nothing(
    desk: Desk, platform: str, off: timedelta, tells_time: bool
) -> None:
    port = desk.ports[platform]
    port.tells_time = tells_time
    port.coming.append(Fault.REPLY_LOST)
    await desk.send(platform)
    desk.clock.off_by = off
    assert await end_of(desk, platform, 15) is PostState.SENT
    assert len(port.log) == 1


@pytest.mark.parametrize("tells_time", [True, False])
async def test_a_clock_set_forward_does_not_shorten_the_grace(desk: Desk, tells_time: bool) -> None:
    desk.port.tells_time = tells_time
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REQUEST_LOST)
    await desk.send()
    desk.clock.off_by = timedelta(days=1)
    desk.clock.go(seconds=10)
    await desk.send()
    assert desk.port.asked == []
    desk.clock.go(seconds=100)
    await desk.send()
    assert len(desk.port.asked) == 2  # once by the clock, and once more widely before sending again


async def test_a_delay_below_the_stored_precision_causes_no_repeated_claims(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REPLY_LOST)
    await desk.send()
    desk.clock.go(microseconds=400)
    other = desk.another_outbox()
    assert await desk.send(by=other) == 0  # from now on it knows that the clock runs evenly
    desk.clock.go(seconds=90, microseconds=-400)
    assert await desk.send(by=other) == 1
    assert await desk.send(by=other) == 0
    desk.clock.go(seconds=1)
    assert await desk.send(by=other) == 1
    assert (await desk.post()).state is PostState.SENT
    assert len(desk.port.log) == 1


@pytest.mark.parametrize(("tells_time", "looks"), [(True, 1), (False, 2)])
@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_clock_that_was_always_wrong_by_some_minutes_doubles_nothing(
    desk: Desk, minutes: int, tells_time: bool, looks: int
) -> None:
    desk.port.tells_time = tells_time
    await desk.add()
    desk.clock.off_by = timedelta(minutes=minutes)
    desk.till_nine(minutes=-minutes)
    await desk.plan()
    desk.port.coming.append(Fault.REPLY_LOST)
    assert await end_of(desk, FORGETFUL) is PostState.SENT
    assert (len(desk.port.log), len(desk.port.asked)) == (1, looks)


async def test_forgetting_keeps_what_is_not_over(desk: Desk) -> None:
    await desk.add()
    for _ in range(3):
        desk.till_nine()
        await desk.plan()
        await desk.send()
        desk.clock.go(days=1)
    desk.till_nine()
    await desk.plan()
    await desk.database.transact(
        lambda transaction: outbox.expire(transaction, desk.clock.now - timedelta(days=1, hours=1))
    )
    assert [post.state for post in await desk.posts()] == [PostState.WAITING, PostState.SENT]


async def test_a_post_has_not_ended_until_its_end_could_be_told(desk: Desk, platform: str) -> None:
    class Failing(ScheduleOutcomes):
        def ended(self, transaction: Transaction, post: Post, ending: Ending) -> None:
            super().ended(transaction, post, ending)
            raise StoreError("The disk is full.")

    failing = Delivery(desk.database, desk.ports, desk.clock, Failing({}))
    desk.ports[platform].coming.append(Rejected("I am not in that channel.", Reason.PLACE_LOST))
    with pytest.raises(StoreError, match="The disk is full"):
        await desk.send(platform, by=failing)
    assert (await desk.post()).state is PostState.DOUBTFUL
    assert (await desk.schedule()).state is ScheduleState.ACTIVE
    assert await told(desk) == []


BACK = [timedelta(minutes=-3), timedelta(hours=-1), timedelta(days=-1)]


async def due_again(desk: Desk, platform: str, seconds: int) -> None:
    """Look every second, as the ticker does, and fail if nothing is due in the given time."""
    for _ in range(seconds):
        if await desk.outbox.is_any_due():
            return
        desk.clock.go(seconds=1)
    pytest.fail(f"nothing was due on {platform} for {seconds} seconds")


@pytest.mark.parametrize("off", BACK)
async def test_what_was_due_before_the_clock_was_set_back_is_sent_at_once(
    desk: Desk, platform: str, off: timedelta
) -> None:
    assert await desk.outbox.is_any_due()
    desk.clock.off_by = off
    await due_again(desk, platform, 3)
    await desk.send(platform)
    assert (await desk.post()).state is PostState.SENT


@pytest.mark.parametrize("off", BACK)
async def test_what_was_put_off_waits_no_longer_because_the_clock_was_set_back(
    desk: Desk, platform: str, off: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ports[platform].coming.append(Postponed("Slow down.", 30))
    await desk.send(platform)
    desk.clock.off_by = off
    await due_again(desk, platform, 31)
    assert "trying 1 post again now, as the clock was set back" in caplog.text
    await desk.send(platform)
    assert (await desk.post()).state is PostState.SENT


async def test_a_new_process_does_not_blame_the_clock_for_a_long_wait(
    desk: Desk, platform: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ports[platform].coming.append(Postponed("Banned.", 3_000))
    await desk.send(platform)
    assert await desk.another_outbox().is_any_due()
    assert "trying 1 post again now, as the wait was longer than any should be" in caplog.text


@pytest.mark.parametrize("off", BACK[1:])
async def test_what_a_dead_process_left_before_the_clock_was_set_back_is_taken_up(
    desk: Desk, platform: str, off: timedelta
) -> None:
    await desk.outbox.claim(platform, 10)
    desk.clock.off_by = off
    desk.outbox = desk.another_outbox()  # which didn't see the clock being set
    await due_again(desk, platform, 32)
    await desk.send(platform)
    assert (await desk.post()).state is PostState.SENT


@pytest.mark.parametrize("off", BACK)
async def test_no_lease_of_the_living_ends_because_the_clock_was_set_back(
    desk: Desk, platform: str, off: timedelta
) -> None:
    (claimed,) = await desk.outbox.claim(platform, 10)
    other = desk.another_outbox()
    await other.is_any_due()
    desk.clock.off_by = off
    for _ in range(29):
        assert not await other.is_any_due()
        desk.clock.go(seconds=1)
    await desk.outbox.deliver(claimed)
    assert (await desk.post()).state is PostState.SENT
    assert len(desk.ports[platform].log) == 1


@pytest.mark.parametrize("tells_time", [True, False])
@pytest.mark.parametrize("off", BACK)
async def test_what_is_in_doubt_waits_for_the_grace_and_no_longer_once_the_clock_is_set_back(
    desk: Desk, off: timedelta, tells_time: bool
) -> None:
    desk.port.tells_time = tells_time
    await desk.add()
    desk.till_nine()
    await desk.plan()
    desk.port.coming.append(Fault.REQUEST_LOST)
    await desk.send()
    desk.clock.off_by = off
    for _ in range(200):
        if await desk.outbox.is_any_due():
            await desk.send()
        desk.clock.go(seconds=1)
        if desk.clock.steady() < 90:
            assert desk.port.asked == []
    assert (await desk.post()).state is PostState.SENT
    assert len(desk.port.log) == 1
