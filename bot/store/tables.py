"""The tables. Every primary key begins with the tenant, so that nothing is ever read across tenants by mistake.

Times are whole milliseconds since 1970 in UTC, because SQLite would lose a zone. A change here needs a revision in
migrations/versions, and HEAD in migrate.py.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
)

answer = Table(
    "answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("quiz", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
# Holds all that a member's progress and missed questions are read from, so that the rows themselves stay unread.
Index(
    "ix_answer_member",
    *(answer.c[name] for name in ("tenant", "member", "pack", "topic", "correct", "question", "at")),
)

quiz = Table(
    "quiz",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

tip_shown = Table(
    "tip_shown",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

place = Table(
    "place",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

once = Table(
    "once",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index("ix_once_at", once.c.at)

notice = Table(
    "notice",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told", BigInteger),
)

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
)
# What is due is found without looking at any other schedule; those that are not active have no next_run_at.
Index("ix_schedule_next_run_at", schedule.c.platform, schedule.c.next_run_at)

occurrence = Table(
    "occurrence",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("schedule", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),
    Column("post", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("schedule", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("late_note", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("next_try", BigInteger),
    Column("first_send", BigInteger),
    Column("last_send", BigInteger),
    Column("ref", Text, nullable=False),
    Column("ended", BigInteger),
)
# What has ended has no next_try.
Index("ix_outbox_next_try", outbox.c.platform, outbox.c.next_try)
Index("ix_outbox_schedule", outbox.c.tenant, outbox.c.schedule, outbox.c.due)
Index("ix_outbox_ended", outbox.c.ended)

tip_feedback = Table(
    "tip_feedback",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("known", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)
