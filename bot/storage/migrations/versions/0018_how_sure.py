"""How sure someone was of their answers in a quiz."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column."""
    op.add_column("quiz", sa.Column("sure", sa.Text))
