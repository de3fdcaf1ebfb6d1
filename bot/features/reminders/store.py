"""Reminders: a learner's own schedules, of which one is active at most, and how the learner answers them."""

from datetime import date, datetime

from sqlalchemy import bindparam, func, null, select, update

from bot.features.delivery.model import PostState
from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import of_member
from bot.storage.tables import PRIVATE, occurrence, outbox, review, schedule
from bot.storage.times import from_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Transaction, Values

KIND = "reminder"

_MINE = of_member(schedule) & PRIVATE & (schedule.c.kind == KIND)
_ANY = select(schedule.c.number).where(_MINE).limit(1)
_ACTIVE = select(schedule.c.number).where(_MINE & (schedule.c.state == ScheduleState.ACTIVE)).limit(1)
_THERE = select(schedule.c.number, schedule.c.zone).where(_MINE & (schedule.c.state != ScheduleState.REMOVED))
_ONE = _MINE & (schedule.c.number == bindparam("number_"))
_REVISE = (
    update(schedule)
    .where((schedule.c.tenant == bindparam("tenant_")) & (schedule.c.number == bindparam("number_")))
    .values(time=bindparam("time_"), zone=bindparam("zone_"), starts=bindparam("starts_"))
)
_LAST_PLANNED = select(func.max(occurrence.c.day)).where(
    (occurrence.c.tenant == bindparam("tenant_")) & (occurrence.c.schedule == bindparam("number_"))
)
_HEARD = update(schedule).where(_ONE).values(starts=bindparam("today_"))
_DROP = (
    update(schedule)
    .where(_MINE & (schedule.c.state != ScheduleState.REMOVED))
    .values(state=ScheduleState.REMOVED, next_day=null(), next_run_at=null())
)
_LAST = select(func.max(review.c.at)).where(of_member(review))
_FIRST = select(func.min(outbox.c.due)).where(
    (outbox.c.tenant == bindparam("tenant_"))
    & (outbox.c.schedule == bindparam("number_"))
    & (outbox.c.due >= bindparam("since_"))
    & (outbox.c.state != PostState.SKIPPED)
    & (outbox.c.state != PostState.FAILED)
)


def of_selves(transaction: Transaction, learner: Learner) -> list[Schedule]:
    """Return the reminders of a learner that haven't been removed, active ones first."""
    found = [
        each
        for me in learner.selves
        for each in schedules.of_member(transaction, me.tenant, me.member)
        if each.kind == KIND
    ]
    return sorted(found, key=lambda each: each.state is not ScheduleState.ACTIVE)


def revise(transaction: Transaction, one: Schedule, draft: ScheduleDraft, day: date, at: datetime) -> Schedule:
    """Change a reminder to what another draft says, and make it active.

    Args:
        transaction: to write in.
        one: the reminder, in whatever state.
        draft: of the same self.
        day: the local date of its next note.
        at: the moment of it, in UTC.
    """
    schedules.activate(transaction, one.tenant, one.number, day, at)
    values: Values = {"tenant_": one.tenant, "number_": one.number, "time_": draft.time, "zone_": draft.zone}
    transaction.change(_REVISE, {**values, "starts_": str(draft.starts)})
    stands = {"number": one.number, "state": ScheduleState.ACTIVE, "reason": ""}
    return Schedule.of(draft, **stands, next_day=day, next_run_at=at)


def last_planned(transaction: Transaction, one: Schedule) -> date | None:
    """Return the latest local date of a reminder that has been planned."""
    ((day,),) = transaction.rows(_LAST_PLANNED, {"tenant_": one.tenant, "number_": one.number})
    return None if day is None else date.fromisoformat(day)


def is_active(transaction: Transaction, learner: Learner) -> bool:
    """Return whether a learner is being reminded."""
    return any(transaction.rows(_ACTIVE, _key(each)) for each in learner.selves)


def ever_chosen(transaction: Transaction, learner: Learner) -> bool:
    """Return whether a learner has ever asked for reminders, even if they want none any more."""
    return any(transaction.rows(_ANY, _key(each)) for each in learner.selves)


def zones(transaction: Transaction, me: MemberKey) -> dict[int, str]:
    """Return the time zone of each reminder that a self has, by its number."""
    return {number: zone for number, zone in transaction.rows(_THERE, _key(me))}  # noqa: C416 (rows, not pairs)


def note_heard(transaction: Transaction, me: MemberKey, number: int, day: date) -> None:
    """Note that a learner has answered their reminder.

    Args:
        transaction: to write in.
        me: the self that was reminded.
        number: of the reminder.
        day: the local date.
    """
    transaction.change(_HEARD, {**_key(me), "number_": number, "today_": str(day)})


def drop(transaction: Transaction, learner: Learner) -> None:
    """Delete a learner's reminders."""
    for each in learner.selves:
        transaction.change(_DROP, _key(each))


def last_review(transaction: Transaction, learner: Learner) -> datetime | None:
    """Return when a learner reviewed last, with any of their selves."""
    found = [at for each in learner.selves for (at,) in transaction.rows(_LAST, _key(each)) if at is not None]
    return from_milliseconds(max(found)) if found else None


def first_note_since(transaction: Transaction, one: Schedule, since: datetime) -> datetime | None:
    """Return when the first of a reminder's notes since a moment was due, of those that may have arrived.

    Args:
        transaction: to read in.
        one: the reminder.
        since: the moment, in UTC.
    """
    values: Values = {"tenant_": one.tenant, "number_": one.number, "since_": to_milliseconds(since)}
    ((at,),) = transaction.rows(_FIRST, values)
    return maybe_moment(at)


def _key(me: MemberKey) -> dict[str, str]:
    return {"tenant_": me.tenant, "member_": me.member}
