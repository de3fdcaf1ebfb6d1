"""Posts, from when they're due until they've arrived."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, false, text

from bot.storage.tables.shared import PRIVATE, metadata

STUCK = text("state IN ('failed', 'unknown')")
"""Posts that won't be retried. Queries must use exactly this text, or the databases won't use its partial index."""

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
    Column("notify", Text, nullable=False, server_default=""),
    Column("member", Text, nullable=False, server_default=""),
    Column("act", Text, nullable=False, server_default="post"),
    Column("under", Text, nullable=False, server_default=""),
    Column("thread", Text, nullable=False, server_default=""),
    Column("leads", Boolean, nullable=False, server_default=false()),
)
# Posts that have ended have no next_try, nor do follow-ups to a post that hasn't arrived yet.
Index("ix_outbox_next_try", outbox.c.platform, outbox.c.next_try)
Index("ix_outbox_schedule", outbox.c.tenant, outbox.c.schedule, outbox.c.due)
Index("ix_outbox_ended", outbox.c.ended)
Index("ix_outbox_member", outbox.c.tenant, outbox.c.member, sqlite_where=PRIVATE, postgresql_where=PRIVATE)
Index("ix_outbox_stuck", outbox.c.ended, sqlite_where=STUCK, postgresql_where=STUCK)
