"""A schedule or post that can't be handled stops no other: it's set aside, and those who can help are told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select, update
from sqlalchemy import text as sql

from bot.features.delivery import posting as background
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.features.delivery.posting import Posting
from bot.features.delivery.store import outbox
from bot.features.scheduling import planner as planning_of_many
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.language.message import Message, message
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.runtime.bulkhead import OutageError
from bot.storage.errors import HeldUpError, StoreError
from bot.storage.tables import outbox as posts
from bot.storage.tables import schedule as table
from tests.features.delivery.conftest import CAREFUL, FORGETFUL, Desk, Numbered, Slow
from tests.features.scheduling.test_planner import told
from tests.patience import FOREVER
from tests.rows import change, rows

TENANTS = ("a", "b", "c")


class Picky(Numbered):
    """Fails to compose for one place."""

    def __init__(self) -> None:
        super().__init__()
        self.error: Exception = KeyError("bad")

    def numbered(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        if any(each.place == "bad" for each in due):
            raise self.error
        return super().numbered(due, at)


class SlowPicky(Picky, Slow):
    pass


def counted(what: str) -> float:
    return REGISTRY.get_sample_value("versed_set_aside_total", {"what": what}) or 0.0


async def poison(desk: Desk, **values: object) -> None:
    """Change the middle tenant's schedule in a way that no command could."""
    await change(desk.database, update(table).where(table.c.tenant == "slack:b").values(**values))


async def three(desk: Desk, **changes: object) -> None:
    """Add a schedule for each of three tenants, the middle one due first, and one on the next platform."""
    for name in TENANTS:
        await desk.add(tenant=f"slack:{name}", place="bad" if name == "b" else "general", **changes)
    await desk.add(tenant="discord:d", platform=CAREFUL, **changes)
    desk.till_nine()
    await poison(desk, next_run_at=table.c.next_run_at - 1)


async def planned(desk: Desk) -> list[str]:
    """Return the tenants that have something waiting to be posted."""
    tenants = [*(f"slack:{name}" for name in TENANTS), "discord:d"]
    return [each for each in tenants if any(post.payload for post in await desk.posts(tenant=each))]


async def state_of(desk: Desk, tenant: str) -> str:
    ((state,),) = await rows(desk.database, select(table.c.state).where(table.c.tenant == tenant))
    return str(state)


@pytest.mark.parametrize(
    "poisoned",
    [
        {"days": "whenever the moon is full", "rule": None},
        {"rule": "whenever the moon is full"},
        {"rule": '{"moons":["full"]}'},
        {"time": "noonish"},
        {"zone": "Mars/Olympus"},
        {"zone": "Europe"},
        {"starts": "in spring"},
        {"next_day": "soon"},
        {"late": "perhaps"},
        {"state": "of a newer version"},
    ],
    ids=str,
)
async def test_a_schedule_that_cannot_be_read_stops_no_other(
    desk: Desk, poisoned: dict[str, str | None], caplog: pytest.LogCaptureFixture
) -> None:
    await three(desk)
    await poison(desk, **poisoned)
    before = counted("schedule")
    assert await desk.plan() == 4
    assert await planned(desk) == ["slack:a", "slack:c", "discord:d"]
    assert await state_of(desk, "slack:b") == "paused"
    (notice,) = await told(desk, "slack:b")
    assert notice.startswith("I paused schedule 1 in #general: ")
    assert await told(desk, "slack:a") == []
    assert counted("schedule") == before + 1
    (record,) = [each for each in caplog.records if each.getMessage().startswith("set aside: schedule, reference ")]
    assert record.exc_info is not None
    assert await desk.plan() == 0


@pytest.mark.parametrize("kind", [Picky, SlowPicky])
async def test_a_schedule_that_cannot_be_composed_for_stops_no_other(desk: Desk, kind: type[Picky]) -> None:
    desk.planner = Planner(desk.database, {"tip": kind()}, desk.clock, Random(1))
    await three(desk)
    assert await desk.plan() == 4
    assert await planned(desk) == ["slack:a", "slack:c", "discord:d"]
    (notice,) = await told(desk, "slack:b")
    paused = "I paused schedule 1 in #general: something went wrong here; tell the person who runs Versed (reference "
    assert notice.startswith(paused)
    desk.clock.go(days=1)
    assert await desk.plan() == 3
    assert len(await desk.posts(tenant="slack:c")) == 2


