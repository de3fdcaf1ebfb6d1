"""Members who have asked for the right to edit packs, next to those who have it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; existing editors keep their rights."""
    op.add_column("pack_editor", sa.Column("granted", sa.Boolean, nullable=False, server_default=sa.true()))
