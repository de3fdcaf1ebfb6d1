"""Converts schedules to and from rows of their table."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam

from bot.features.scheduling import rules
from bot.features.scheduling.model import Schedule, ScheduleState, Stop, UnknownDays
from bot.features.scheduling.wording import write_days
from bot.runtime.bulkhead import readable
from bot.storage.tables import schedule
from bot.storage.times import from_milliseconds, maybe_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Row, Transaction, Values

COLUMNS = tuple(column.name for column in schedule.columns)
"""The names of all columns, in order."""
OF_TENANT: ColumnElement[bool] = schedule.c.tenant == bindparam("tenant_")
THIS = OF_TENANT & (schedule.c.number == bindparam("number_"))


def read_each(transaction: Transaction, statement: Select[Any], values: QueryValues) -> list[Schedule]:
    """Return the schedules that a statement finds, without those that can't be read.

    Args:
        transaction: the transaction to read in.
        statement: a statement that selects whole rows.
        values: the values of its bind parameters.
    """
    return readable("schedule", transaction.rows(statement, values), schedule_of)


def values_of(one: Schedule) -> Values:
    """Return a schedule as a row."""
    return {
        **{name: getattr(one, name) for name in COLUMNS if name != "rule" and not name.startswith("stopped")},
        "stopped_by": one.stop.member if one.stop else "",
        "stopped_name": one.stop.name if one.stop else "",
        "stopped_at": to_milliseconds(one.stop.at) if one.stop else None,
        "days": write_days(one.days),  # for replicas of the previous version, which don't read the rule
        "rule": None if isinstance(one.days, UnknownDays) else rules.dump(one.days),
        "starts": str(one.starts),
        "ends": None if one.ends is None else str(one.ends),
        "next_day": None if one.next_day is None else str(one.next_day),
        "next_run_at": maybe_milliseconds(one.next_run_at),
    }


def schedule_of(row: Row) -> Schedule:
    """Return a whole row as a schedule."""
    fields: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    rule, by, name, stopped = (fields.pop(each) for each in ("rule", "stopped_by", "stopped_name", "stopped_at"))
    run = fields["next_run_at"]
    return Schedule(
        **fields
        | {
            "stop": Stop(by, name, from_milliseconds(stopped)) if by else None,
            "days": rules.days_of(rule, fields["days"]),
            "state": ScheduleState(fields["state"]),
            "starts": date.fromisoformat(fields["starts"]),
            "ends": None if fields["ends"] is None else date.fromisoformat(fields["ends"]),
            "next_day": None if fields["next_day"] is None else date.fromisoformat(fields["next_day"]),
            # Treat negative times as 1970, as such a schedule is due, too.
            "next_run_at": None if run is None else from_milliseconds(max(0, run)),
        }
    )