@pytest.mark.parametrize("kind", [Picky, SlowPicky])
async def test_while_the_database_is_away_nothing_is_paused(desk: Desk, kind: type[Picky]) -> None:
    picky = kind()
    picky.error = StoreError("The disk is full.")
    desk.planner = Planner(desk.database, {"tip": picky}, desk.clock, Random(1))
    await three(desk)
    before = counted("schedule")
    for _ in range(3):
        with pytest.raises(StoreError, match="The disk is full"):
            await desk.plan()
    assert [await state_of(desk, f"slack:{name}") for name in TENANTS] == ["active"] * 3
    assert await told(desk, "slack:b") == []
    assert counted("schedule") == before
    await poison(desk, place="general")
    assert await desk.plan() == 4
    assert len(await planned(desk)) == 4


@pytest.mark.parametrize("slow", [False, True])
async def test_a_database_that_goes_away_midway_blames_nobody_else(desk: Desk, slow: bool) -> None:
    class Unlucky(Picky):
        def numbered(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
            made = super().numbered(due, at)
            if [each.tenant for each in due] == ["slack:c"]:
                raise StoreError("The disk is full.")
            return made

    class SlowUnlucky(Unlucky, Slow):
        pass

    kind = SlowUnlucky() if slow else Unlucky()
    desk.planner = Planner(desk.database, {"tip": kind}, desk.clock, Random(1))
    await three(desk)
    with pytest.raises(StoreError, match="The disk is full"):
        await desk.plan()
    assert [await state_of(desk, f"slack:{name}") for name in TENANTS] == ["active", "paused", "active"]
    assert await told(desk, "slack:c") == []


async def test_a_database_without_a_table_blames_no_schedule(desk: Desk) -> None:
    await three(desk)
    await change(desk.database, sql("ALTER TABLE occurrence RENAME TO elsewhere"))
    with pytest.raises(StoreError):
        await desk.plan()
    await change(desk.database, sql("ALTER TABLE elsewhere RENAME TO occurrence"))
    assert await desk.plan() == 4
    assert len(await planned(desk)) == 4


@pytest.mark.both_databases
@pytest.mark.parametrize("broken", [{"next_run_at": None}, {"next_run_at": 10**17}], ids=str)
async def test_an_active_schedule_that_would_never_be_due_is_paused_and_told_of(
    desk: Desk, broken: dict[str, int | None]
) -> None:
    await three(desk)
    await desk.plan()
    await poison(desk, **broken)
    before = counted("schedule")
    desk.clock.go(days=1)
    for _ in range(2):
        await desk.plan()
        assert await state_of(desk, "slack:b") == "paused"
        desk.clock.go(minutes=2)
    assert counted("schedule") == before + 1
    (notice,) = await told(desk, "slack:b")
    assert notice.startswith("I paused schedule 1 in #general: something went wrong here; ")
    assert len(await desk.posts(tenant="slack:a")) == len(await desk.posts(tenant="slack:c")) == 2


async def test_an_internal_schedule_that_lost_its_time_is_due_again(desk: Desk) -> None:
    kind = Numbered()
    name = f"{INTERNAL}season end"
    desk.planner = Planner(desk.database, {name: kind}, desk.clock, Random(1))
    await three(desk, kind=name, late="always", starts=desk.clock.true.date(), ends=desk.clock.true.date())
    await poison(desk, next_run_at=None)
    await desk.plan()
    desk.clock.go(hours=1)
    await desk.plan()
    assert [len(await desk.posts(-1, f"slack:{name}")) for name in TENANTS] == [1, 1, 1]


async def test_a_schedule_that_is_due_on_no_day_is_paused_and_told_of(desk: Desk) -> None:
    await three(desk)
    await poison(desk, next_day=None)
    assert await desk.plan() == 4
    assert await planned(desk) == ["slack:a", "slack:c", "discord:d"]
    (notice,) = await told(desk, "slack:b")
    assert notice.startswith("I paused schedule 1 in #general: something went wrong here; ")


@pytest.mark.both_databases
async def test_a_kind_that_nobody_knows_is_left_to_newer_versions_for_a_while(desk: Desk) -> None:
    await three(desk)
    await poison(desk, kind="riddle")
    assert await desk.plan() == 3
    desk.clock.go(minutes=14)
    await desk.plan()
    assert await state_of(desk, "slack:b") == "active"
    await poison(desk, kind="tip")
    assert await desk.plan() == 1
    desk.clock.go(days=1, minutes=2)
    await poison(desk, kind="riddle")
    await desk.plan()
    assert await state_of(desk, "slack:b") == "paused"
    assert (await told(desk, "slack:b"))[0].startswith(
        "I paused schedule 1 in #general: I can't tell any more what this should post; remove it, and make a new one."
    )


@pytest.mark.parametrize("kind", [Numbered, Slow])
async def test_a_tenant_with_very_many_schedules_lets_others_go_first(
    desk: Desk, kind: type[Numbered], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning_of_many, "_BATCH", 2)
    monkeypatch.setattr(planning_of_many, "_SHARE", 2)
    order: list[str] = []

    class Noting(kind):  # type: ignore[misc, valid-type]
        def numbered(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
            order.extend(each.tenant for each in due)
            return super().numbered(due, at)  # type: ignore[no-any-return]

    desk.planner = Planner(desk.database, {"tip": Noting()}, desk.clock, Random(1))
    for number in range(40):
        await desk.add(tenant="slack:a", place=f"place{number}")
    for tenant in ("slack:b", "slack:c"):
        await desk.add(tenant=tenant)
    desk.till_nine()
    await change(
        desk.database, update(table).where(table.c.tenant == "slack:a").values(next_run_at=table.c.next_run_at - 1)
    )
    assert await desk.plan() == 42
    assert {"slack:b", "slack:c"} <= {*order[:14]}


async def test_slow_kinds_take_turns(desk: Desk) -> None:
    order: list[str] = []

    class Noting(Slow):
        def numbered(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
            order.extend(each.kind for each in due)
            return super().numbered(due, at)

    desk.planner = Planner(desk.database, {"tip": Noting(), "report": Noting()}, desk.clock, Random(1))
    for number in range(20):
        await desk.add(tenant=f"slack:{number}")
    await desk.add(kind="report")
    desk.till_nine()
    assert await desk.plan() == 21
    assert order.index("report") <= 4


async def test_a_tenant_whose_rows_are_locked_keeps_no_other_waiting(desk: Desk) -> None:
    class HeldUp(Picky):
        asked = 0

        def numbered(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
            self.asked += any(each.place == "bad" for each in due)
            return super().numbered(due, at)

    kind = HeldUp()
    kind.error = HeldUpError("The database took too long.")
    desk.planner = Planner(desk.database, {"tip": kind}, desk.clock, Random(1))
    await three(desk)
    before = counted("schedule that's held up")
    await desk.plan()
    asked = kind.asked
    for _ in range(3):
        await desk.plan()
    assert await planned(desk) == ["slack:a", "slack:c", "discord:d"]
    assert await state_of(desk, "slack:b") == "active"
    assert await told(desk, "slack:b") == []
    assert kind.asked == asked
    assert counted("schedule that's held up") == before + 1
    desk.clock.go(seconds=11)
    await poison(desk, place="general")
    assert await desk.plan() == 1
    assert len(await planned(desk)) == 4


@pytest.mark.both_databases
async def test_a_schedule_that_cannot_even_be_paused_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three(desk)
    await poison(desk, days="whenever", rule=None)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(schedules, "change", fail)
    async with asyncio.timeout(FOREVER):
        assert await desk.plan() == 3
        assert await desk.plan() == 0
    assert await planned(desk) == ["slack:a", "slack:c", "discord:d"]


@pytest.mark.both_databases
async def test_an_internal_schedule_is_tried_again(desk: Desk) -> None:
    kind = SlowPicky()
    name = f"{INTERNAL}season end"
    desk.planner = Planner(desk.database, {name: kind}, desk.clock, Random(1))
    await three(desk, kind=name, late="always", starts=desk.clock.true.date(), ends=desk.clock.true.date())
    assert await desk.plan() == 4
    (notice,) = await told(desk, "slack:b")
    assert notice.startswith(
        "I can't post the season end in #general, but I'll keep trying: something went wrong here"
    )
    kind.error = ValueError("still bad")
    desk.clock.go(hours=1)
    assert await desk.plan() == 1
    assert await told(desk, "slack:b") == []
    await poison(desk, place="general")
    desk.clock.go(hours=1)
    assert await desk.plan() == 1
    assert [post.state for post in await desk.posts(-1, "slack:b")] == [PostState.WAITING]


async def test_an_unreadable_schedule_hides_no_other_of_its_tenant(desk: Desk) -> None:
    for place in ("general", "random"):
        await desk.add(place=place)
    await change(desk.database, update(table).where(table.c.number == 1).values(starts="in spring"))
    assert [
        each.number
        for each in await desk.database.transact(lambda transaction: schedules.of_tenant(transaction, "slack:a"))
    ] == [2]


async def poison_post(desk: Desk, **values: object) -> None:
    await change(desk.database, update(posts).where(posts.c.tenant == "slack:b").values(**values))


async def three_posts(desk: Desk) -> None:
    """Plan a post for each of three tenants, and one on the next platform."""
    await three(desk)
    await desk.plan()


@pytest.mark.parametrize(
    "poisoned", [{"state": "newer"}, {"tries": 2**31 - 1}, {"first_send": 10**18}, {"due": 10**18}], ids=str
)
@pytest.mark.both_databases
async def test_a_post_that_cannot_be_read_stops_no_other(desk: Desk, poisoned: dict[str, object]) -> None:
    await three_posts(desk)
    await poison_post(desk, **poisoned)
    before = counted("post")
    assert await desk.send() == 2
    assert sorted(each.to.tenant for each in desk.port.log) == ["slack:a", "slack:c"]
    post = await desk.post(tenant="slack:b")
    assert (post.state, post.next_try, post.payload) == (PostState.FAILED, None, "")
    assert post.reason.startswith("It can't be read any more; tell the person who runs Versed (reference ")
    (notice,) = await told(desk, "slack:b")
    assert notice == f"I didn't send my post of schedule 1: {post.reason}"
    assert counted("post") == before + 1
    assert await desk.send() == 0


@pytest.mark.parametrize("broken", [None, 10**17], ids=str)
async def test_a_post_that_would_never_be_due_is_sent_all_the_same(desk: Desk, broken: int | None) -> None:
    await three_posts(desk)
    await desk.outbox.is_any_due()
    await poison_post(desk, next_try=broken)
    before = counted("post without a time")
    await desk.send()
    assert sorted(each.to.tenant for each in desk.port.log) == ["slack:a", "slack:c"]
    desk.clock.go(minutes=1)
    assert await desk.outbox.is_any_due()
    await desk.send()
    assert sorted(each.to.tenant for each in desk.port.log) == ["slack:a", "slack:b", "slack:c"]
    assert counted("post without a time") == before + 1


@pytest.mark.parametrize("epoch", [2**31 - 1, -(2**31)])
async def test_a_post_whose_epoch_cannot_grow_is_claimed_with_the_others(desk: Desk, epoch: int) -> None:
    await three_posts(desk)
    await poison_post(desk, epoch=epoch)
    await desk.send()
    assert sorted(each.to.tenant for each in desk.port.log) == ["slack:a", "slack:b", "slack:c"]


@pytest.mark.parametrize("broken", ["nowhere", "%", "web"])
@pytest.mark.both_databases
async def test_a_schedule_and_a_post_that_lost_their_platform_are_still_handled(desk: Desk, broken: str) -> None:
    await three(desk)
    before = counted("schedule of no platform"), counted("post of no platform")
    await poison(desk, platform=broken, place="general")
    assert await desk.plan() == 4
    assert len(await planned(desk)) == 4
    await poison_post(desk, platform=broken)
    assert await desk.outbox.is_any_due()
    await desk.send()
    assert sorted(each.to.tenant for each in desk.port.log) == ["slack:a", "slack:b", "slack:c"]
    assert (counted("schedule of no platform"), counted("post of no platform")) == (before[0] + 1, before[1] + 1)


@pytest.mark.both_databases
async def test_a_tenant_with_very_many_posts_lets_others_go_first(desk: Desk) -> None:
    await three_posts(desk)
    post = await desk.post(tenant="slack:a")
    many = [replace(post, key=f"{number:032x}", due=post.due, next_try=desk.clock.now) for number in range(1_200)]
    await desk.database.transact(lambda transaction: outbox.add(transaction, many))
    await change(
        desk.database, update(posts).where(posts.c.tenant != "slack:a").values(next_try=posts.c.next_try + 1)
    )
    desk.clock.go(seconds=1)
    claimed = await desk.outbox.claim(FORGETFUL, 10)
    assert {each.tenant for each in claimed} == {"slack:a", "slack:b", "slack:c"}
    assert len(claimed) == 10


@pytest.mark.parametrize("platform", [FORGETFUL, CAREFUL])
@pytest.mark.parametrize("poisoned", [{"payload": "[2]"}, {"payload": ""}])
async def test_a_message_that_cannot_be_read_is_left_to_newer_versions_for_a_while(
    desk: Desk, platform: str, poisoned: dict[str, object]
) -> None:
    await three_posts(desk)
    await poison_post(desk, platform=platform, **poisoned)
    assert await desk.send(platform) > 1
    assert await desk.send(platform) == 0
    assert (await desk.post(tenant="slack:b")).state is PostState.WAITING
    desk.clock.go(minutes=15)
    assert await desk.send(platform) == 1
    assert (await desk.post(tenant="slack:b")).state is PostState.FAILED
    (notice,) = await told(desk, "slack:b")
    assert notice.startswith("My post of schedule 1 didn't get through: It can't be read any more; ")
    assert all(each.to.tenant != "slack:b" for each in desk.ports[platform].log)


async def test_a_sent_post_that_can_no_longer_be_read_is_looked_up(desk: Desk) -> None:
    await desk.add(tenant="slack:b", platform=CAREFUL)
    desk.till_nine()
    await desk.plan()
    (claimed,) = await desk.outbox.claim(CAREFUL, 10)
    now = desk.clock.now
    # a replica of a newer version sends it, and dies
    await desk.database.transact(lambda transaction: outbox.begin(transaction, claimed, now, now))
    desk.ports[CAREFUL].take(Destination("slack:b", "general"), message(text("new")), claimed.key)
    await poison_post(desk, payload="[2]")
    for _ in range(20):
        await desk.send(CAREFUL)
        desk.clock.go(seconds=30)
    assert (await desk.post(tenant="slack:b")).state is PostState.SENT
    assert desk.ports[CAREFUL].calls == 0


async def test_a_platform_that_cannot_be_asked_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await three_posts(desk)

    def is_ready(platform: str) -> bool:
        if platform == FORGETFUL:
            raise RuntimeError("half open")
        return True

    posting = Posting(desk.planner, desk.outbox, [FORGETFUL, CAREFUL], is_ready)
    await posting._send_due()
    await posting.close()
    assert [each.to.tenant for each in desk.ports[CAREFUL].log] == ["discord:d"]
    assert "set aside: a platform's posts" in caplog.text


@pytest.mark.both_databases
async def test_tidying_goes_on_when_planning_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_TIDY", 1)
    tidied: list[bool] = []

    class Failing(Planner):
        async def plan_due(self, _platforms: object) -> int:
            raise ValueError("no")

    class Tidy(Delivery):
        async def tidy(self) -> None:
            tidied.append(True)

    planner = Failing(desk.database, {}, desk.clock, Random(1))
    posting = Posting(planner, Tidy(desk.database, {}, desk.clock, ScheduleOutcomes({})), [], lambda _: True)
    await posting._plan_due()
    assert tidied == [True]


async def test_no_outage_ends_the_background(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_TICK", 0.01)
    again = asyncio.Event()

    class Unlucky(Planner):
        asked = 0

        async def plan_due(self, _platforms: object) -> int:
            self.asked += 1
            if self.asked == 1:
                raise OutageError("The pictures are closed.")
            again.set()
            return 0

    planner = Unlucky(desk.database, {}, desk.clock, Random(1))
    posting = Posting(planner, desk.outbox, [], lambda _: True)
    posting.start()
    async with asyncio.timeout(FOREVER):
        await again.wait()
    await posting.close()
