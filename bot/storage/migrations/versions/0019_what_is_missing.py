"""What people ask for that a pack doesn't have."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "missing",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "pack", "question", "kind", "month", name="pk_missing"),
    )
    op.create_table(
        "missing_key",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "month", name="pk_missing_key"),
    )
