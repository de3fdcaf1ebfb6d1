"""Challenges, members' turns in them, and seasons."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of challenges and seasons."""
    op.create_table(
        "challenge",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("place_name", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("schedule", sa.Integer, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_challenge"),
    )
    op.create_index("ix_challenge_schedule", "challenge", ["tenant", "schedule"])
    op.create_index(
        "ix_challenge_open",
        "challenge",
        ["tenant", "place"],
        unique=True,
        sqlite_where=sa.text("closed IS NULL"),
        postgresql_where=sa.text("closed IS NULL"),
    )
    op.create_table(
        "challenge_player",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "challenge", "member", name="pk_challenge_player"),
    )
    op.create_table(
        "challenge_turn",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("shown", sa.BigInteger, nullable=False),
        sa.Column("given", sa.Text),
        sa.Column("correct", sa.Boolean),
        sa.Column("at", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "challenge", "member", "position", name="pk_challenge_turn"),
    )
    op.create_table(
        "season",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("place_name", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("opens", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("opening", sa.Integer, nullable=False),
        sa.Column("closing", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_season"),
    )
    op.create_index("ix_season_name", "season", ["tenant", "folded"], unique=True)
