"""What members say about packs."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "feedback",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.Text),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_at", "feedback", ["tenant", "at"])
    op.create_index("ix_feedback_member", "feedback", ["tenant", "member", "at"])
