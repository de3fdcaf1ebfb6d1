"""Lasting teams, which exist beyond a single game."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from bot.storage.tables.shared import metadata

team = Table(
    "team",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # When it was removed; for a while, it can be restored with its members.
    Column("removed", BigInteger),
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
