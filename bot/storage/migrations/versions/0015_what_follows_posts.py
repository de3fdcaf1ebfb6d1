"""Follow-ups to a post once it has arrived: replies under it, and pinning it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that tell a follow-up from a post, and say which post it follows."""
    op.add_column("outbox", sa.Column("act", sa.Text, nullable=False, server_default="post"))
    op.add_column("outbox", sa.Column("under", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("thread", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.false()))
