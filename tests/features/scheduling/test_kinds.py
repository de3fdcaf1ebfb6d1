"""Kinds of schedules: several side by side, slow ones, and those that belong to one member."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from sqlalchemy import select

from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.scheduling.kinds import Composed, Elsewhere, QuickComposer
from bot.features.scheduling.model import Schedule, ScheduleState, Selection
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.posts import new_post
from bot.features.scheduling.store import planning, schedules
from bot.language.message import Message, message
from bot.language.people import MemberKey
from bot.language.port import Destination, Reason, Rejected, UnreadableHistory
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.personal_data import PERSONAL_DATA
from bot.storage.tables import occurrence
from bot.storage.transaction import Transaction
from tests.fakes.platform import Fault
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk, Slow, draft
from tests.notices import take
from tests.rows import rows

ANA = MemberKey("slack:a", "ana")
TWO = ("ana", "ben")
HELLO = message(text("Hello!"))


class Watched(Slow):
    """A slow kind that records how it was asked, and after how many tips; while it works, someone else writes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.composed: list[int] = []
        self.before: list[int] = []
        self.meanwhile = ""

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        await self.desk.database.transact(self.write)  # others can still write
        self.composed.append(len(due))
        self.before.append(self.desk.kind.number)
        return await super().prepare(due, at)

    def write(self, transaction: Transaction) -> None:
        if self.meanwhile:
            schedules.change(transaction, [1], "slack:a", ScheduleState.PAUSED, reason=self.meanwhile)


@pytest.fixture
def slow(desk: Desk) -> Watched:
    kind = Watched(desk)
    desk.planner = Planner(desk.database, {"tip": desk.kind, "report": kind}, desk.clock, Random(1))
    return kind


async def test_what_a_schedule_stores_is_read_back(desk: Desk) -> None:
    made = await desk.add(options='{"questions":7}', notify="here", course=3)
    assert await desk.schedule() == made
    desk.till_nine()
    await desk.plan()
    assert (await desk.post()).notify == "here"


async def test_slow_kinds_are_composed_a_few_at_a_time_while_others_write(desk: Desk, slow: Watched) -> None:
    for number in range(6):
        await desk.add(place=f"place{number}", kind="report")
    await desk.add(kind="tip")
    desk.till_nine()
    assert await desk.plan() == 7
    assert slow.composed == [4, 2]
    assert {(await desk.post(number)).state for number in range(1, 8)} == {PostState.WAITING}
    assert await desk.plan() == 0


async def test_no_platform_waits_for_all_that_is_slow_on_another(desk: Desk, slow: Watched) -> None:
    for number in range(5):
        await desk.add(place=f"place{number}", kind="report")
    await desk.add(kind="tip", platform=CAREFUL)
    desk.till_nine()
    assert await desk.plan() == 6
    assert slow.before == [0, 1]


async def test_what_changed_while_a_slow_message_was_made_is_left_alone(desk: Desk, slow: Watched) -> None:
    await desk.add(kind="report")
    desk.till_nine()
    slow.meanwhile = "Somebody was quicker."
    assert await desk.plan() == 0
    assert await desk.posts() == []
    assert (await desk.schedule()).reason == "Somebody was quicker."


