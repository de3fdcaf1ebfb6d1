"""Queries that add, find, change, pause and remove schedules."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, null, select, update

from bot.features.scheduling.model import (
    INTERNAL,
    Schedule,
    ScheduleDraft,
    ScheduleState,
    Stop,
)
from bot.features.scheduling.store.rows import OF_TENANT, THIS, read_each, schedule_of, values_of
from bot.language.actions import LARGEST
from bot.language.people import MemberKey
from bot.storage.errors import StoreError
from bot.storage.personal_data import key_of
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction, Values

_ATTEMPTS = 20
_THESE = OF_TENANT & schedule.c.number.in_(bindparam("numbers_", expanding=True))
_INTERNAL = schedule.c.kind.startswith(INTERNAL, autoescape=True)
_SHOWN = schedule.c.state.not_in((ScheduleState.REMOVED, ScheduleState.OFFERED))
_ACTIVE = schedule.c.state == ScheduleState.ACTIVE


def _all(condition: ColumnElement[bool]) -> Select[Any]:
    return select(schedule).where(condition).order_by(schedule.c.number)


_FIND = _all(THIS & _SHOWN)
_FIND_REMOVED = _all(THIS & (schedule.c.number > 0) & (schedule.c.state == ScheduleState.REMOVED))
_SHARED = _all(OF_TENANT & (schedule.c.number > 0) & _SHOWN)
_OF_MEMBER = _all(OF_TENANT & (schedule.c.member == bindparam("member_")) & PRIVATE & _SHOWN)
_ACTIVE_HERE = _all(
    OF_TENANT & _ACTIVE & ~_INTERNAL & (schedule.c.place == bindparam("place_")) & (schedule.c.number > 0)
)
_ACTIVE_ANYWHERE = _all(OF_TENANT & _ACTIVE & ~_INTERNAL)
_OFFERED = _all(
    OF_TENANT
    & (schedule.c.number >= bindparam("course_"))
    & (schedule.c.course == bindparam("course_"))
    & (schedule.c.state == ScheduleState.OFFERED)
)
_REMOVED_OF = _all(
    OF_TENANT
    & (schedule.c.number >= bindparam("course_"))
    & (schedule.c.course == bindparam("course_"))
    & (schedule.c.state == ScheduleState.REMOVED)
)
_SAYING = select(schedule.c.number).where(
    OF_TENANT
    & (schedule.c.kind == bindparam("kind_"))
    & schedule.c.options.in_(bindparam("options_", expanding=True))
)
# Consider only numbers that fit into a button, so that a corrupt one doesn't keep a tenant from making schedules.
_NUMBERED = OF_TENANT & schedule.c.number.between(-LARGEST, LARGEST)
_HIGHEST = select(func.coalesce(func.max(schedule.c.number), 0)).where(_NUMBERED)
_LOWEST = select(func.coalesce(func.min(schedule.c.number), 0)).where(_NUMBERED)
_JOIN_COURSE = update(schedule).where(_THESE).values(course=bindparam("course_"))
_CHANGE = (
    update(schedule)
    .where(_THESE)
    .values(
        state=bindparam("state_"),
        reason=bindparam("reason_"),
        stopped_by=bindparam("by_"),
        stopped_name=bindparam("by_name_"),
        stopped_at=bindparam("stopped_at_"),
        next_day=null(),
        next_run_at=null(),
    )
)
_ACTIVATE = (
    update(schedule)
    .where(THIS)
    .values(
        state=ScheduleState.ACTIVE,
        reason="",
        stopped_by="",
        stopped_name="",
        stopped_at=null(),
        next_day=bindparam("day_"),
        next_run_at=bindparam("at_"),
    )
)
_REWRITE = update(schedule).where(THIS)
_FORGET_STOPS = (
    update(schedule)
    .where(OF_TENANT & (schedule.c.stopped_by == bindparam("member_")))
    .values(stopped_by="", stopped_name="", stopped_at=null())
)
_STOPPED_BY = select(schedule.c.number, schedule.c.stopped_name, schedule.c.stopped_at).where(
    OF_TENANT & (schedule.c.stopped_by == bindparam("member_"))
)
_MOVE = (
    update(schedule)
    .where(THIS & schedule.c.next_run_at.is_not(None))
    .values(
        starts=bindparam("day_"),
        ends=bindparam("day_"),
        next_day=bindparam("day_"),
        time=bindparam("time_"),
        next_run_at=bindparam("at_"),
    )
)
_MAKE_AGAIN = (
    update(schedule)
    .where(OF_TENANT & _INTERNAL & schedule.c.next_run_at.is_not(None))
    .values(next_run_at=schedule.c.next_run_at - 1)
)
_DROP = [
    delete(occurrence).where(
        (occurrence.c.tenant == bindparam("tenant_")) & (occurrence.c.schedule == bindparam("number_"))
    ),
    delete(schedule).where(THIS),
]


def add(transaction: Transaction, draft: ScheduleDraft, day: date, at: datetime) -> Schedule:
    """Add a new, active schedule, and return it.

    Args:
        transaction: the transaction to write in.
        draft: the schedule without its state.
        day: the local date of its first post.
        at: the moment of that post, in UTC.
    """
    return _add(transaction, draft, ScheduleState.ACTIVE, day, at)


def _add(
    transaction: Transaction, draft: ScheduleDraft, state: ScheduleState, day: date, at: datetime | None
) -> Schedule:
    step, furthest = (-1, _LOWEST) if draft.member or draft.kind.startswith(INTERNAL) else (1, _HIGHEST)
    for _ in range(_ATTEMPTS):  # another process may take the number
        ((last,),) = transaction.rows(furthest, {"tenant_": draft.tenant})
        number = step * (max(0, step * last) + 1)
        added = Schedule.of(draft, number=number, state=state, reason="", next_day=day, next_run_at=at)
        if transaction.add_each(schedule, [values_of(added)])[0]:
            return added
    raise StoreError("Too many people are making schedules at once; try again.")


def offer(transaction: Transaction, parts: Sequence[tuple[ScheduleDraft, date]]) -> int:
    """Store the schedules of an offered course; return the course's number, which is the first schedule's.

    Args:
        transaction: the transaction to write in.
        parts: the drafts, each with the local date of its first post; at least one, all of the same tenant.
    """
    added = [_add(transaction, draft, ScheduleState.OFFERED, day, None) for draft, day in parts]
    course, numbers = added[0].number, [each.number for each in added]
    transaction.change(_JOIN_COURSE, {"tenant_": added[0].tenant, "numbers_": numbers, "course_": course})
    return course


def offered(transaction: Transaction, tenant: str, course: int) -> list[Schedule]:
    """Return the schedules of an offered course.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        course: the course's number.
    """
    return [schedule_of(row) for row in transaction.rows(_OFFERED, {"tenant_": tenant, "course_": course})]


def find(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a schedule, unless it was removed or only offered.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
    """
    rows = read_each(transaction, _FIND, {"tenant_": tenant, "number_": number})
    return rows[0] if rows else None


