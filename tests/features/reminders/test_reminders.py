"""Reminders, on both databases: people who want them hear once when cards are due, until they stop or fall silent."""

import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.content.reading.library import Library
from bot.core import build
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.learners import settings
from bot.features.learners.notices import Notices
from bot.features.reminders import actions
from bot.features.reminders import store as reminders
from bot.features.reviews import queueing
from bot.features.reviews.model import DailyLimits
from bot.features.reviews.store import decks
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.language.actions import Action, decode, encode
from bot.language.controls import Button
from bot.language.message import Message
from bot.language.people import Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.port import Destination, Reason, Rejected, Uncertain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.tables import schedule
from bot.storage.times import from_milliseconds
from tests.erasures import erasure
from tests.fakes.platform import FakeClock, FakePort, Fault
from tests.features.reviews.desk import START, Learner, asker_named
from tests.notices import told
from tests.packs import PETS
from tests.rows import rows
from tests.whole_database import everything

SERVER, WORKSPACE = Tenant("discord:1", "A server"), Tenant("slack:2", "A workspace")
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class World:
    """Learners who may be reminded, and a clock that moves only when it's told to."""

    database: Database

    def __post_init__(self) -> None:
        self.clock = FakeClock(START)
        self.library = Library([PETS])
        self.services = build(self.library, self.database, PictureCache(), Random(1))
        self.ports = {name: FakePort(self.clock) for name in ("discord", "slack")}
        self.planner = Planner(self.database, self.services.composers, self.clock, Random(2))
        self.outbox = Delivery(self.database, self.ports, self.clock, ScheduleOutcomes(self.services.composers))

    def learner(self, name: str = "Ana", tenant: Tenant = SERVER) -> "Reminded":
        return Reminded(self.database, asker_named(name, tenant), world=self)

    @property
    def notes(self) -> list[tuple[Destination, str]]:
        """What arrived, and who got it."""
        return [(each.to, each.text) for port in self.ports.values() for each in port.log]

    async def pass_on(self, until: datetime) -> None:
        """Advance to a moment, hour by hour, and do what is due."""
        due = await self._next_due()
        while self.clock.true < until:
            self.clock.true = min(self.clock.true + timedelta(hours=1), until)
            self.services.chosen.forget_all()  # its cache follows another clock
            if self.clock.true >= due:
                await self.post()
                due = await self._next_due()

    async def _next_due(self) -> datetime:
        """Return when something is due next."""
        comes_due = (select(func.min(schedule.c.next_run_at)), select(func.min(tables.outbox.c.next_try)))
        moments = [moment for each in comes_due for (moment,) in await rows(self.database, each)]
        return min(
            (from_milliseconds(each) for each in moments if each is not None),
            default=datetime.max.replace(tzinfo=UTC),
        )

    async def post(self) -> None:
        await self.planner.plan_due(self.ports)
        for name in self.ports:
            while claimed := await self.outbox.claim(name, 50):
                for each in claimed:
                    await self.outbox.deliver(each)

    async def days(self, number: int) -> None:
        """Advance to noon, the given number of days from now."""
        day = self.clock.true.astimezone(BERLIN).date() + timedelta(days=number)
        await self.pass_on(datetime.combine(day, time(12), BERLIN).astimezone(UTC))


@dataclass
class Reminded(Learner):
    """A learner in that world."""

    world: World = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.chosen, self.reviews = self.world.services.chosen, self.world.services.reviews

    def now(self) -> None:
        self.asker = replace(self.asker, at=self.world.clock.true)

    async def remind(self, typed: str = "", zone: str = "") -> str:
        self.now()
        return plain(await self.world.services.reminders.choose(self.asker, typed, zone))

    async def review_all(self, rating: int = 4) -> Message:
        """Review whatever comes today."""
        self.now()
        page = await self.start()
        while (named := self.shown(page)) is not None:
            page = await self.rate(named, rating)
        return page

    async def press(self, on: Message, label: str, *, direct: bool = False) -> Message:
        """Press a button of a note; with `direct`, in the private conversation where notes arrive."""
        self.now()
        asker = replace(self.asker, place=Place("dm", "this conversation", direct=True)) if direct else self.asker
        act = decode(next(each.press for each in buttons(on) if each.label == label))
        there = self.world.services.reminders
        match act:
            case actions.BeginDue(_, where):
                return await there.answer(asker, self.pack, where)
            case actions.RemindMe(where):
                return await there.start(asker, where)
            case actions.StopReminding(where):
                return await there.stop(asker, where)
        raise AssertionError(act)

    async def reminder(self) -> Schedule | None:
        found = await self.database.read(lambda transaction: schedules.of_member(transaction, self.me))
        return found[0] if found else None


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
async def ana(world: World) -> Reminded:
    """Return a learner who has learnt some cards and wants to be reminded at nine in Berlin."""
    learner = world.learner()
    await learner.review_all(3)
    assert "At 09:00 (Europe/Berlin), in private, on days when flashcards are due" in await learner.remind(
        "9", "berlin"
    )
    return learner


