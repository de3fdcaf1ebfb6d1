"""A due schedule becomes a post once, with its message at that moment; one that is too late is skipped."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import update

from bot.features.delivery.delivery import REMEMBER
from bot.features.delivery.model import PostState
from bot.features.scheduling.model import Late, Planned, ScheduleState
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import planning, schedules
from bot.language.codec import load
from bot.language.plain import plain
from bot.storage.tables import schedule as table
from bot.storage.times import to_milliseconds
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk
from tests.notices import take
from tests.rows import change


async def told(desk: Desk, tenant: str = "slack:a") -> list[str]:
    return await take(desk.database, tenant, desk.clock.now)


async def test_nothing_is_planned_before_it_is_due(desk: Desk) -> None:
    await desk.add()
    desk.till_nine(milliseconds=-1)
    assert await desk.plan() == 0
    desk.till_nine()
    assert await desk.plan() == 1
    post = await desk.post()
    assert (post.due, post.state, post.key.isascii(), len(post.key)) == (desk.clock.now, PostState.WAITING, True, 32)
    assert plain(load(post.payload)) == "1/1"
    assert (await desk.schedule()).next_day == date(2026, 3, 3)
    assert await desk.plan() == 0


async def test_several_replicas_plan_each_day_once(desk: Desk) -> None:
    for number in range(30):
        await desk.add(place=f"place{number}")
    desk.till_nine()
    replicas = [Planner(desk.database, {"tip": desk.kind}, desk.clock, Random(seed)) for seed in range(3)]
    planned = await asyncio.gather(*(replica.plan_due([FORGETFUL]) for replica in replicas))
    assert sum(planned) == 30
    for number in range(1, 31):
        assert len(await desk.posts(number)) == 1


async def test_a_day_that_was_planned_before_is_not_planned_again(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    await desk.database.transact(
        lambda transaction: schedules.activate(transaction, "slack:a", 1, date(2026, 3, 2), desk.clock.now)
    )
    again = await desk.database.transact(
        lambda transaction: planning.mark_planned(transaction, [Planned("slack:a", 1, date(2026, 3, 2), "other")])
    )
    assert again == set()
    assert await desk.plan() == 1
    assert len(await desk.posts()) == 1


async def test_platforms_that_are_not_served_here_are_left_alone(desk: Desk) -> None:
    await desk.add(platform=CAREFUL, tenant="discord:b")
    desk.till_nine()
    assert await desk.planner.plan_due([FORGETFUL]) == 0
    assert await desk.planner.plan_due([CAREFUL]) == 1


@pytest.mark.parametrize(
    ("late", "minutes", "state"),
    [
        (Late.POST, 119, PostState.WAITING),
        (Late.POST, 121, PostState.SKIPPED),
        (Late.SKIP, 4, PostState.WAITING),
        (Late.SKIP, 6, PostState.SKIPPED),
    ],
)
async def test_what_is_late_is_posted_within_its_window(
    desk: Desk, late: Late, minutes: int, state: PostState
) -> None:
    await desk.add(late=late)
    desk.till_nine(minutes=minutes)
    await desk.plan()
    assert (await desk.post()).state is state


async def test_a_long_outage_is_told_once_and_floods_nobody(desk: Desk) -> None:
    for place in ("general", "random"):
        await desk.add(place=place)
    desk.clock.go(days=40)
    desk.till_nine(minutes=30)
    await desk.plan()
    for number in (1, 2):
        newest, *missed = await desk.posts(number)
        assert newest.state is PostState.WAITING
        assert len(missed) == 40
        assert {each.state for each in missed} == {PostState.SKIPPED}
        assert {each.reason for each in missed} == {"It would've been more than 2 hours late."}
    assert await told(desk) == [
        "I couldn't post on time, so I skipped what would've been too late; /schedule list shows which."
    ]


async def test_after_an_outage_of_years_only_remembered_days_are_noted(desk: Desk) -> None:
    await desk.add(starts=date(1, 1, 1))
    await change(desk.database, update(table).values(next_run_at=to_milliseconds(datetime(1, 1, 1, tzinfo=UTC))))
    desk.clock.go(days=250)
    desk.till_nine()
    assert await desk.plan() == 1
    assert not await desk.database.read(
        lambda transaction: planning.is_any_due(transaction, [FORGETFUL], desk.clock.now)
    )
    assert (await desk.schedule()).next_run_at == datetime(2026, 11, 8, 8, 0, tzinfo=UTC)
    newest, *missed = await desk.posts()
    assert newest.state is PostState.WAITING
    assert len(missed) == REMEMBER.days


async def test_a_schedule_ends_with_its_last_day(desk: Desk) -> None:
    await desk.add(ends=date(2026, 3, 3))
    for _ in range(3):
        desk.till_nine()
        await desk.plan()
        desk.clock.go(days=1)
    assert [post.due.day for post in await desk.posts()] == [3, 2]
    schedule = await desk.schedule()
    assert (schedule.state, schedule.next_run_at) == (ScheduleState.ENDED, None)


async def test_a_message_that_cannot_be_made_pauses_its_schedule(desk: Desk) -> None:
    await desk.add()
    await desk.add(place="random")
    desk.till_nine()
    desk.kind.refuses = "That pack is gone."
    await desk.plan()
    post, schedule = await desk.post(), await desk.schedule()
    assert (post.state, post.reason) == (PostState.FAILED, "That pack is gone.")
    assert (schedule.state, schedule.reason) == (ScheduleState.PAUSED, "That pack is gone.")
    assert len(await told(desk)) == 2
    desk.clock.go(days=1)
    assert await desk.plan() == 0


async def test_setting_the_clock_changes_no_day(desk: Desk) -> None:
    await desk.add()
    desk.till_nine()
    await desk.plan()
    for off in (timedelta(hours=-1), timedelta(0), timedelta(days=1), timedelta(0)):
        desk.clock.off_by = off
        await desk.plan()
    desk.clock.go(days=1)
    await desk.plan()
    assert len(await desk.posts()) == 2


@pytest.mark.both_databases
async def test_a_clock_that_was_far_ahead_for_a_while_silences_no_schedule(desk: Desk) -> None:
    await desk.add()
    await desk.add(starts=date(2026, 6, 1))
    desk.clock.off_by = timedelta(days=400)
    await desk.plan()
    assert (await desk.schedule()).next_day == date(2027, 4, 7)
    desk.clock.off_by = timedelta(0)
    await Planner(desk.database, {"tip": desk.kind}, desk.clock, Random(2)).plan_due([FORGETFUL])
    assert (await desk.schedule()).next_day == date(2026, 3, 3)  # the 2nd was skipped, as that clock had it
    assert (await desk.schedule(2)).next_day == date(2027, 4, 7)  # its start is ahead, so it may be meant
    desk.clock.go(days=1)
    desk.till_nine()
    assert await desk.plan() == 1
    assert PostState.WAITING in {each.state for each in await desk.posts()}
    assert (await desk.schedule()).next_day == date(2026, 3, 4)
