"""The schema version recorded in a database: the revision of its tables, and which versions can use them."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, text

VERSION_TABLE = "alembic_version"
"""Alembic's table with the revision, in which Versed also stores the oldest compatible revision."""


_IS_THERE = {
    "postgresql": "SELECT count(to_regclass(:name))",
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = :name",
}
"""Queries for whether a table exists; SQLAlchemy's inspection takes longer than everything else when opening one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The schema version recorded in a database.

    Args:
        revision: the revision of its tables; None if there are none, or they aren't Versed's.
        oldest: the revision of the oldest version that can use them; None if they're too old to record it.
    """

    revision: str | None
    oldest: str | None = None


def stamp_of(connection: Connection) -> Stamp:
    """Return the schema version recorded in a database."""
    if not connection.scalar(text(_IS_THERE[connection.dialect.name]), {"name": VERSION_TABLE}):
        return Stamp(None)
    row = connection.execute(text(f"SELECT * FROM {VERSION_TABLE}")).first()  # noqa: S608 (a name of ours)
    return Stamp(*row) if row else Stamp(None)


def stamp_in_file(connection: sqlite3.Connection) -> Stamp:
    """Return the schema version recorded in a SQLite file.

    Args:
        connection: a connection of the sqlite3 module, without SQLAlchemy.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [VERSION_TABLE]).fetchone():
        return Stamp(None)
    row = connection.execute(f"SELECT * FROM {VERSION_TABLE}").fetchone()  # noqa: S608 (a name of ours)
    return Stamp(*row) if row else Stamp(None)


def stamp_in_dump(line: bytes) -> Stamp:
    r"""Return the schema version in a row of VERSION_TABLE, as pg_restore prints it.

    Args:
        line: the columns, separated by tabs, with \N for NULL.
    """
    return Stamp(*(None if each == r"\N" else each for each in line.decode().rstrip("\n").split("\t")))
