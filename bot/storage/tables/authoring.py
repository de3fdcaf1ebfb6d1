"""What members say about packs: that something's wrong, and what they suggest."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from bot.storage.tables.shared import metadata

feedback = Table(
    "feedback",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    # kind:id of what it's about.
    Column("part", Text, nullable=False),
    # What the member had answered, in words; "" if nothing was asked.
    Column("given", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # What editors said to it; nothing while it's open.
    Column("verdict", Text),
)
Index("ix_feedback_at", feedback.c.tenant, feedback.c.at)
Index("ix_feedback_member", feedback.c.tenant, feedback.c.member, feedback.c.at)

suggestion = Table(
    "suggestion",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    # The tenant's own pack that it's for; "" if there was none.
    Column("pack", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # What was filled in, by the name of the field, as JSON.
    Column("fields", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # What editors said to it; nothing while it's open.
    Column("verdict", Text),
)
Index("ix_suggestion_at", suggestion.c.tenant, suggestion.c.at)
Index("ix_suggestion_member", suggestion.c.tenant, suggestion.c.member, suggestion.c.at)
