"""Schedules, their occurrences, the outbox, and what members say about tips."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "schedule",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("place_name", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("ends", sa.Text),
        sa.Column("late", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("next_day", sa.Text),
        sa.Column("next_run_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_schedule"),
    )
    op.create_table(
        "occurrence",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("schedule", sa.Integer, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "schedule", "day", name="pk_occurrence"),
    )
    op.create_table(
        "outbox",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("schedule", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("late_note", sa.Text, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("next_try", sa.BigInteger),
        sa.Column("first_send", sa.BigInteger),
        sa.Column("last_send", sa.BigInteger),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_outbox"),
    )
    op.create_table(
        "tip_feedback",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("tip", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("known", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "pack", "tip", "member", name="pk_tip_feedback"),
    )
    op.create_index("ix_schedule_next_run_at", "schedule", ["platform", "next_run_at"])
    op.create_index("ix_outbox_next_try", "outbox", ["platform", "next_try"])
    op.create_index("ix_outbox_schedule", "outbox", ["tenant", "schedule", "due"])
    op.create_index("ix_outbox_ended", "outbox", ["ended"])
