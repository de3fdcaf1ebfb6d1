"""What follows a post: it comes once the post has arrived, and never harms it."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.features.delivery import waits
from bot.features.delivery.delivery import REMEMBER, Delivery
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store import by_schedule
from bot.features.delivery.store.rows import post_of
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.outcomes import halt
from bot.features.scheduling.planner import Planner
from bot.language.port import Destination, PostError, Postponed, Reason, Rejected, Uncertain
from bot.storage import tables
from tests.fakes.platform import FakePort, Fault
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk, Led
from tests.features.scheduling.test_planner import told
from tests.rows import rows

ALL = {"ask": True, "pin": True, "thread": "A tip"}
SCOPE = Rejected("The app lacks the scope pins:write.", Reason.NOT_GRANTED)
RIGHT = Rejected("I'm not allowed to; give me “Pin Messages” there.", Reason.NOT_ALLOWED)


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same desk, with posts that something may follow."""
    monkeypatch.setattr(desk, "kind", Led())
    desk.planner = Planner(desk.database, {"tip": desk.kind}, desk.clock, desk.planner._batches._random)
    return desk


async def due(desk: Desk, platform: str = FORGETFUL, **changes: object) -> Schedule:
    """Add a schedule and plan its first post."""
    made = await desk.add(platform=platform, options=json.dumps(ALL), **changes)
    desk.till_nine()
    await desk.plan()
    return made


async def all_posts(desk: Desk) -> list[Post]:
    return [post_of(row) for row in await rows(desk.database, select(tables.outbox).order_by(tables.outbox.c.key))]


async def states(desk: Desk) -> dict[PostAct, PostState]:
    """Return the state of the latest post for each act."""
    return {each.act: each.state for each in sorted(await all_posts(desk), key=lambda post: post.due)}


async def settle(desk: Desk, platform: str = FORGETFUL, by: Sequence[Delivery] = (), step: float = 20) -> None:
    """Send until nothing is left, however long that takes."""
    for _ in range(2000):
        for each in by or (desk.outbox,):
            await desk.send(platform, by=each)
        if all(post.next_try is None for post in await all_posts(desk)):
            return
        desk.clock.go(seconds=step)
    pytest.fail("it never ended")


@pytest.mark.parametrize("platform", [FORGETFUL, CAREFUL])
async def test_what_follows_comes_once_the_post_is_there(desk: Desk, platform: str) -> None:
    await due(desk, platform)
    port = desk.ports[platform]
    assert await desk.send(platform) == 1
    assert [each.to for each in port.log] == [Destination("slack:a", "general")]
    assert port.pins == []
    assert await desk.send(platform) == 2
    assert port.log[1].to == Destination("slack:a", "general", under="ref0", thread="A tip")
    assert port.log[1].text == "And you?"
    assert port.pins == [("general", "ref0")]
    assert await desk.send(platform) == 0
    assert await told(desk) == []


