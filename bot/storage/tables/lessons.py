"""Tips as a channel saw them, what each member has looked at, and what wasn't found."""

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

# What was asked for and didn't get in a month: under a keyed hash, and in words once five people have asked.
missing = Table(
    "missing",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    # Of each who asked two hexadecimal digits, which some others have as well.
    Column("marks", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What those hashes are made with; it goes with its month, and nobody can tell any more what they were made of.
missing_key = Table(
    "missing_key",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
)