def last_note(world: World) -> Message:
    """Return what was sent last on Discord."""
    return world.ports["discord"].log[-1].said


async def test_a_note_comes_on_days_when_cards_are_due(world: World, ana: Reminded) -> None:
    ben = world.learner("Ben")
    await ben.review_all(3)  # but asks for no reminders
    await world.days(14)
    assert {to for to, _ in world.notes} == {Destination("discord:1", "", "ana")}
    first = world.ports["discord"].log[0]
    assert first.at.astimezone(BERLIN).time() == time(9)
    assert "are due" in first.text
    assert len({each.text.splitlines()[5] for each in world.ports["discord"].log}) > 1, "not the same words each day"
    assert [each.label for each in buttons(last_note(world))] == ["Start", "No more reminders"]
    assert (last_note(world)).private


async def test_a_day_without_cards_is_skipped_and_told_to_nobody(world: World, ana: Reminded) -> None:
    await ana.review_all(4)
    await world.days(1)
    mine = await ana.reminder()
    assert mine is not None
    assert (mine.state, mine.next_day) == (ScheduleState.ACTIVE, date(2026, 3, 4))
    (post,) = await world.database.read(
        lambda transaction: by_schedule.latest(transaction, "discord:1", mine.number, 5)
    )
    assert (post.state, post.reason) == (PostState.SKIPPED, "No flashcards were due.")
    assert world.notes == []
    administrator = replace(ana.asker, member=replace(ana.asker.member, administrator=True))
    assert await told(Notices(world.database).tell, administrator) is None


async def test_the_number_is_what_a_session_would_show(world: World, ana: Reminded) -> None:
    await ana.choose(reviews=3)
    await world.days(8)
    count = int(re.findall(r"(\d+)\+? flashcard", world.notes[-1][1])[0])
    ana.now()
    page = plain(await ana.start())
    assert f"{count} to review" in page or f"{count} learning" in page
    assert count <= 3 or "learning" in page


async def test_a_note_changes_no_card_and_counts_buried_ones_that_are_due_again(world: World, ana: Reminded) -> None:
    put_aside = select(tables.card).where(tables.card.c.buried > 0)
    await world.days(7)
    ana.now()
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.reviews.put_aside(named, ana.asker, for_good=False)
    before = await rows(world.database, put_aside)
    assert before
    await world.days(1)
    assert await rows(world.database, put_aside) == before
    count = int(re.findall(r"(\d+)\+? flashcard", world.notes[-1][1])[0])
    limits = DailyLimits(1_000, 1_000, world.clock.true)
    ana.now()
    await ana.start()
    assert await rows(world.database, put_aside) == []
    left = await world.database.read(
        lambda transaction: (
            queueing.upcoming(
                transaction, decks.look_into_deck(transaction, ana.me, ana.pack.id), limits, world.clock.true
            ).left
        )
    )
    assert count == left.learning + left.reviews


async def test_the_number_keeps_to_the_days_limit_over_all_packs(world: World, tmp_path: Path) -> None:
    copied = tmp_path / "more-pets"
    shutil.copytree(PETS, copied)
    cover = copied / "pack.yaml"
    cover.write_text(cover.read_text().replace("id: pets", "id: more-pets"))
    world.library = Library([PETS, copied])
    world.services = build(world.library, world.database, PictureCache(), Random(1))
    world.planner = Planner(world.database, world.services.composers, world.clock, Random(2))
    ana = world.learner()
    for pack in world.library.packs.values():
        ana.pack = pack
        await ana.review_all(4)
    await ana.remind("9", "berlin")
    await ana.choose(reviews=3)
    await world.days(30)
    assert "3 flashcards are due" in world.notes[-1][1]
    assert len([each for each in buttons(last_note(world)) if each.label.startswith("Start")]) == 2


