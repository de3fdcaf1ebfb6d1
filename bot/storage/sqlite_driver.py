"""aiosqlite with one trip to its thread for each statement.

SQLAlchemy opens a cursor, executes, fetches and closes; aiosqlite sends each of these to its thread, and the trips
take longer than what most statements do. Here a cursor costs nothing until it executes, and then fetches all rows.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite

from bot.storage.sqlite_file import address


class Cursor:
    """What SQLAlchemy asks of a driver's cursor (sqlalchemy.connectors.asyncio.AsyncIODBAPICursor).

    Args:
        connection: that executes its statements.
    """

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and fetch its rows."""
        await self._connection.run(self._take, sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Execute a statement once for each sequence of parameters."""
        await self._connection.run(self._take, sqlite3.Connection.executemany, statement, parameters)

    async def fetchall(self) -> list[Any]:
        """All rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open: the statement was done when its rows were fetched."""

    def _take(self, connection: sqlite3.Connection, execute: Any, statement: str, parameters: Any) -> None:  # noqa: ANN401
        cursor: sqlite3.Cursor = execute(connection, statement, parameters)
        self._rows = cursor.fetchall() if cursor.description else []
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors make one trip a statement."""

    def cursor(self) -> Any:  # noqa: ANN401 (stands in for aiosqlite's own)
        """A cursor that has executed nothing yet."""
        return Cursor(self)

    async def run(self, work: Any, *arguments: Any) -> None:  # noqa: ANN401
        """Do some work with the connection, in its thread."""
        await self._execute(lambda: work(self._conn, *arguments))  # type: ignore[no-untyped-call]


async def connect(path: Path) -> Connection:
    """Open a SQLite file that is there; transactions are left to the caller.

    Args:
        path: of the file.
    """
    connection = Connection(lambda: sqlite3.connect(address(path), uri=True, isolation_level=None), iter_chunk_size=1)
    connection._thread.daemon = True  # noqa: SLF001 (or a connection that nobody closed would keep the process alive)
    await connection
    return connection
