"""Members who ask to edit packs, beside those who may."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; who is an editor already stays one."""
    op.add_column("pack_editor", sa.Column("granted", sa.Boolean, nullable=False, server_default=sa.true()))
