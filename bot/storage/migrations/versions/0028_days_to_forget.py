"""An index to find the schedules' past days that can be deleted."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index."""
    op.create_index("ix_occurrence_day", "occurrence", ["day"])
