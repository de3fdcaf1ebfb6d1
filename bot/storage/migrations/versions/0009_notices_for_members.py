"""Notices for single members."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column, and an index to find the notices that a member hasn't been told yet."""
    op.add_column("notice", sa.Column("member", sa.Text, nullable=False, server_default=""))
    untold = sa.text("member != '' AND told IS NULL")
    op.create_index("ix_notice_personal", "notice", ["at"], sqlite_where=untold, postgresql_where=untold)
