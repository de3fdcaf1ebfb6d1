"""Who paused a schedule and when, to be shown on its page."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three columns."""
    op.add_column("schedule", sa.Column("stopped_by", sa.Text, nullable=False, server_default=""))
    op.add_column("schedule", sa.Column("stopped_name", sa.Text, nullable=False, server_default=""))
    op.add_column("schedule", sa.Column("stopped_at", sa.BigInteger))
