"""Schedules as they are kept, and which of their local dates have been planned."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, null, select, update

from bot.features.scheduling import rules
from bot.features.scheduling.model import (
    INTERNAL,
    Days,
    Draft,
    Outline,
    Planned,
    Schedule,
    ScheduleState,
    Selection,
    Step,
    Stop,
    UnknownDays,
)
from bot.features.scheduling.wording import read_days, write_days
from bot.language.message import Refusal
from bot.language.people import Self
from bot.runtime.bulkhead import bulkhead
from bot.storage.errors import StoreError
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values, Wanted

_ATTEMPTS = 20
_COLUMNS = tuple(column.name for column in schedule.columns)

_OF_TENANT: ColumnElement[bool] = schedule.c.tenant == bindparam("tenant_")
_THIS = _OF_TENANT & (schedule.c.number == bindparam("number_"))
_THESE = _OF_TENANT & schedule.c.number.in_(bindparam("numbers_", expanding=True))
_INTERNAL = schedule.c.kind.startswith(INTERNAL, autoescape=True)
_SHOWN = schedule.c.state.not_in((ScheduleState.REMOVED, ScheduleState.OFFERED))
_ACTIVE = schedule.c.state == ScheduleState.ACTIVE


def _all(condition: ColumnElement[bool]) -> Select[Any]:
    return select(schedule).where(condition).order_by(schedule.c.number)


_FIND = _all(_THIS & _SHOWN)
_FIND_REMOVED = _all(_THIS & (schedule.c.number > 0) & (schedule.c.state == ScheduleState.REMOVED))
_SHARED = _all(_OF_TENANT & (schedule.c.number > 0) & _SHOWN)
_OF_MEMBER = _all(_OF_TENANT & (schedule.c.member == bindparam("member_")) & PRIVATE & _SHOWN)
_ACTIVE_HERE = _all(
    _OF_TENANT & _ACTIVE & ~_INTERNAL & (schedule.c.place == bindparam("place_")) & (schedule.c.number > 0)
)
_ACTIVE_ANYWHERE = _all(_OF_TENANT & _ACTIVE & ~_INTERNAL)
_OFFERED = _all(
    _OF_TENANT
    & (schedule.c.number >= bindparam("course_"))
    & (schedule.c.course == bindparam("course_"))
    & (schedule.c.state == ScheduleState.OFFERED)
)
_HIGHEST = select(func.coalesce(func.max(schedule.c.number), 0)).where(_OF_TENANT)
_LOWEST = select(func.coalesce(func.min(schedule.c.number), 0)).where(_OF_TENANT)
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
    .where(_THIS)
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
_REWRITE = update(schedule).where(_THIS)
_TAKE_BACK = delete(occurrence).where(
    (occurrence.c.tenant == bindparam("tenant_"))
    & (occurrence.c.schedule == bindparam("number_"))
    & (occurrence.c.day == bindparam("day_"))
)
_FORGET_STOPS = (
    update(schedule)
    .where(_OF_TENANT & (schedule.c.stopped_by == bindparam("member_")))
    .values(stopped_by="", stopped_name="", stopped_at=null())
)
_STOPPED_BY = select(schedule.c.number, schedule.c.stopped_name, schedule.c.stopped_at).where(
    _OF_TENANT & (schedule.c.stopped_by == bindparam("member_"))
)
_MOVE = (
    update(schedule)
    .where(_THIS & schedule.c.next_run_at.is_not(None))
    .values(
        starts=bindparam("day_"),
        ends=bindparam("day_"),
        next_day=bindparam("day_"),
        time=bindparam("time_"),
        next_run_at=bindparam("at_"),
    )
)
_PUT_OFF = update(schedule).where(_THIS).values(next_run_at=bindparam("at_"))
_MAKE_AGAIN = (
    update(schedule)
    .where(_OF_TENANT & _INTERNAL & schedule.c.next_run_at.is_not(None))
    .values(next_run_at=schedule.c.next_run_at - 1)
)
_DROP = [
    delete(occurrence).where(
        (occurrence.c.tenant == bindparam("tenant_")) & (occurrence.c.schedule == bindparam("number_"))
    ),
    delete(schedule).where(_THIS),
]
_ADVANCE = (
    update(schedule)
    .where(_THIS)
    .values(next_day=bindparam("day_"), next_run_at=bindparam("at_"), state=bindparam("state_"))
)
_IS_DUE = (schedule.c.platform == bindparam("on_")) & (schedule.c.next_run_at <= bindparam("now_"))
_ANY_DUE = select(schedule.c.number).where(_IS_DUE).limit(1)
_WHOLE: Select[Any] = select(schedule)
_OUTLINE: Select[Any] = select(*(schedule.c[name] for name in Outline._fields))
_PLANNED_AS = select(occurrence.c.post, occurrence.c.day).where(
    (occurrence.c.tenant == bindparam("tenant_"))
    & (occurrence.c.schedule == bindparam("number_"))
    & (occurrence.c.day >= bindparam("since_"))
)
_FORGET = delete(occurrence).where(occurrence.c.day < bindparam("before_"))


def add(transaction: Transaction, draft: Draft, day: date, at: datetime) -> Schedule:
    """Keep a new schedule, active.

    Args:
        transaction: to write in.
        draft: what it's made of.
        day: the local date of its first post.
        at: the moment of it, in UTC.
    """
    return _add(transaction, draft, ScheduleState.ACTIVE, day, at)


def _add(transaction: Transaction, draft: Draft, state: ScheduleState, day: date, at: datetime | None) -> Schedule:
    step, furthest = (-1, _LOWEST) if draft.member or draft.kind.startswith(INTERNAL) else (1, _HIGHEST)
    for _ in range(_ATTEMPTS):  # another one may take the number meanwhile
        ((last,),) = transaction.rows(furthest, {"tenant_": draft.tenant})
        number = step * (max(0, step * last) + 1)
        added = Schedule.of(draft, number=number, state=state, reason="", next_day=day, next_run_at=at)
        if transaction.add_each(schedule, [_values(added)])[0]:
            return added
    raise StoreError("Too many people are making schedules at once; try again.")


def offer(transaction: Transaction, parts: Sequence[tuple[Draft, date]]) -> int:
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
    return [_schedule(row) for row in transaction.rows(_OFFERED, {"tenant_": tenant, "course_": course})]


def find(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a schedule of a tenant that hasn't been removed, and wasn't only offered.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
    """
    found = _select(transaction, _FIND, {"tenant_": tenant, "number_": number})
    return found[0] if found else None


