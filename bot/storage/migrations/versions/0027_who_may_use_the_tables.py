"""The oldest version that may use the tables, so that one that's older than they are knows whether it may."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to the table that has the revision itself."""
    op.add_column("alembic_version", sa.Column("oldest", sa.Text))