class InPrivate(QuickComposer):
    """A kind that writes to two members instead of the channel."""

    name = "letter"

    def compose(self, _transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        return [
            Elsewhere(
                [new_post(f"{each.number}-{to}", replace(each, member=to), HELLO, at) for to in TWO], "In private."
            )
            for each in due
        ]


async def test_posts_elsewhere_take_the_place_of_the_channels(desk: Desk) -> None:
    desk.planner = Planner(desk.database, {"letter": InPrivate()}, desk.clock, Random(1))
    await desk.add(kind="letter")
    desk.till_nine()
    assert await desk.plan() == 1
    await desk.send()
    assert sorted((each.to.member, each.text) for each in desk.port.log) == [("ana", "Hello!"), ("ben", "Hello!")]
    posts = {each.member: (each.state, each.reason) for each in await desk.posts()}
    assert posts[""] == (PostState.SKIPPED, "In private.")
    assert posts["ana"] == posts["ben"] == (PostState.SENT, "")
    assert (await desk.schedule()).state is ScheduleState.ACTIVE


async def test_several_replicas_plan_slow_kinds_once(desk: Desk, slow: Watched) -> None:
    await desk.add(kind="report")
    desk.till_nine()
    other = Planner(desk.database, {"report": slow}, desk.clock, Random(2))
    reports = Selection(FORGETFUL, 4, only=("report",))
    (due,) = await desk.database.read(lambda transaction: planning.find_due(transaction, reports, desk.clock.now))
    assert await other.plan_due([FORGETFUL]) == 1
    made = {due: message(text("made meanwhile"))}
    outcome = await desk.database.transact(
        lambda transaction: desk.planner._batches._take_and_plan(transaction, reports, made)
    )
    assert not outcome.schedules
    assert len(await desk.posts()) == 1


async def test_a_slow_kind_that_refuses_pauses_its_schedule(desk: Desk, slow: Watched) -> None:
    await desk.add(kind="report")
    desk.till_nine()
    slow.refuses = "That pack is gone."
    await desk.plan()
    assert (await desk.post()).reason == (await desk.schedule()).reason == "That pack is gone."


@pytest.mark.both_databases
async def test_a_members_own_schedules_are_numbered_and_listed_apart(desk: Desk) -> None:
    numbers = [(await desk.add(member=member)).number for member in ("", "ana", "ben", "", "ana")]
    assert numbers == [1, -1, -2, 2, -3]
    assert [
        each.number
        for each in await desk.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:a"))
    ] == [1, 2]
    assert [
        each.number for each in await desk.database.read(lambda transaction: schedules.of_member(transaction, ANA))
    ] == [-3, -1]
    assert [
        each.number
        for each in await desk.database.read(
            lambda transaction: schedules.active_in(transaction, "slack:a", "general")
        )
    ] == [1, 2]


async def test_a_members_own_posts_go_to_them_alone(desk: Desk) -> None:
    await desk.add(member="ana")
    await desk.add()
    desk.till_nine()
    await desk.plan()
    await desk.send()
    taken = sorted((each.to for each in desk.port.log), key=lambda to: to.member)
    assert taken == [Destination("slack:a", "general"), Destination("slack:a", "general", "ana")]
    assert list(
        await desk.database.read(
            lambda transaction: by_schedule.latest_of_each(transaction, "slack:a", desk.clock.now)
        )
    ) == [1]


@pytest.mark.parametrize("trouble", ["late", "refused", "invalid", "unreadable", "kind"])
async def test_administrators_hear_nothing_of_a_members_own_schedules(desk: Desk, trouble: str) -> None:
    await desk.add(member="ana")
    await desk.add()
    desk.kind.refuses = "There is nothing." if trouble == "kind" else None
    desk.till_nine(hours=5 if trouble == "late" else 0)
    reason = {"refused": Reason.NOT_ALLOWED, "invalid": Reason.INVALID}.get(trouble)
    desk.port.coming.append(Rejected("No.", reason) if reason else Fault.REPLY_LOST)
    desk.port.lookups.append(UnreadableHistory("Nobody knows."))
    await desk.plan()
    await desk.database.transact(
        lambda transaction: schedules.change(transaction, [1], "slack:a", ScheduleState.PAUSED)
    )
    await desk.database.transact(
        lambda transaction: by_schedule.call_off(transaction, "slack:a", [1], PostState.SKIPPED, desk.clock.now, "")
    )
    await take(desk.database, "slack:a", desk.clock.now)  # the notices about the other schedule
    await desk.send()
    desk.clock.go(minutes=10)
    await desk.send()
    assert (await desk.post(-1)).state in (PostState.SKIPPED, PostState.FAILED, PostState.UNKNOWN)
    mine = await desk.schedule(-1)
    assert (mine.state is ScheduleState.PAUSED) == (trouble in ("refused", "kind"))
    assert await take(desk.database, "slack:a", desk.clock.now) == []


async def test_a_members_own_schedules_are_exported_and_erased_with_posts_and_dates(desk: Desk) -> None:
    for member in ("ana", "ben", ""):
        await desk.add(member=member)
    desk.till_nine()
    await desk.plan()
    held = await desk.database.transact(lambda transaction: PERSONAL_DATA.held(transaction, ANA))
    assert {name: [row["member"] for row in rows] for name, rows in held.items()} == {
        "schedule": ["ana"],
        "outbox": ["ana"],
    }
    await desk.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ANA))
    assert await desk.database.transact(lambda transaction: PERSONAL_DATA.held(transaction, ANA)) == {}
    left = await rows(desk.database, select(occurrence.c.schedule))
    assert sorted(number for (number,) in left) == [-2, 1]
    assert len(await desk.posts(-2)) == len(await desk.posts(1)) == 1


async def test_a_reused_number_plans_its_days_again(desk: Desk) -> None:
    await desk.add(member="ana")
    desk.till_nine(milliseconds=-1)
    for _ in range(2):
        await desk.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ANA))
        made = await desk.add(member="ana")
        desk.till_nine()
        assert await desk.plan() == 1
        assert [(post.schedule, post.state) for post in await desk.posts(made.number)] == [(-1, PostState.WAITING)]
        desk.till_nine(milliseconds=-1)


async def told(desk: Desk) -> list[str]:
    return await take(desk.database, "slack:a", desk.clock.now)


@pytest.mark.both_databases
async def test_a_mere_offer_posts_nothing_but_takes_its_numbers(desk: Desk) -> None:
    await desk.add()
    day = desk.clock.now.date()
    assert (
        await desk.database.transact(
            lambda transaction: schedules.offer(transaction, [(draft(place="a"), day), (draft(place="b"), day)])
        )
        == 2
    )
    desk.till_nine()
    assert await desk.plan() == 1
    assert (await desk.add(place="c")).number == 4
    assert [
        each.number
        for each in await desk.database.transact(lambda transaction: schedules.of_tenant(transaction, "slack:a"))
    ] == [1, 4]
    assert await desk.database.transact(lambda transaction: schedules.find(transaction, "slack:a", 2)) is None
    parts = await desk.database.transact(lambda transaction: schedules.offered(transaction, "slack:a", 2))
    assert [(each.number, each.course, each.next_day, each.next_run_at) for each in parts] == [
        (2, 2, day, None),
        (3, 2, day, None),
    ]
    await desk.database.transact(
        lambda transaction: schedules.activate(transaction, "slack:a", 2, day, desk.clock.now)
    )
    assert [
        each.number
        for each in await desk.database.transact(lambda transaction: schedules.offered(transaction, "slack:a", 2))
    ] == [3]
    assert await desk.plan() == 1
