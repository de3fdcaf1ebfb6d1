"""Questions that a schedule asks a channel, who opened a challenge, and teams that can be restored."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
oldest = "0012"  # an older version would take a channel's question for its challenge


def upgrade() -> None:
    """Add columns that tell a channel's question from a challenge, and tables for openers and questions asked."""
    op.add_column("challenge", sa.Column("series", sa.Integer, nullable=False, server_default="0"))
    op.add_column("challenge", sa.Column("nudge", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_challenge_series", "challenge", ["tenant", "series", "opened"])
    op.drop_index("ix_challenge_open", "challenge")
    one = sa.text("closed IS NULL AND series = 0")
    op.create_index(
        "ix_challenge_open", "challenge", ["tenant", "place"], unique=True, sqlite_where=one, postgresql_where=one
    )
    op.create_table(
        "challenge_opener",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "challenge", name="pk_challenge_opener"),
    )
    op.create_table(
        "question_asked",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("correct", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "place", "pack", "question", name="pk_question_asked"),
    )
    op.add_column("team", sa.Column("removed", sa.BigInteger))