def removed(transaction: Transaction, tenant: str, number: int) -> Schedule | None:
    """Return a schedule of a tenant that was removed; never a single member's own.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
    """
    found = _select(transaction, _FIND_REMOVED, {"tenant_": tenant, "number_": number})
    return next((each for each in found if not each.member), None)


def of_tenant(transaction: Transaction, tenant: str) -> list[Schedule]:
    """Return all schedules of a tenant that haven't been removed, by number; without those of single members."""
    return _select(transaction, _SHARED, {"tenant_": tenant})


def of_member(transaction: Transaction, tenant: str, member: str) -> list[Schedule]:
    """Return a member's own schedules that haven't been removed.

    Args:
        transaction: to read in.
        tenant: where.
        member: whose.
    """
    return _select(transaction, _OF_MEMBER, {"tenant_": tenant, "member_": member})


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
        reason: why, in a sentence; "" if somebody wanted it.
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
    kept = {name: value for name, value in _values(changed).items() if name not in ("tenant", "number")}
    transaction.change(_REWRITE.values(kept), {"tenant_": changed.tenant, "number_": changed.number})


def take_back(transaction: Transaction, tenant: str, number: int, day: date) -> None:
    """Forget that a local date of a schedule has been planned or left out.

    Args:
        transaction: to write in.
        tenant: whose.
        number: of the schedule.
        day: the date.
    """
    transaction.change(_TAKE_BACK, {"tenant_": tenant, "number_": number, "day_": str(day)})