async def test_without_extras_nothing_follows(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    await settle(desk)
    assert [each.act for each in await all_posts(desk)] == [PostAct.POST]


@pytest.mark.parametrize("platform", [FORGETFUL, CAREFUL])
@pytest.mark.parametrize("faults", [[None, each] for each in Fault] + [[each] for each in Fault])
async def test_whatever_is_lost_each_comes_once(
    desk: Desk, platform: str, faults: list[Fault | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "SEND_WITHIN", timedelta(seconds=0.01))
    await due(desk, platform)
    desk.ports[platform].coming.extend(faults)
    await settle(desk, platform)
    first, second = desk.ports[platform].log
    assert (first.text.split()[0], second.text) == ("1/1", "And you?")
    assert set((await states(desk)).values()) == {PostState.SENT}


async def test_another_process_goes_on_where_one_died(desk: Desk) -> None:
    await due(desk)
    await desk.send()
    await desk.outbox.claim(FORGETFUL, 10)  # and dies
    desk.clock.go(seconds=31)
    await settle(desk, by=[desk.another_outbox()])
    assert [each.text for each in desk.port.log] == ["1/1", "And you?"]
    assert desk.port.pins == [("general", "ref0")]


@pytest.mark.parametrize("reason", [Reason.INVALID, Reason.NOT_ALLOWED, Reason.PLACE_LOST])
async def test_nothing_follows_what_was_refused(desk: Desk, reason: Reason) -> None:
    await due(desk)
    desk.port.coming.append(Rejected("No.", reason))
    await settle(desk)
    assert not any(each.state is PostState.SENT for each in await all_posts(desk))
    assert desk.port.log == []
    assert desk.port.pins == []


async def test_nothing_follows_what_comes_too_late(desk: Desk) -> None:
    await due(desk)
    desk.clock.go(hours=3)
    await settle(desk)
    assert [(each.act, each.state) for each in await all_posts(desk)] == [(PostAct.POST, PostState.SKIPPED)]


async def test_what_follows_never_says_that_it_is_late(desk: Desk) -> None:
    await due(desk)
    desk.clock.go(minutes=30)
    await settle(desk)
    assert ["Late" in each.text for each in desk.port.log] == [True, False]


async def test_only_the_latest_stays_pinned(desk: Desk) -> None:
    await due(desk)
    await settle(desk)
    for day in range(3):
        desk.clock.go(days=1)
        desk.till_nine()
        await desk.plan()
        await settle(desk)
        assert desk.port.pins == [("general", f"ref{2 * (day + 1)}")]


async def test_two_schedules_have_a_pin_each(desk: Desk) -> None:
    await due(desk)
    await due(desk, time="10:00")
    desk.till_nine(hours=1)
    await desk.plan()
    await settle(desk)
    assert len(desk.port.pins) == 2


async def test_an_earlier_post_that_is_pinned_later_does_not_stay(desk: Desk) -> None:
    await due(desk)
    desk.port.pin_faults.append(Postponed("Wait.", 100_000))
    await desk.send()
    await desk.send()
    desk.clock.go(days=1)
    desk.till_nine()
    await desk.plan()
    for _ in range(3):
        await desk.send()
    await settle(desk)
    later = max(await all_posts(desk), key=lambda post: (post.due, post.act is PostAct.PIN))
    assert desk.port.pins == [("general", later.under)]


async def test_a_pin_is_remembered_for_as_long_as_it_is_there(desk: Desk) -> None:
    await due(desk)
    await settle(desk)
    desk.clock.go(days=REMEMBER.days + 1)
    await desk.outbox.tidy()
    assert [each.act for each in await all_posts(desk)] == [PostAct.PIN]
    desk.till_nine()
    await desk.plan()
    await settle(desk)
    assert len(desk.port.pins) == 1


@pytest.mark.parametrize("fault", [Uncertain("Cut."), Postponed("Wait.", 5), Postponed("Wait.", 4000)])
async def test_a_pin_is_tried_again(desk: Desk, fault: PostError) -> None:
    await due(desk)
    desk.port.pin_faults.extend([fault] * 3)
    await settle(desk)
    assert desk.port.pins == [("general", "ref0")]
    assert await told(desk) == []


async def test_a_pin_is_given_up_after_a_day(desk: Desk) -> None:
    await due(desk)
    desk.port.pin_faults.extend([Uncertain("Cut.")] * 1000)
    await settle(desk, step=300)
    assert await states(desk) == {
        PostAct.POST: PostState.SENT,
        PostAct.REPLY: PostState.SENT,
        PostAct.PIN: PostState.SKIPPED,
    }


@pytest.mark.parametrize("fault", [SCOPE, RIGHT])
async def test_a_post_that_may_not_be_pinned_is_still_posted_and_told_of_once(desk: Desk, fault: Rejected) -> None:
    await due(desk)
    desk.port.pin_faults.append(fault)
    await settle(desk)
    assert await told(desk) == [f"Schedule 1's post is up, but I couldn't pin it: {fault}"]
    for _ in range(2):
        desk.clock.go(days=1)
        desk.till_nine()
        desk.port.pin_faults.append(fault)
        await desk.plan()
        await settle(desk)
    assert await told(desk) == []
    assert len(desk.port.log) == 6
    assert (await desk.schedule()).state is ScheduleState.ACTIVE


@pytest.mark.parametrize(("fault", "times"), [(SCOPE, 1), (RIGHT, 2)])
async def test_a_missing_right_of_the_whole_app_is_told_once_for_all_channels(
    desk: Desk, fault: Rejected, times: int
) -> None:
    await desk.add(options=json.dumps(ALL), place="other")
    await due(desk)
    desk.port.pin_faults.extend([fault] * 2)
    await settle(desk)
    assert len(await told(desk)) == times


async def test_once_it_works_a_new_failure_is_told_again(desk: Desk) -> None:
    await due(desk)
    for faults in ([SCOPE], [], [SCOPE]):
        desk.port.pin_faults.extend(faults)
        await settle(desk)
        assert len(await told(desk)) == len(faults)
        desk.clock.go(days=1)
        desk.till_nine()
        desk.port.pin_faults.clear()
        await desk.plan()


@pytest.mark.parametrize("reason", [Reason.NOT_ALLOWED, Reason.INVALID, Reason.NOT_GRANTED])
async def test_a_thread_that_cannot_be_opened_pauses_nothing(desk: Desk, reason: Reason) -> None:
    await due(desk)
    desk.port.coming.extend([None, Rejected("Not here.", reason)])
    await settle(desk)
    assert await told(desk) == ["Schedule 1's post is up, but I couldn't open a thread for it: Not here."]
    assert (await desk.schedule()).state is ScheduleState.ACTIVE


@pytest.mark.parametrize("reason", [Reason.POST_LOST, Reason.PLACE_LOST])
async def test_nobody_is_told_that_a_post_or_its_place_was_deleted(desk: Desk, reason: Reason) -> None:
    await due(desk)
    desk.port.coming.extend([None, Rejected("Gone.", reason)])
    desk.port.pin_faults.append(Rejected("Gone.", reason))
    await settle(desk)
    assert await told(desk) == []
    assert (await desk.schedule()).state is ScheduleState.ACTIVE


@pytest.mark.parametrize("sent", [0, 1])
async def test_what_follows_is_called_off_with_its_schedule(desk: Desk, sent: int) -> None:
    made = await due(desk)
    for _ in range(sent):
        await desk.send()
    await desk.database.transact(
        lambda transaction: halt(
            transaction,
            made.tenant,
            [made.number],
            ScheduleState.REMOVED,
            PostState.SKIPPED,
            desk.clock.now,
            "Removed.",
        )
    )
    await settle(desk)
    assert len(desk.port.log) == sent
    assert desk.port.pins == []


async def test_the_schedule_s_page_shows_posts_alone(desk: Desk) -> None:
    await due(desk)
    await settle(desk)
    assert [each.act for each in await desk.posts()] == [PostAct.POST]
    latest = await desk.database.read(
        lambda transaction: by_schedule.latest_of_each(transaction, "slack:a", desk.clock.now)
    )
    assert [each.act for each in latest.values()] == [PostAct.POST]


async def test_without_a_reference_nothing_can_follow(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await due(desk)

    def nameless(*_: object) -> str:
        return ""

    monkeypatch.setattr(FakePort, "take", nameless)
    await settle(desk)
    assert [(each.act, each.state) for each in await all_posts(desk)] == [(PostAct.POST, PostState.SENT)]
