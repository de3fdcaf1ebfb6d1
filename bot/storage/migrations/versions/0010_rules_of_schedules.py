"""The days of a schedule as data; until now they were stored as words only.

The words stay, because replicas of the previous version use them until the last one is gone. Where the words can't be
parsed, there's no data, and the planner sets such a schedule aside.
"""

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = {"every day": range(7), "every weekday": range(5)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_EVERY = re.compile(r"every ([1-9][0-9]*) days")
_OF_MONTH = re.compile(r"every (first|second|third|fourth|last) ([A-Z][a-z]+) of the month")


def upgrade() -> None:
    """Add a column and fill it from the words, parsing each distinct value once."""
    op.add_column("schedule", sa.Column("rule", sa.Text))
    schedule = sa.table("schedule", sa.column("days", sa.Text), sa.column("rule", sa.Text))
    connection = op.get_bind()
    for words in connection.execute(sa.select(schedule.c.days).distinct()).scalars().all():
        data = _data(words)
        if data is not None:
            rule = json.dumps(data, separators=(",", ":"))
            connection.execute(sa.update(schedule).where(schedule.c.days == words).values(rule=rule))


def _data(words: str) -> dict[str, object] | None:
    """Return the days that the words describe, as data; None if they can't be parsed."""
    if words in _NAMED:
        return {"weekdays": list(_NAMED[words])}
    if every := _EVERY.fullmatch(words):
        return {"every": int(every[1])}
    if (month := _OF_MONTH.fullmatch(words)) and month[2] in _WEEKDAYS:
        return {"month": {"ordinal": _ORDINALS[month[1]], "weekday": _WEEKDAYS.index(month[2])}}
    listed = words.replace(" and ", ", ").split(", ")
    if all(each in _WEEKDAYS for each in listed):
        return {"weekdays": sorted({_WEEKDAYS.index(each) for each in listed})}
    return None
