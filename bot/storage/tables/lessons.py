"""Tips that channels saw, items that members have looked at, and questions that packs had no answer to."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from bot.storage.tables.shared import metadata

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

tip_feedback = Table(
    "tip_feedback",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("known", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What people asked for in a month and didn't get: under a keyed hash, and in words once five people have asked.
missing = Table(
    "missing",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    # Two hexadecimal digits for each person who asked, so few that several people share them.
    Column("marks", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# The key of those hashes; it's deleted with its month, so that nobody can trace the hashes back any more.
missing_key = Table(
    "missing_key",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
)