@pytest.mark.parametrize(
    ("typed", "zone", "said"),
    [
        ("25:00", "", "isn't a time of day"),
        ("9", "xyzzy", "don't know the time zone"),
        ("9 berlin", "paris", "doesn't belong"),
        ("UTC+2", "", "isn't a time of day"),
        ("in 2 hours", "", "same time every day"),
        ("weekdays", "", "leave the days out"),
        ("off until Monday", "", "I can't stop for a while; /remind off stops reminders"),
        ("every evening", "", "Say at which hour, such as 18:00."),
        ("pause this week", "", "I can't stop for a while"),
        ("half eight", "", "could be 07:30 or 08:30"),
        ("8:00, 17:00", "", "is two times"),
    ],
)
async def test_what_makes_no_sense_is_refused(world: World, typed: str, zone: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        await world.learner().remind(typed, zone)


@pytest.mark.both_databases
async def test_time_and_zone_can_change(world: World, ana: Reminded) -> None:
    assert "At 09:00 (Europe/Berlin)" in await ana.remind()  # unchanged
    assert "At 20:15 (Asia/Tokyo)" in await ana.remind("8:15 pm asia/tokyo")
    assert await settings.zone_of(ana.asker, ana.chosen) == "Asia/Tokyo"
    await ana.choose(zone="Europe/Paris")
    await world.services.reminders.follow_zone(ana.asker)
    assert "At 20:15 (Europe/Paris)" in await ana.remind()
    assert "give me yours, as in /remind 07:45 Europe/Berlin." in await world.learner("Ben").remind("7:45")
    assert len(await rows(world.database, select(schedule.c.number))) == 2


async def test_another_time_brings_no_second_note_on_the_same_day(world: World, ana: Reminded) -> None:
    await world.days(8)
    before = len(world.notes)
    assert before
    assert "I'll check next on Wed 11 Mar 2026" in await ana.remind("20:00")
    await world.pass_on(world.clock.true + timedelta(hours=10))
    assert len(world.notes) == before
    await world.pass_on(world.clock.true + timedelta(hours=24))
    assert len(world.notes) == before + 1


async def test_off_is_off(world: World, ana: Reminded) -> None:
    assert "I won't remind you any more" in await ana.remind("off")
    assert "You have no reminders" in await ana.remind("off")
    await world.days(20)
    assert world.notes == []
    assert "I'll remind you" in await ana.remind()


@pytest.mark.parametrize("typed", ["pause", "cancel", "never again", "turn off", "None"])
async def test_off_has_many_words(world: World, ana: Reminded, typed: str) -> None:
    assert "I won't remind you any more" in await ana.remind(typed)


async def test_a_reminder_is_shown_without_starting_one(world: World, ana: Reminded) -> None:
    assert "At 09:00 (Europe/Berlin)" in await ana.remind("show")
    await ana.remind("21h")
    assert "At 21:00 (Europe/Berlin)" in await ana.remind("status")
    await ana.remind("off")
    assert "You have no reminders" in await ana.remind("show")
    assert "At 09:00 (Europe/Berlin)" in await ana.remind("on")
    await ana.remind("21h")
    assert "At 21:00 (Europe/Berlin)" in await ana.remind("every day")


async def test_a_button_of_a_note_stops_it(world: World, ana: Reminded) -> None:
    await world.days(8)
    before = len(world.notes)
    assert "I won't remind you any more" in plain(await ana.press(last_note(world), "No more reminders"))
    await world.days(8)
    assert len(world.notes) == before


async def test_two_weeks_of_silence_end_with_one_last_note(world: World, ana: Reminded) -> None:
    await world.days(40)
    texts = [text for _, text in world.notes]
    first = world.ports["discord"].log[0].at
    assert len(texts) == 15
    assert all("are due" in text and "last note" not in text for text in texts[:14])
    assert "this is my last note" in texts[14]
    assert (world.ports["discord"].log[14].at - first).days == 14
    mine = await ana.reminder()
    assert mine is not None
    assert (mine.state, mine.next_run_at) == (ScheduleState.PAUSED, None)
    assert "I'll remind you" in plain(await ana.press(last_note(world), "Keep reminding me"))
    await world.days(2)
    assert len(world.notes) == 17


async def test_days_without_due_cards_do_not_count_as_silence(world: World, ana: Reminded) -> None:
    for _ in range(6):
        await ana.review_all(4)
        await world.days(1)
    last = len(world.notes)
    await world.days(60)
    between = [each.at.date() for each in world.ports["discord"].log[last:]]
    assert "last note" in world.notes[-1][1]
    assert (between[-1] - between[0]).days == 14


@pytest.mark.parametrize("answered", ["review", "press"])
async def test_an_answer_breaks_the_silence(world: World, ana: Reminded, answered: str) -> None:
    await world.days(15)
    if answered == "press":
        await ana.press(last_note(world), "Start")
    else:
        ana.now()
        named = ana.shown(await ana.start())
        assert named is not None
        await ana.rate(named, 3)
    await world.days(14)
    assert not any("last note" in text for _, text in world.notes)
    await world.days(3)
    assert sum("last note" in text for _, text in world.notes) == 1


async def test_reminders_keep_their_hour_when_clocks_change(world: World) -> None:
    await world.days(22)
    ana = world.learner()
    await ana.review_all(3)
    await ana.remind("9 berlin")
    await world.days(14)  # and the clocks change on 29 March
    at = {each.at.astimezone(BERLIN).time() for each in world.ports["discord"].log}
    assert at == {time(9)}
    assert {each.at.time() for each in world.ports["discord"].log} == {time(8), time(7)}


async def test_an_unreachable_learner_is_told_once_at_their_next_command(
    world: World, ana: Reminded, caplog: pytest.LogCaptureFixture
) -> None:
    world.ports["discord"].coming.append(Rejected("Open your door.", Reason.CLOSED))
    ben = world.learner("Ben")
    await ben.review_all(3)
    await ben.remind()
    await world.days(10)
    assert {to.member for to, _ in world.notes} == {"ben"}  # nobody else is affected
    mine = await ana.reminder()
    assert mine is not None
    assert mine.state is ScheduleState.PAUSED
    assert "Open your door." not in caplog.text  # the operator can't do anything about it
    tells = Notices(world.database)
    assert await told(tells.tell, ben.asker) is None
    said = await told(tells.tell, ana.asker)
    assert said is not None
    assert "Open your door. After that, /remind starts it again." in plain(said)
    assert await told(Notices(world.database).tell, ana.asker) is None
    assert "I'll remind you" in await ana.remind()
    world.ports["discord"].coming.append(Rejected("Still not.", Reason.CLOSED))
    await world.days(2)
    said = await told(Notices(world.database).tell, ana.asker)
    assert said is not None
    assert "Still not." in plain(said)


@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.REQUEST_LOST, Uncertain("Nobody knows.")])
async def test_a_note_arrives_once_whatever_is_lost(world: World, ana: Reminded, fault: Fault | Uncertain) -> None:
    world.ports["discord"].coming.append(fault)
    await world.days(7)
    days = [each.at.astimezone(BERLIN).date() for each in world.ports["discord"].log]
    assert len(days) == len(set(days))
    assert days
    mine = await ana.reminder()
    assert mine is not None
    posts = await world.database.read(
        lambda transaction: by_schedule.latest(transaction, "discord:1", mine.number, 20)
    )
    assert {each.state for each in posts} <= {PostState.SENT, PostState.SKIPPED}


