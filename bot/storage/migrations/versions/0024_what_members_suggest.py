"""What members suggest for packs."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "suggestion",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.Text),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_suggestion"),
    )
    op.create_index("ix_suggestion_at", "suggestion", ["tenant", "at"])
    op.create_index("ix_suggestion_member", "suggestion", ["tenant", "member", "at"])
