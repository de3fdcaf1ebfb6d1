"""Members' feedback on packs: problem reports and suggestions."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from bot.storage.tables.shared import metadata

feedback = Table(
    "feedback",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    # What it's about, as kind:id.
    Column("part", Text, nullable=False),
    # The member's answer to the question that it's about, in words; "" if there was none.
    Column("given", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The editors' decision; NULL while it's open.
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
    # The tenant's pack that it's for; "" if there was none.
    Column("pack", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # The contents of the form by field name, as JSON.
    Column("fields", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The editors' decision; NULL while it's open.
    Column("verdict", Text),
)
Index("ix_suggestion_at", suggestion.c.tenant, suggestion.c.at)
Index("ix_suggestion_member", suggestion.c.tenant, suggestion.c.member, suggestion.c.at)
