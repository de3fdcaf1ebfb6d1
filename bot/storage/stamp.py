"""What a database says of its own tables: of which revision they are, and which versions may use them."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, text

VERSION_TABLE = "alembic_version"
"""Alembic's table with the revision, in which Versed keeps the oldest that may use it as well."""


_IS_THERE = {
    "postgresql": "SELECT count(to_regclass(:name))",
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = :name",
}
"""Whether there's a table; SQLAlchemy's inspection would take longer than all else that opening a database does."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a database says of its own tables.

    Args:
        revision: of them; None if they aren't Versed's, or there are none.
        oldest: the revision of the oldest version that may use them; None if they're from before that was kept.
    """

    revision: str | None
    oldest: str | None = None


def stamp_of(connection: Connection) -> Stamp:
    """Return what a database says of its tables."""
    if not connection.scalar(text(_IS_THERE[connection.dialect.name]), {"name": VERSION_TABLE}):
        return Stamp(None)
    row = connection.execute(text(f"SELECT * FROM {VERSION_TABLE}")).first()  # noqa: S608 (a name of ours)
    return Stamp(*row) if row else Stamp(None)


def stamp_in_file(connection: sqlite3.Connection) -> Stamp:
    """Return what a SQLite file says of its tables.

    Args:
        connection: to the file, without SQLAlchemy.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [VERSION_TABLE]).fetchone():
        return Stamp(None)
    row = connection.execute(f"SELECT * FROM {VERSION_TABLE}").fetchone()  # noqa: S608 (a name of ours)
    return Stamp(*row) if row else Stamp(None)


def stamp_in_dump(line: bytes) -> Stamp:
    r"""Return what a row of VERSION_TABLE says, as pg_restore prints it.

    Args:
        line: its columns with tabs between them, and \N for what isn't there.
    """
    return Stamp(*(None if each == r"\N" else each for each in line.decode().rstrip("\n").split("\t")))
