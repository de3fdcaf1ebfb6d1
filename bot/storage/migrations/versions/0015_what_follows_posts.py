"""What follows a post once it has arrived: something said under it, and pins."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what tells a follow-up from a post of its own, and what it follows."""
    op.add_column("outbox", sa.Column("act", sa.Text, nullable=False, server_default="post"))
    op.add_column("outbox", sa.Column("under", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("thread", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.false()))