def removed(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a removed schedule, unless it's a single member's own.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
    """
    rows = read_each(transaction, _FIND_REMOVED, {"tenant_": tenant, "number_": number})
    return next((each for each in rows if not each.member), None)


def removed_of(transaction: Transaction, tenant: str, course: int) -> list[Schedule]:
    """Return the removed schedules of a course.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        course: the course's number.
    """
    return read_each(transaction, _REMOVED_OF, {"tenant_": tenant, "course_": course})


def of_tenant(transaction: Transaction, tenant: str) -> list[Schedule]:
    """Return a tenant's schedules in the order of their numbers, without removed ones and members' own."""
    return read_each(transaction, _SHARED, {"tenant_": tenant})


def of_member(transaction: Transaction, me: MemberKey) -> list[Schedule]:
    """Return a member's own schedules, without removed ones."""
    return read_each(transaction, _OF_MEMBER, key_of(me))


def saying(transaction: Transaction, tenant: str, kind: str, options: Collection[str]) -> list[int]:
    """Return the numbers of a kind's schedules that have any of the given options.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        kind: the kind's name.
        options: the options, as the JSON that's stored.
    """
    values: QueryValues = {"tenant_": tenant, "kind_": kind, "options_": [*options]}
    return [int(number) for (number,) in transaction.rows(_SAYING, values)]


def change(
    transaction: Transaction,
    which: Sequence[int],
    tenant: str,
    state: ScheduleState,
    *,
    reason: str = "",
    stop: Stop | None = None,
) -> None:
    """Pause or remove schedules of a tenant.

    Args:
        transaction: the transaction to write in.
        which: the schedules' numbers.
        tenant: the tenant's key.
        state: the schedules' new state.
        reason: why, as a sentence; "" if a person did it.
        stop: the person who did it, and when; None if no person did.
    """
    values: QueryValues = {"tenant_": tenant, "numbers_": list(which), "state_": state, "reason_": reason}
    by: QueryValues = {
        "by_": stop.member if stop else "",
        "by_name_": stop.name if stop else "",
        "stopped_at_": to_milliseconds(stop.at) if stop else None,
    }
    transaction.change(_CHANGE, {**values, **by})


def rewrite(transaction: Transaction, changed: Schedule) -> None:
    """Store the new version of a schedule."""
    values = {name: value for name, value in values_of(changed).items() if name not in ("tenant", "number")}
    transaction.change(_REWRITE.values(values), {"tenant_": changed.tenant, "number_": changed.number})


def stopped_by(transaction: Transaction, me: MemberKey) -> list[tuple[int, str, datetime]]:
    """Return what a member has paused or removed: the number, the member's name at that time, and when."""
    rows = transaction.rows(_STOPPED_BY, key_of(me))
    return [(number, name, from_milliseconds(at)) for number, name, at in rows]


def forget_stops(transaction: Transaction, me: MemberKey) -> None:
    """Delete who paused or removed schedules, for one member; the schedules stay as they are."""
    transaction.change(_FORGET_STOPS, key_of(me))


def activate(transaction: Transaction, tenant: str, number: int, day: date, at: datetime) -> None:
    """Make a schedule active, with its next post.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the schedule's number.
        day: the local date of its next post.
        at: the moment of that post, in UTC.
    """
    values: Values = {"tenant_": tenant, "number_": number, "day_": str(day), "at_": to_milliseconds(at)}
    transaction.change(_ACTIVATE, values)


def move(transaction: Transaction, tenant: str, number: int, day: date, at: datetime, time: str) -> None:
    """Move the only post of a schedule to another moment, unless it has been planned.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the schedule's number.
        day: the new local date.
        at: the new moment, in UTC.
        time: the new time of day, as 09:00.
    """
    values: Values = {"tenant_": tenant, "number_": number, "day_": str(day), "time_": time}
    transaction.change(_MOVE, {**values, "at_": to_milliseconds(at)})


def active_in(transaction: Transaction, tenant: str, place: str | None) -> list[Schedule]:
    """Return a channel's active schedules without members' own, or a tenant's with them; never announcements.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        place: the channel's id; None for the whole tenant.
    """
    if place is None:
        return read_each(transaction, _ACTIVE_ANYWHERE, {"tenant_": tenant})
    return read_each(transaction, _ACTIVE_HERE, {"tenant_": tenant, "place_": place})


def make_again(transaction: Transaction, tenant: str) -> None:
    """Make a tenant's announcements be composed again, if they were composed already: they may name an erased person.

    A message that was composed before the transaction is only used if its schedule hasn't changed since. So each
    schedule's time is changed by a millisecond; it's earlier, so that due schedules stay due.
    """
    transaction.change(_MAKE_AGAIN, {"tenant_": tenant})


def drop(transaction: Transaction, tenant: str, number: int) -> None:
    """Delete a schedule that nothing refers to, and its planned dates, because its number can be reused.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the schedule's number.
    """
    for statement in _DROP:
        transaction.change(statement, {"tenant_": tenant, "number_": number})
