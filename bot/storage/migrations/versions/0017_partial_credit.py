"""How much of an answer is right, in percent. Where that isn't kept, it's all of it if the answer was right."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column wherever answers are kept; who doesn't know it may go on writing without."""
    for table in ("answer", "game_answer", "challenge_turn"):
        op.add_column(table, sa.Column("credit", sa.Integer))
