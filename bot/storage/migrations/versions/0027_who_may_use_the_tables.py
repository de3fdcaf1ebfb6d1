"""The oldest version that may use the tables, so that a version older than the tables knows whether it can."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to Alembic's version table."""
    op.add_column("alembic_version", sa.Column("oldest", sa.Text))
