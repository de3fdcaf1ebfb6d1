"""Queries on which schedules are due, and which of their local dates have been planned."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select, update

from bot.features.scheduling.model import (
    NextRun,
    Outline,
    Planned,
    Schedule,
    ScheduleState,
    Selection,
)
from bot.features.scheduling.store.rows import THIS, schedule_of
from bot.runtime.bulkhead import readable
from bot.storage.misplaced import Misplaced
from bot.storage.tables import occurrence, schedule
from bot.storage.times import LATEST, maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction, Values

_TAKE_BACK = delete(occurrence).where(
    (occurrence.c.tenant == bindparam("tenant_"))
    & (occurrence.c.schedule == bindparam("number_"))
    & (occurrence.c.day == bindparam("day_"))
)
_PUT_OFF = update(schedule).where(THIS).values(next_run_at=bindparam("at_"))
_ADVANCE = (
    update(schedule)
    .where(THIS)
    .values(next_day=bindparam("day_"), next_run_at=bindparam("at_"), state=bindparam("state_"))
)
_IS_DUE = (schedule.c.platform == bindparam("on_")) & (schedule.c.next_run_at <= bindparam("now_"))
# Besides impossible times, this finds values that aren't numbers: SQLite sorts them above all numbers.
_IS_LOST = (schedule.c.platform == bindparam("on_")) & (
    ((schedule.c.next_run_at > LATEST) | schedule.c.next_run_at.is_(None))
    & (schedule.c.state == ScheduleState.ACTIVE)
)
_IS_FAR_AHEAD = (
    (schedule.c.platform == bindparam("on_"))
    & (schedule.c.next_run_at > bindparam("after_"))
    & (schedule.c.next_run_at <= LATEST)
    & (schedule.c.state == ScheduleState.ACTIVE)
    & (schedule.c.starts <= bindparam("today_"))
)
_FIRST_DUE = select(func.min(schedule.c.next_run_at)).where(_IS_DUE)
_ANY_DUE = select(schedule.c.number).where(_IS_DUE).limit(1)
_TENANTS_DUE = (
    select(schedule.c.tenant).where(_IS_DUE & schedule.c.kind.in_(bindparam("only_", expanding=True))).distinct()
)
_WHOLE: Select[Any] = select(schedule)
_OUTLINE: Select[Any] = select(*(schedule.c[name] for name in Outline._fields))
_FAR_AHEAD = _WHOLE.where(_IS_FAR_AHEAD).limit(bindparam("most_")).with_for_update(skip_locked=True)
_PLANNED_AS = select(occurrence.c.post, occurrence.c.day).where(
    (occurrence.c.tenant == bindparam("tenant_"))
    & (occurrence.c.schedule == bindparam("number_"))
    & (occurrence.c.day >= bindparam("since_"))
)
_EXPIRE = delete(occurrence).where(occurrence.c.day < bindparam("before_"))

misplaced = Misplaced(schedule)
"""Finds and corrects schedules with a wrong platform, which would never be planned."""


def take_back(transaction: Transaction, tenant: str, number: int, day: date) -> None:
    """Forget that a local date of a schedule has been planned or skipped.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the schedule's number.
        day: the date.
    """
    transaction.change(_TAKE_BACK, {"tenant_": tenant, "number_": number, "day_": str(day)})


def is_any_due(transaction: Transaction, platforms: Collection[str], at: datetime) -> bool:
    """Return whether any schedule of the platforms is due.

    Args:
        transaction: the transaction to read in.
        platforms: the platforms' names.
        at: now, in UTC.
    """
    now = to_milliseconds(at)  # one query for each platform, so that the index is used
    return any(transaction.rows(_ANY_DUE, {"on_": platform, "now_": now}) for platform in platforms)


def tenants_due(transaction: Transaction, platform: str, kinds: Sequence[str], at: datetime) -> tuple[str, ...]:
    """Return the tenants that have due schedules of some kinds.

    Args:
        transaction: the transaction to read in.
        platform: the platform's name.
        kinds: the kinds.
        at: now, in UTC.
    """
    values: QueryValues = {"on_": platform, "now_": to_milliseconds(at), "only_": list(kinds)}
    return tuple(tenant for (tenant,) in transaction.rows(_TENANTS_DUE, values))


def find_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Schedule]:
    """Return due schedules, without locking them.

    Args:
        transaction: the transaction to read in.
        selection: the filter.
        at: now, in UTC.
    """
    rows = transaction.rows(_due(_WHOLE, _shape(selection)), _chosen(selection, at))
    return [schedule_of(row) for row in rows]


def outline_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Outline]:
    """Lock due schedules as take_due does, but return only outlines, which can be read even if the rest can't.

    Args:
        transaction: the transaction to write in.
        selection: the filter.
        at: now, in UTC.
    """
    query = _due(_OUTLINE, _shape(selection), take=True)
    return [Outline(*row) for row in transaction.rows(query, _chosen(selection, at))]


def take_due(transaction: Transaction, selection: Selection, at: datetime) -> list[Schedule]:
    """Lock and return due schedules, without those that another process has locked.

    Args:
        transaction: the transaction to write in, which holds the locks until it ends.
        selection: the filter.
        at: now, in UTC.
    """
    rows = transaction.rows(_due(_WHOLE, _shape(selection), take=True), _chosen(selection, at))
    return [schedule_of(row) for row in rows]


def far_ahead(transaction: Transaction, platform: str, now: datetime, after: datetime, most: int) -> list[Schedule]:
    """Lock and return schedules that have started, and whose next post is far ahead.

    Args:
        transaction: the transaction to read in.
        platform: the platform's name.
        now: now, in UTC.
        after: how far ahead, in UTC.
        most: the maximum number of schedules.
    """
    values: QueryValues = {
        "on_": platform,
        "after_": to_milliseconds(after),
        "today_": str(now.date()),
        "most_": most,
    }
    return readable("schedule", transaction.rows(_FAR_AHEAD, values), schedule_of)


def mark_planned(transaction: Transaction, planned: Sequence[Planned]) -> set[Planned]:
    """Mark local dates as planned; return those that weren't before."""
    if not planned:
        return set()
    rows: list[Values] = [
        {"tenant": each.tenant, "schedule": each.schedule, "day": str(each.day), "post": each.post}
        for each in planned
    ]
    return {each for each, is_new in zip(planned, transaction.add_each(occurrence, rows), strict=True) if is_new}


