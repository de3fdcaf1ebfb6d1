"""Flashcards: decks, cards, and their ratings.

A learner's cards are stored under one of their linked selves, the home; each review under the self that gave it, so
that one self can be erased without the others. Without row ids, a review changes three pages fewer in a SQLite file,
and rows written in one transaction are stored together.
"""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

deck = Table(
    "deck",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("topic", Text, nullable=False),
    sqlite_with_rowid=False,
)

card = Table(
    "card",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("card", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("queue", Integer, nullable=False),
    Column("wake", BigInteger, nullable=False),
    Column("suspended", Integer, nullable=False),
    Column("buried", BigInteger, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("phase", Integer, nullable=False),
    Column("step", Integer),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("due", BigInteger),
    Column("last", BigInteger),
    Column("lapses", Integer, nullable=False),
    Column("before", Text),
    sqlite_with_rowid=False,
)
Index("ix_card_queue", *(card.c[name] for name in ("tenant", "member", "pack", "queue", "wake", "topic")))

review = Table(
    "review",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("card", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rating", Integer, nullable=False),
    Column("phase", Integer, nullable=False),
    Column("interval", BigInteger, nullable=False),
    Column("undid", BigInteger),
    sqlite_with_rowid=False,
)
