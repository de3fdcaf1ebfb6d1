"""What the last import into a pack wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "pack_import",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("wrote", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "pack", name="pk_pack_import"),
    )
