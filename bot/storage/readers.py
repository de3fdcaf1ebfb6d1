"""Readers for SQLite: pieces of work that only read, each in one thread from beginning to end.

A piece enters its thread and leaves it once, however many statements it makes: the way there takes longer than most
of them.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import TypeVar

from bot.storage.errors import StoreError
from bot.storage.transaction import SqliteTransaction, Transaction

_T = TypeVar("_T")

_THREADS = 2
"""Pieces of work at once; more would only wait for the interpreter's lock."""


class Readers:
    """Runs work that reads a SQLite file.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = ThreadPoolExecutor(_THREADS, "reader")
        self._own = local()
        self._connections: list[sqlite3.Connection] = []

    async def look(self, work: Callable[[Transaction], _T]) -> _T:
        """Do a piece of work on the database as it is at one moment; returns what it returns.

        Raises:
            StoreError: the database cannot be read now.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._look, work)
        except sqlite3.Error as error:
            raise StoreError(f"The database cannot be read now ({error}); see to its disk.") from error

    def close(self) -> None:
        """Finish what is under way, then stop."""
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def _look(self, work: Callable[[Transaction], _T]) -> _T:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            return work(SqliteTransaction(connection))
        finally:
            connection.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        """The thread's own connection."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5.0)
            connection.execute("PRAGMA query_only = ON")
            self._own.connection = connection
            self._connections.append(connection)
        return connection
