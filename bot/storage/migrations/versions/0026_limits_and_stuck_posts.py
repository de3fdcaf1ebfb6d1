"""Limits for single tenants, and an index to find the posts that won't be retried."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and an index."""
    op.create_table(
        "pack_quota",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("packs", sa.Integer),
        sa.Column("items", sa.Integer),
        sa.Column("megabytes", sa.Integer),
        sa.PrimaryKeyConstraint("tenant", name="pk_pack_quota"),
    )
    stuck = sa.text("state IN ('failed', 'unknown')")
    op.create_index("ix_outbox_stuck", "outbox", ["ended"], sqlite_where=stuck, postgresql_where=stuck)
