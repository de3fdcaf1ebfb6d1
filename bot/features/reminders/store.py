"""Reminders: a learner's own schedules, of which one is active at most, and how the learner answers them."""

from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.delivery.store import State as PostState
from bot.features.learners.store.learners import Learner, Self
from bot.features.scheduling import store as schedules
from bot.features.scheduling.store import Draft, Schedule, State
from bot.storage.tables import PRIVATE, occurrence, outbox, review, schedule
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

KIND = "reminder"

_MINE = (
    (schedule.c.tenant == bindparam("tenant_"))
    & (schedule.c.member == bindparam("member_"))
    & PRIVATE
    & (schedule.c.kind == KIND)
)
_ANY = select(schedule.c.number).where(_MINE).limit(1)
_ACTIVE = select(schedule.c.number).where(_MINE & (schedule.c.state == State.ACTIVE)).limit(1)
_THERE = select(schedule.c.number, schedule.c.zone).where(_MINE & (schedule.c.state != State.REMOVED))
_ONE = _MINE & (schedule.c.number == bindparam("number_"))
_HEARD = update(schedule).where(_ONE).values(starts=bindparam("today_"))
_DROP = (
    update(schedule)
    .where(_MINE & (schedule.c.state != State.REMOVED))
    .values(state=State.REMOVED, next_day=null(), next_run_at=null())
)
_LAST = select(func.max(review.c.at)).where(
    (review.c.tenant == bindparam("tenant_")) & (review.c.member == bindparam("member_"))
)
_FIRST = select(func.min(outbox.c.due)).where(
    (outbox.c.tenant == bindparam("tenant_"))
    & (outbox.c.schedule == bindparam("number_"))
    & (outbox.c.due >= bindparam("since_"))
    & (outbox.c.state != PostState.SKIPPED)
    & (outbox.c.state != PostState.FAILED)
)


async def of_selves(connection: AsyncConnection, learner: Learner) -> list[Schedule]:
    """The reminders of a learner that have not been removed, active ones first."""
    found = [
        each
        for me in learner.selves
        for each in await schedules.of_member(connection, me.tenant, me.member)
        if each.kind == KIND
    ]
    return sorted(found, key=lambda each: each.state is not State.ACTIVE)


async def revise(connection: AsyncConnection, one: Schedule, draft: Draft, day: date, at: datetime) -> Schedule:
    """Let a reminder go on as another draft says.

    Args:
        connection: a writing transaction.
        one: the reminder, in whatever state.
        draft: of the same self.
        day: the local date of its next note.
        at: the moment of it, in UTC.
    """
    await schedules.activate(connection, one.tenant, one.number, day, at)
    this = (schedule.c.tenant == one.tenant) & (schedule.c.number == one.number)
    values = {"time": draft.time, "zone": draft.zone, "starts": str(draft.starts)}
    await connection.execute(update(schedule).where(this).values(values))
    number, state = one.number, State.ACTIVE
    return Schedule(**asdict(draft), number=number, state=state, reason="", next_day=day, next_run_at=at)


async def last_planned(connection: AsyncConnection, one: Schedule) -> date | None:
    """The latest local date of a reminder that has been planned."""
    mine = (occurrence.c.tenant == one.tenant) & (occurrence.c.schedule == one.number)
    day = (await connection.execute(select(func.max(occurrence.c.day)).where(mine))).scalar()
    return None if day is None else date.fromisoformat(day)


def is_active(transaction: Transaction, learner: Learner) -> bool:
    """Whether a learner is being reminded."""
    return any(transaction.rows(_ACTIVE, _key(each)) for each in learner.selves)


def ever_chosen(transaction: Transaction, learner: Learner) -> bool:
    """Whether a learner has ever asked for reminders, even if they want none any more."""
    return any(transaction.rows(_ANY, _key(each)) for each in learner.selves)


def note_heard(transaction: Transaction, me: Self, at: datetime) -> bool:
    """Note that a learner has answered their reminder; returns whether there is one."""
    there_are = transaction.rows(_THERE, _key(me))
    for number, zone in there_are:
        today = at.astimezone(ZoneInfo(zone)).date()
        transaction.change(_HEARD, {**_key(me), "number_": number, "today_": str(today)})
    return bool(there_are)


def keep_one(transaction: Transaction, first: Learner, second: Learner) -> None:
    """Before two learners become one: of their reminders, keep the first one's if it is active, else the second's."""
    gone = second if is_active(transaction, first) else first
    for each in gone.selves:
        transaction.change(_DROP, _key(each))


def last_review(transaction: Transaction, learner: Learner) -> datetime | None:
    """When a learner reviewed last, with any of their selves."""
    found = [at for each in learner.selves for (at,) in transaction.rows(_LAST, _key(each)) if at is not None]
    return from_milliseconds(max(found)) if found else None


def first_note_since(transaction: Transaction, one: Schedule, since: datetime) -> datetime | None:
    """When the first of a reminder's notes since a moment was due, of those that may have arrived."""
    values: Values = {"tenant_": one.tenant, "number_": one.number, "since_": to_milliseconds(since)}
    ((at,),) = transaction.rows(_FIRST, values)
    return None if at is None else from_milliseconds(at)


def _key(me: Self) -> dict[str, str]:
    return {"tenant_": me.tenant, "member_": me.member}