async def link(one: Learner, other: Learner) -> None:
    code = plain(await one.linking.offer(one.asker)).partition("/link code:")[2][:9]
    assert "Linked" in plain(await other.linking.accept(other.asker, code))


async def test_linked_selves_are_reminded_once_where_it_was_chosen(world: World, ana: Reminded) -> None:
    other = world.learner("Ana", WORKSPACE)
    await other.review_all(3)
    await other.remind("10 berlin")
    await link(ana, other)
    await world.days(8)
    assert {to.tenant for to, _ in world.notes} == {"discord:1"}  # where the code was created
    assert await other.reminder() is None
    before = len(world.notes)
    assert "At 11:00 (Europe/Berlin)" in await other.remind("11")  # one, and moved here
    assert await ana.reminder() is None
    await world.days(1)
    assert [to.tenant for to, _ in world.notes[before:]] == ["slack:2"]
    await other.review_all(4)
    await world.days(1)
    assert len(world.notes) == before + 1  # it is the learner's cards that count


async def test_a_reminder_survives_linking_with_a_self_that_has_none(world: World, ana: Reminded) -> None:
    other = world.learner("Ana", WORKSPACE)
    await link(other, ana)
    await world.days(8)
    assert {to.tenant for to, _ in world.notes} == {"discord:1"}
    # Cards aren't recalculated until the next session, so there's no number to tell.
    assert "Flashcards are waiting for you" in world.notes[0][1]
    await other.linking.separate(other.asker)
    assert await ana.reminder() is not None


