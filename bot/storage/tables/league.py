"""Seasons, each from one date to another."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

season = Table(
    "season",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("opens", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("opening", Integer, nullable=False),
    Column("closing", Integer, nullable=False),
)
Index("ix_season_name", season.c.tenant, season.c.folded, unique=True)
