"""Schedules as they are kept: made, found, changed, stopped."""

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
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values, Wanted

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
# Only among numbers that buttons can carry: one that's spoilt mustn't keep a tenant from making more.
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
    """Keep a new schedule, active.

    Args:
        transaction: to write in.
        draft: what it's made of.
        day: the local date of its first post.
        at: the moment of it, in UTC.
    """
    return _add(transaction, draft, ScheduleState.ACTIVE, day, at)


def _add(
    transaction: Transaction, draft: ScheduleDraft, state: ScheduleState, day: date, at: datetime | None
) -> Schedule:
    step, furthest = (-1, _LOWEST) if draft.member or draft.kind.startswith(INTERNAL) else (1, _HIGHEST)
    for _ in range(_ATTEMPTS):  # another one may take the number meanwhile
        ((last,),) = transaction.rows(furthest, {"tenant_": draft.tenant})
        number = step * (max(0, step * last) + 1)
        added = Schedule.of(draft, number=number, state=state, reason="", next_day=day, next_run_at=at)
        if transaction.add_each(schedule, [values_of(added)])[0]:
            return added
    raise StoreError("Too many people are making schedules at once; try again.")


def offer(transaction: Transaction, parts: Sequence[tuple[ScheduleDraft, date]]) -> int:
    """Keep the schedules of a course that may be begun; return its number, which is the first one's.

    Args:
        transaction: to write in.
        parts: what they are made of, each with the local date of its first post; at least one, all of one tenant.
    """
    made = [_add(transaction, draft, ScheduleState.OFFERED, day, None) for draft, day in parts]
    course, numbers = made[0].number, [each.number for each in made]
    transaction.change(_JOIN_COURSE, {"tenant_": made[0].tenant, "numbers_": numbers, "course_": course})
    return course


def offered(transaction: Transaction, tenant: str, course: int) -> list[Schedule]:
    """Return the schedules of a course that may be begun.

    Args:
        transaction: to read in.
        tenant: whose.
        course: its number.
    """
    return [schedule_of(row) for row in transaction.rows(_OFFERED, {"tenant_": tenant, "course_": course})]


def find(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a schedule of a tenant that hasn't been removed, and wasn't only offered.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
    """
    found = read_each(transaction, _FIND, {"tenant_": tenant, "number_": number})
    return found[0] if found else None


def removed(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a schedule of a tenant that was removed; never a single member's own.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
    """
    found = read_each(transaction, _FIND_REMOVED, {"tenant_": tenant, "number_": number})
    return next((each for each in found if not each.member), None)


def removed_of(transaction: Transaction, tenant: str, course: int) -> list[Schedule]:
    """Return the schedules of a course that were removed.

    Args:
        transaction: to read in.
        tenant: whose.
        course: its number.
    """
    return read_each(transaction, _REMOVED_OF, {"tenant_": tenant, "course_": course})


def of_tenant(transaction: Transaction, tenant: str) -> list[Schedule]:
    """Return all schedules of a tenant that haven't been removed, by number; without those of single members."""
    return read_each(transaction, _SHARED, {"tenant_": tenant})


def of_member(transaction: Transaction, tenant: str, member: str) -> list[Schedule]:
    """Return a member's own schedules that haven't been removed.

    Args:
        transaction: to read in.
        tenant: where.
        member: whose.
    """
    return read_each(transaction, _OF_MEMBER, {"tenant_": tenant, "member_": member})


def saying(transaction: Transaction, tenant: str, kind: str, options: Collection[str]) -> list[int]:
    """Return the numbers of the schedules of a kind that have some options.

    Args:
        transaction: to read in.
        tenant: whose.
        kind: of schedule.
        options: as text, any of them.
    """
    values: Wanted = {"tenant_": tenant, "kind_": kind, "options_": [*options]}
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
        transaction: to write in.
        which: their numbers.
        tenant: whose.
        state: how they stand from now on.
        reason: why, in a sentence; "" if someone wanted it.
        stop: who wanted it, and when.
    """
    values: Wanted = {"tenant_": tenant, "numbers_": list(which), "state_": state, "reason_": reason}
    by: Wanted = {
        "by_": stop.member if stop else "",
        "by_name_": stop.name if stop else "",
        "stopped_at_": to_milliseconds(stop.at) if stop else None,
    }
    transaction.change(_CHANGE, {**values, **by})


def rewrite(transaction: Transaction, changed: Schedule) -> None:
    """Keep a schedule as it is from now on."""
    kept = {name: value for name, value in values_of(changed).items() if name not in ("tenant", "number")}
    transaction.change(_REWRITE.values(kept), {"tenant_": changed.tenant, "number_": changed.number})


def stopped_by(transaction: Transaction, me: MemberKey) -> list[tuple[int, str, datetime]]:
    """Return which schedules a member has stopped: their numbers, the member's name then, and when."""
    rows = transaction.rows(_STOPPED_BY, {"tenant_": me.tenant, "member_": me.member})
    return [(number, name, from_milliseconds(at)) for number, name, at in rows]


def forget_stops(transaction: Transaction, me: MemberKey) -> None:
    """Forget that a member has stopped schedules; they stay stopped."""
    transaction.change(_FORGET_STOPS, {"tenant_": me.tenant, "member_": me.member})


def activate(transaction: Transaction, tenant: str, number: int, day: date, at: datetime) -> None:
    """Make a schedule active, with its next post.

    Args:
        transaction: to write in.
        tenant: whose.
        number: which.
        day: the local date of its next post.
        at: the moment of it, in UTC.
    """
    values: Values = {"tenant_": tenant, "number_": number, "day_": str(day), "at_": to_milliseconds(at)}
    transaction.change(_ACTIVATE, values)


def move(transaction: Transaction, tenant: str, number: int, day: date, at: datetime, time: str) -> None:
    """Move the only post of a schedule to another moment, if it's still to come.

    Args:
        transaction: to write in.
        tenant: whose.
        number: which.
        day: the local date of the moment.
        at: the moment, in UTC.
        time: of day, as 09:00.
    """
    values: Values = {"tenant_": tenant, "number_": number, "day_": str(day), "time_": time}
    transaction.change(_MOVE, {**values, "at_": to_milliseconds(at)})


def active_in(transaction: Transaction, tenant: str, place: str | None) -> list[Schedule]:
    """Return the active schedules of a place, without those of single members; or all of the tenant. Never Versed's.

    Args:
        transaction: to read in.
        tenant: whose.
        place: its id, or None.
    """
    if place is None:
        return read_each(transaction, _ACTIVE_ANYWHERE, {"tenant_": tenant})
    return read_each(transaction, _ACTIVE_HERE, {"tenant_": tenant, "place_": place})


def make_again(transaction: Transaction, tenant: str) -> None:
    """Have what Versed announces in a tenant made again, if it's been made ahead: it may name someone who's erased.

    A message that was made ahead counts for its schedule as it was then; a thousandth of a second makes it another.
    It's a thousandth earlier, so that what's due stays due.
    """
    transaction.change(_MAKE_AGAIN, {"tenant_": tenant})


def drop(transaction: Transaction, tenant: str, number: int) -> None:
    """Delete a schedule that nothing refers to any more; its number is free again, so its dates go as well.

    Args:
        transaction: to write in.
        tenant: whose.
        number: of the schedule.
    """
    for statement in _DROP:
        transaction.change(statement, {"tenant_": tenant, "number_": number})
