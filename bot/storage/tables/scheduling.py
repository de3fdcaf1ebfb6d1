"""Schedules, and the dates that have been planned or skipped."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import PRIVATE, metadata

# Members' own schedules and Versed's have negative numbers, so that administrators' schedules are numbered from 1
# without gaps.
schedule = Table(
    "schedule",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text),
    Column("late", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("next_day", Text),
    Column("next_run_at", BigInteger),
    Column("options", Text, nullable=False, server_default="{}"),
    Column("course", Integer, nullable=False, server_default="0"),
    Column("notify", Text, nullable=False, server_default=""),
    Column("member", Text, nullable=False, server_default=""),
    # The days as data; replicas of the previous version only know the words in `days`.
    Column("rule", Text),
    # Who paused it.
    Column("stopped_by", Text, nullable=False, server_default=""),
    Column("stopped_name", Text, nullable=False, server_default=""),
    Column("stopped_at", BigInteger),
)
# Finds the schedules that are due without scanning the others; inactive ones have no next_run_at.
Index("ix_schedule_next_run_at", schedule.c.platform, schedule.c.next_run_at)
Index("ix_schedule_member", schedule.c.tenant, schedule.c.member, sqlite_where=PRIVATE, postgresql_where=PRIVATE)

occurrence = Table(
    "occurrence",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("schedule", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),
    Column("post", Text, nullable=False),
)
# For deleting old days once an hour without a full scan.
Index("ix_occurrence_day", occurrence.c.day)
