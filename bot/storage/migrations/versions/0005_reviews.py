"""Reviews: learners and their selves, decks, cards and the log of reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and an index for reports."""
    op.create_index("ix_answer_question", "answer", ["tenant", "pack", "question", "at", "member", "correct"])
    op.create_table(
        "learner",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("home_tenant", sa.Text, nullable=False),
        sa.Column("home_member", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", name="pk_learner"),
    )
    op.create_index("ix_learner_home", "learner", ["home_tenant", "home_member"])
    op.create_table(
        "link_code",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", name="pk_link_code"),
    )
    op.create_index("ix_link_code_code", "link_code", ["code"])
    op.create_table(
        "deck",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "pack", name="pk_deck"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "card",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("queue", sa.Integer, nullable=False),
        sa.Column("wake", sa.BigInteger, nullable=False),
        sa.Column("suspended", sa.Integer, nullable=False),
        sa.Column("buried", sa.BigInteger, nullable=False),
        sa.Column("reps", sa.Integer, nullable=False),
        sa.Column("phase", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("stability", sa.Float),
        sa.Column("difficulty", sa.Float),
        sa.Column("due", sa.BigInteger),
        sa.Column("last", sa.BigInteger),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.PrimaryKeyConstraint("tenant", "member", "pack", "card", name="pk_card"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_card_queue", "card", ["tenant", "member", "pack", "queue", "wake", "topic"])
    op.create_table(
        "review",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("phase", sa.Integer, nullable=False),
        sa.Column("interval", sa.BigInteger, nullable=False),
        sa.Column("undid", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "member", "at", "pack", "card", "number", name="pk_review"),
        sqlite_with_rowid=False,
    )
