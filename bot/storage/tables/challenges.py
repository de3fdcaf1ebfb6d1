"""Challenges and the questions that channels are asked, with their results."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

# A challenge is open in its place until it's closed; a schedule of its own then posts the results.
challenge = Table(
    "challenge",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("schedule", Integer, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("closed", BigInteger),
    # The schedule that asks it as a question of its channel; 0 for a challenge.
    Column("series", Integer, nullable=False, server_default="0"),
    # The schedule that reminds people before it closes; 0 if none does.
    Column("nudge", Integer, nullable=False, server_default="0"),
)
Index("ix_challenge_series", challenge.c.tenant, challenge.c.series, challenge.c.opened)
Index("ix_challenge_schedule", challenge.c.tenant, challenge.c.schedule)
# One open challenge at a time in a place.
Index(
    "ix_challenge_open",
    challenge.c.tenant,
    challenge.c.place,
    unique=True,
    sqlite_where=challenge.c.closed.is_(None) & (challenge.c.series == 0),
    postgresql_where=challenge.c.closed.is_(None) & (challenge.c.series == 0),
)

# Who opened a challenge by hand, and so may close it.
challenge_opener = Table(
    "challenge_opener",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("name", Text, nullable=False),
)

challenge_player = Table(
    "challenge_player",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# A question that was shown to a member, and their answer once they've given it.
challenge_turn = Table(
    "challenge_turn",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("shown", BigInteger, nullable=False),
    Column("given", Text),
    Column("correct", Boolean),
    Column("at", BigInteger),
    # The time limit, if the member has more time than others; NULL for the challenge's.
    Column("seconds", Integer),
    Column("credit", Integer),
)

# How often a channel has been asked a question, and the results of the last time.
question_asked = Table(
    "question_asked",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
