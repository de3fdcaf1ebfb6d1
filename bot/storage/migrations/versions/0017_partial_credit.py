"""How much of an answer is right, in percent; NULL means all of it if the answer was right, else nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a nullable column to each table of answers; older versions can keep writing without it."""
    for table in ("answer", "game_answer", "challenge_turn"):
        op.add_column(table, sa.Column("credit", sa.Integer))