def stopped_by(transaction: Transaction, me: Self) -> list[tuple[int, str, datetime]]:
    """Return which schedules a member has stopped: their numbers, the member's name then, and when."""
    rows = transaction.rows(_STOPPED_BY, {"tenant_": me.tenant, "member_": me.member})
    return [(number, name, from_milliseconds(at)) for number, name, at in rows]


def forget_stops(transaction: Transaction, me: Self) -> None:
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
        return _select(transaction, _ACTIVE_ANYWHERE, {"tenant_": tenant})
    return _select(transaction, _ACTIVE_HERE, {"tenant_": tenant, "place_": place})


def is_any_due(transaction: Transaction, platforms: Collection[str], at: datetime) -> bool:
    """Return whether anything is due on those platforms.

    Args:
        transaction: to read in.
        platforms: by name.
        at: now, in UTC.
    """
    now = to_milliseconds(at)  # one platform after another, each by the index
    return any(transaction.rows(_ANY_DUE, {"on_": platform, "now_": now}) for platform in platforms)


def find_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Schedule]:
    """Return schedules that are due; they aren't taken.

    Args:
        transaction: to read in.
        selection: which.
        at: now, in UTC.
    """
    rows = transaction.rows(_due(_WHOLE, *_shape(selection)), _chosen(selection, at))
    return [_schedule(row) for row in rows]


def outline_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Outline]:
    """Return outlines of the schedules that take_due takes, whatever else is wrong with them.

    Args:
        transaction: to write in.
        selection: which.
        at: now, in UTC.
    """
    wanted = _due(_OUTLINE, *_shape(selection), take=True)
    return [Outline(*row) for row in transaction.rows(wanted, _chosen(selection, at))]


def take_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Schedule]:
    """Return schedules that are due; those that another process is planning are left out.

    Args:
        transaction: to write in; until it ends, nobody else gets them.
        selection: which.
        at: now, in UTC.
    """
    rows = transaction.rows(_due(_WHOLE, *_shape(selection), take=True), _chosen(selection, at))
    return [_schedule(row) for row in rows]


def plan(transaction: Transaction, planned: Sequence[Planned]) -> set[Planned]:
    """Note that local dates have been planned; return those that hadn't been before."""
    if not planned:
        return set()
    rows: list[Values] = [
        {"tenant": each.tenant, "schedule": each.schedule, "day": str(each.day), "post": each.post}
        for each in planned
    ]
    return {each for each, is_new in zip(planned, transaction.add_each(occurrence, rows), strict=True) if is_new}


def planned_days(transaction: Transaction, tenant: str, number: int, since: date) -> set[date]:
    """Return the local dates of a schedule that have been planned or left out.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
        since: the first date that is looked at.
    """
    return {*planned_as(transaction, tenant, number, since).values()}


def put_off(transaction: Transaction, one: Outline, at: datetime) -> None:
    """Make a schedule due at a later moment; the local date of its post stays.

    Args:
        transaction: to write in.
        one: which.
        at: the moment, in UTC.
    """
    transaction.change(_PUT_OFF, {"tenant_": one.tenant, "number_": one.number, "at_": to_milliseconds(at)})


def advance(transaction: Transaction, steps: Sequence[Step]) -> None:
    """Move schedules on to their next day; those without a next day end."""
    rows: list[Values] = [
        {
            "tenant_": step.tenant,
            "number_": step.number,
            "day_": None if step.day is None else str(step.day),
            "at_": None if step.at is None else to_milliseconds(step.at),
            "state_": ScheduleState.ENDED if step.at is None else ScheduleState.ACTIVE,
        }
        for step in steps
    ]
    if rows:
        transaction.change_each(_ADVANCE, rows)


