"""Live games: their logs, the replicas that hold them, the places that show them, and their results."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

# A game belongs to the tenant where it was started; each member's actions belong to that member's tenant.
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
    Column("credit", Integer),
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
# At most one game at a time in a place.
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