@pytest.mark.both_databases
async def test_a_private_conversation_may_be_a_place_apart(world: World, ana: Reminded) -> None:
    await world.days(8)
    note = last_note(world)
    apart = world.learner("Ana", Tenant("discord:user-ana", "Ana"))
    with pytest.raises(Refusal, match="someone else"):
        await apart.press(note, "Start")
    page = await apart.press(note, "Start", direct=True)
    assert "you have the same flashcards here as where you get reminders" in plain(page)
    assert not page.replaces
    named = apart.shown(page)
    assert named is not None
    ana.now()
    assert ana.shown(await ana.start()) == named
    assert "you have the same flashcards here as where you get reminders" not in plain(
        await apart.press(note, "Start", direct=True)
    )
    assert "I won't remind you" in plain(await apart.press(note, "No more reminders", direct=True))
    assert await ana.reminder() is None


async def test_somebody_elses_note_opens_nothing(world: World, ana: Reminded) -> None:
    await world.days(8)
    eve = world.learner("Eve", Tenant("discord:user-eve", "Eve"))
    for label in ("Start", "No more reminders"):
        with pytest.raises(Refusal, match="can't find that reminder"):
            await eve.press(last_note(world), label, direct=True)
    assert await ana.reminder() is not None


FORGED = (actions.BeginDue("pets", "2"), actions.StopReminding("2"), actions.RemindMe("2"))


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: str(forged.tag))
async def test_an_id_proves_nothing_in_another_slack_workspace(world: World, forged: Action) -> None:
    """Slack guarantees a member's id only within a workspace."""
    ana = world.learner("Ana", WORKSPACE)
    await ana.review_all(3)
    await ana.remind()
    namesake = world.learner("Ana", Tenant("slack:3", "Another workspace"))
    assert namesake.asker.member == ana.asker.member
    before = await everything(world.database)
    asker = replace(namesake.asker, place=Place("D3", "Direct message", direct=True))
    with pytest.raises(Refusal, match="can't find that reminder"):
        await world.services.application.press(Pressed(asker, encode(forged)))
    assert await everything(world.database) == before


async def test_a_reminder_cannot_be_started_where_the_bot_is_not(world: World, ana: Reminded) -> None:
    before = await everything(world.database)
    for where in ("999", "user-ana", "2"):
        asker = replace(ana.asker, place=Place("dm", "this conversation", direct=True))
        with pytest.raises(Refusal, match="can't find that reminder"):
            await world.services.reminders.start(asker, where)
    assert await everything(world.database) == before


async def test_a_linked_self_may_stop_the_others_reminder(world: World) -> None:
    ana, other = world.learner("Ana", WORKSPACE), world.learner("Ana", Tenant("slack:3", "Another workspace"))
    await ana.review_all(3)
    await ana.remind()
    await link(ana, other)
    asker = replace(other.asker, place=Place("D3", "Direct message", direct=True))
    assert "I won't remind you" in plain(await world.services.reminders.stop(asker, "2"))
    assert await ana.reminder() is None


async def test_it_is_exported_and_erased_and_purged(world: World, ana: Reminded) -> None:
    await world.days(8)
    held = await world.database.transact(lambda transaction: PERSONAL_DATA.held(transaction, ana.me))
    assert [row["kind"] for row in held["schedule"]] == ["reminder"]
    assert held["outbox"]
    before = len(world.notes)
    await ana.privacy.erase(ana.asker)
    await world.days(8)
    assert len(world.notes) == before
    assert await world.database.transact(lambda transaction: PERSONAL_DATA.held(transaction, ana.me)) == {}
    ben = world.learner("Ben")
    await ben.review_all(3)
    await ben.remind()
    await erasure(world.database).end(SERVER.key)
    await world.days(8)
    assert len(world.notes) == before


async def test_administrators_do_not_see_it(world: World, ana: Reminded) -> None:
    assert await world.database.read(lambda transaction: schedules.of_tenant(transaction, SERVER.key)) == []


async def test_it_is_offered_once_in_a_while_to_those_who_never_chose(world: World) -> None:
    ben, offers = world.learner("Ben"), list[Button | None]()
    for _ in range(14):
        await ben.review_all(3)
        offers.append(await world.services.reminders.offer(ben.asker))
        await world.days(1)
    offered = [each for each in offers if each is not None]
    assert [each.label for each in offered] == ["Remind me daily"] * 2
    await ben.remind()
    await ben.remind("off")
    for _ in range(7):
        await ben.review_all(3)
        assert await world.services.reminders.offer(ben.asker) is None
        await world.days(1)


async def test_whether_somebody_is_reminded_is_known(world: World, ana: Reminded) -> None:
    assert await world.services.reminders.is_reminded(ana.asker)
    assert not await world.services.reminders.is_reminded(world.learner("Ben").asker)
    assert reminders.KIND in world.services.composers