def planned_days(transaction: Transaction, tenant: str, number: int, since: date) -> set[date]:
    """Return the local dates of a schedule that have been planned or skipped.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
        since: the first date to include.
    """
    return {*planned_as(transaction, tenant, number, since).values()}


def put_off(transaction: Transaction, one: Outline, at: datetime) -> None:
    """Make a schedule due at a later moment; the local date of its post stays the same.

    Args:
        transaction: the transaction to write in.
        one: the schedule.
        at: the moment, in UTC.
    """
    transaction.change(_PUT_OFF, {"tenant_": one.tenant, "number_": one.number, "at_": to_milliseconds(at)})


def advance(transaction: Transaction, steps: Sequence[NextRun]) -> None:
    """Set the next day of schedules; those without one end."""
    rows: list[Values] = [
        {
            "tenant_": step.tenant,
            "number_": step.number,
            "day_": None if step.day is None else str(step.day),
            "at_": maybe_milliseconds(step.at),
            "state_": ScheduleState.ENDED if step.at is None else ScheduleState.ACTIVE,
        }
        for step in steps
    ]
    if rows:
        transaction.change_each(_ADVANCE, rows)


def planned_as(transaction: Transaction, tenant: str, number: int, since: date) -> dict[str, date]:
    """Return the local dates of a schedule that have been planned or skipped, by the key of the post.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
        since: the first date to include.
    """
    rows = transaction.rows(_PLANNED_AS, {"tenant_": tenant, "number_": number, "since_": str(since)})
    return {post: date.fromisoformat(day) for post, day in rows}


def overdue_since(transaction: Transaction, platform: str, at: datetime) -> datetime | None:
    """Return when the longest overdue schedule became due; None if none is due.

    Args:
        transaction: the transaction to read in.
        platform: the platform's name.
        at: now, in UTC.
    """
    [(first,)] = transaction.rows(_FIRST_DUE, {"on_": platform, "now_": to_milliseconds(at)})
    return maybe_moment(first)


def expire(transaction: Transaction, before: date) -> None:
    """Delete the planned dates before a date: schedules never go back."""
    transaction.change(_EXPIRE, {"before_": str(before)})


@cache
def _due(columns: Select[Any], shape: frozenset[str], *, take: bool = False) -> Select[Any]:
    query = columns.where(_IS_LOST if "lost" in shape else _IS_DUE)
    query = query.order_by(schedule.c.next_run_at).limit(bindparam("most_"))
    for name, condition in _NARROWED.items():
        query = query.where(condition) if name in shape else query
    return query.with_for_update(skip_locked=True) if take else query  # no effect on SQLite, with its single writer


_NARROWED: dict[str, ColumnElement[bool]] = {
    "only": schedule.c.kind.in_(bindparam("only_", expanding=True)),
    "but": schedule.c.kind.not_in(bindparam("but_", expanding=True)),
    "without": schedule.c.tenant.not_in(bindparam("without_", expanding=True)),
    "schedule": THIS,
}


def _shape(selection: Selection) -> frozenset[str]:
    """Return the names of the conditions that a selection adds to the statement."""
    has = {
        "only": bool(selection.only),
        "but": bool(selection.but),
        "without": bool(selection.without),
        "schedule": selection.schedule is not None,
        "lost": selection.are_lost,
    }
    return frozenset(name for name, narrows in has.items() if narrows)


def _chosen(selection: Selection, at: datetime) -> QueryValues:
    values: dict[str, Any] = {"on_": selection.platform, "most_": selection.most}
    values |= {} if selection.are_lost else {"now_": to_milliseconds(at - selection.overdue)}
    for name in ("only", "but", "without"):
        values |= {f"{name}_": list(chosen)} if (chosen := getattr(selection, name)) else {}
    one = selection.schedule
    return values if one is None else values | {"tenant_": one.tenant, "number_": one.number}