def make_again(transaction: Transaction, tenant: str) -> None:
    """Have what Versed announces in a tenant made again, if it's been made ahead: it may name somebody who's erased.

    A message that was made ahead counts for its schedule as it was then; a thousandth of a second makes it another.
    It's a thousandth earlier, so that what is due stays due.
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


def planned_as(transaction: Transaction, tenant: str, number: int, since: date) -> dict[str, date]:
    """Return which local dates of a schedule have been planned or left out, by the key of the post.

    Args:
        transaction: to read in.
        tenant: whose.
        number: which.
        since: the first date that is looked at.
    """
    rows = transaction.rows(_PLANNED_AS, {"tenant_": tenant, "number_": number, "since_": str(since)})
    return {post: date.fromisoformat(day) for post, day in rows}


def forget(transaction: Transaction, before: date) -> None:
    """Forget that local dates before one have been planned: schedules only go forward."""
    transaction.change(_FORGET, {"before_": str(before)})


@cache
def _due(columns: Select[Any], only: bool, but: bool, just: bool, *, take: bool = False) -> Select[Any]:
    wanted = columns.where(_IS_DUE).order_by(schedule.c.next_run_at).limit(bindparam("most_"))
    wanted = wanted.where(schedule.c.kind.in_(bindparam("only_", expanding=True))) if only else wanted
    wanted = wanted.where(schedule.c.kind.not_in(bindparam("but_", expanding=True))) if but else wanted
    wanted = wanted.where(_THIS) if just else wanted
    return wanted.with_for_update(skip_locked=True) if take else wanted  # for PostgreSQL; on SQLite only one writes


def _shape(selection: Selection) -> tuple[bool, bool, bool]:
    return bool(selection.only), bool(selection.but), selection.just is not None


def _chosen(selection: Selection, at: datetime) -> Wanted:
    values: dict[str, Any] = {"on_": selection.platform, "now_": to_milliseconds(at), "most_": selection.most}
    values |= {"only_": selection.only} if selection.only else {}
    values |= {"but_": selection.but} if selection.but else {}
    one = selection.just
    return values if one is None else values | {"tenant_": one.tenant, "number_": one.number}


def _select(transaction: Transaction, statement: Select[Any], values: Wanted) -> list[Schedule]:
    found: list[Schedule] = []
    for row in transaction.rows(statement, values):
        with bulkhead("schedule"):  # its tenant still has all others
            found.append(_schedule(row))
    return found


def _values(made: Schedule) -> Values:
    return {
        **{name: getattr(made, name) for name in _COLUMNS if name != "rule" and not name.startswith("stopped")},
        "stopped_by": made.stop.member if made.stop else "",
        "stopped_name": made.stop.name if made.stop else "",
        "stopped_at": to_milliseconds(made.stop.at) if made.stop else None,
        "days": write_days(made.days),  # for replicas of the version before, which read nothing else
        "rule": None if isinstance(made.days, UnknownDays) else rules.dump(made.days),
        "starts": str(made.starts),
        "ends": None if made.ends is None else str(made.ends),
        "next_day": None if made.next_day is None else str(made.next_day),
        "next_run_at": None if made.next_run_at is None else to_milliseconds(made.next_run_at),
    }


def _schedule(row: Row) -> Schedule:
    fields: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    rule, by, name, stopped = (fields.pop(each) for each in ("rule", "stopped_by", "stopped_name", "stopped_at"))
    return Schedule(
        **fields
        | {
            "stop": Stop(by, name, from_milliseconds(stopped)) if by else None,
            "days": _days(rule, fields["days"]),
            "state": ScheduleState(fields["state"]),
            "starts": date.fromisoformat(fields["starts"]),
            "ends": None if fields["ends"] is None else date.fromisoformat(fields["ends"]),
            "next_day": None if fields["next_day"] is None else date.fromisoformat(fields["next_day"]),
            "next_run_at": None if fields["next_run_at"] is None else from_milliseconds(fields["next_run_at"]),
        }
    )


def _days(rule: str | None, words: str) -> Days | UnknownDays:
    """Return the days of a schedule; one that a replica of the version before has made has them in words alone."""
    try:
        return read_days(words) if rule is None else rules.load(rule)
    except (Refusal, ValueError):
        return UnknownDays(words)
