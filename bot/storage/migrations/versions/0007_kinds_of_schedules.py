"""More kinds of schedules: with options, with someone to notify, of a single member, and of a course."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and an index to find a member's own schedules and posts."""
    op.add_column("schedule", sa.Column("options", sa.Text, nullable=False, server_default="{}"))
    op.add_column("schedule", sa.Column("course", sa.Integer, nullable=False, server_default="0"))
    for table in ("schedule", "outbox"):
        for name in ("notify", "member"):
            op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
        op.create_index(
            f"ix_{table}_member",
            table,
            ["tenant", "member"],
            sqlite_where=sa.text("member <> ''"),
            postgresql_where=sa.text("member <> ''"),
        )
