"""Games, their logs and results, and teams that last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "game",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("invitation", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_game"),
    )
    op.create_index("ix_game_invitation", "game", ["invitation"])
    op.create_index(
        "ix_game_running",
        "game",
        ["lease_until"],
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "game_event",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("game", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "game", "number", name="pk_game_event"),
    )
    op.create_table(
        "game_answer",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("game", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "game", "position", "member", name="pk_game_answer"),
    )
    op.create_table(
        "game_venue",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("game", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("home", sa.Text, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "game", "place", name="pk_game_venue"),
    )
    op.create_index(
        "ix_game_venue_busy",
        "game_venue",
        ["tenant", "place"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "game_board",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("game", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "game", "place", "board", name="pk_game_board"),
    )
    op.create_table(
        "game_result",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("game", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("correct", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "game", "member", "topic", name="pk_game_result"),
    )
    op.create_index("ix_game_result_tenant_at", "game_result", ["tenant", "at"])
    op.create_table(
        "team",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_team"),
    )
    op.create_index("ix_team_name", "team", ["tenant", "folded"], unique=True)
    op.create_table(
        "team_member",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", name="pk_team_member"),
    )
