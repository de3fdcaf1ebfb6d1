"""The tables. Every primary key begins with the tenant, so that nothing is ever read across tenants by mistake.

Times are whole milliseconds since 1970 in UTC, because SQLite would lose a zone. A change here needs a revision in
migrations/versions, and HEAD in migrate.py.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

answer = Table(
    "answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("quiz", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
# Holds all that a member's progress and missed questions are read from, so that the rows themselves stay unread.
Index(
    "ix_answer_member",
    *(answer.c[name] for name in ("tenant", "member", "pack", "topic", "correct", "question", "at")),
)

quiz = Table(
    "quiz",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

tip_shown = Table(
    "tip_shown",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

place = Table(
    "place",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

once = Table(
    "once",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index("ix_once_at", once.c.at)

notice = Table(
    "notice",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told", BigInteger),
)

# A game belongs to the tenant where it was started; what its members do belongs to the tenant of each.
game = Table(
    "game",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("invitation", Text),
    Column("at", BigInteger, nullable=False),
    Column("ended", BigInteger),
)
Index(
    "ix_game_running",
    game.c.lease_until,
    sqlite_where=game.c.ended.is_(None),
    postgresql_where=game.c.ended.is_(None),
)
Index("ix_game_invitation", game.c.invitation)

game_event = Table(
    "game_event",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, nullable=False),
)

game_answer = Table(
    "game_answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("given", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)

game_venue = Table(
    "game_venue",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("home", Text, nullable=False),
    Column("ended", BigInteger),
)
# One game at a time in a place.
Index(
    "ix_game_venue_busy",
    game_venue.c.tenant,
    game_venue.c.place,
    unique=True,
    sqlite_where=game_venue.c.ended.is_(None),
    postgresql_where=game_venue.c.ended.is_(None),
)

game_board = Table(
    "game_board",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("board", Text, primary_key=True),
    Column("ref", Text, nullable=False),
)

game_result = Table(
    "game_result",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_game_result_tenant_at", game_result.c.tenant, game_result.c.at)

team = Table(
    "team",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_team_name", team.c.tenant, team.c.folded, unique=True)

team_member = Table(
    "team_member",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
