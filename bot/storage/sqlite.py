"""SQLite: one thread that writes, a few that read, and SQLAlchemy's statements handed straight to the driver.

SQLAlchemy's own way to SQLite takes longer than the database itself. A piece of work enters its thread and leaves it
once, however many statements it makes: the way there takes longer than most of them.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import local
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage import damaged
from bot.storage.errors import in_plain_words, is_trouble
from bot.storage.group_commit import GroupCommit, Outcome, Piece, perform
from bot.storage.identity import Identity
from bot.storage.sqlite_file import address
from bot.storage.transaction import Row, Transaction, Values, Wanted, inserting, upserting
from bot.storage.workers import Workers

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_PATIENCE = 5000
"""Milliseconds for which a write waits for another process's."""

SET_UP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_PATIENCE}",
    "PRAGMA secure_delete = ON",
)
"""How every connection that writes a file begins: what a commit has taken outlives the machine's power, and what is
deleted is overwritten."""

_WIPES = 5
"""How often the log is tried to be emptied: while someone reads it, SQLite can't …"""

_WIPE_PAUSE = 0.1
"""… and seconds of waiting for that, by turns with all who want to write, and without them."""

_READERS = 2
"""Pieces of work that read at once; more would only wait for the interpreter's lock."""

_TOGETHER = 50
"""Rows that one statement inserts, in half the time of one each, and giving way to other threads once."""

_MOST_COMPILED = 2_000
"""Statements that stay compiled."""


class Sqlite:
    """A SQLite file in use.

    Args:
        path: of the file, which is there.

    Attributes:
        path: of the file.
        identity: tells whether it's still the same file.
        group: collects what is to be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.identity = Identity(path)
        self._writing = Workers(1, "group commit")
        self._reading = Workers(_READERS, "reader")
        self._own = local()
        self._writer: sqlite3.Connection | None = None
        self._readers: list[sqlite3.Connection] = []
        self.group = GroupCommit(self.commit)

    async def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work on the database as it is at one moment; return what it returns.

        Raises:
            StoreError: the database can't be read now.
        """
        return await self._reading.do(partial(self._read, work))

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that shares its commit with others; return what it returns once that's durable.

        Raises:
            StoreError: the database can't do it now.
        """
        return await self.group.transact(work)

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work like any other: there are no rows that one could wait for, as only one writes.

        Raises:
            StoreError: the database can't do it now.
        """
        return await self.transact(work)

    def commit(self, batch: Sequence[Piece]) -> "asyncio.Future[list[Outcome]]":
        """Do pieces in one transaction; those that fail are left out.

        Returns:
            Their outcomes, or a StoreError if the database can't do it now.
        """
        return self._writing.do(partial(self._commit, batch))

    async def wipe(self) -> None:
        """Leave nothing in the write-ahead log of what was there before it was deleted, unless others read it.

        Raises:
            StoreError: the database can't be written now.
        """
        for _ in range(_WIPES):
            if await self._writing.do(self._wipe):
                return
            await asyncio.sleep(_WIPE_PAUSE)
        _log.warning("another program is reading the database: what was deleted stays in its log until that's reused")

    async def close(self) -> None:
        """Do what's waiting, then let the file go."""
        await self.group.close()
        await asyncio.to_thread(self._close)

    @in_plain_words()
    def _wipe(self) -> bool:
        """Empty the log; return False if others are reading it, which isn't waited for as long as by a write."""
        connection = self._writer = self._writer or connect(self.path)
        connection.execute(f"PRAGMA busy_timeout = {_WIPE_PAUSE * 1000:.0f}")
        try:
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        return not busy

    def _close(self) -> None:
        self._writing.close()
        self._reading.close()
        for connection in (self._writer, *self._readers):
            if connection is not None:
                connection.close()

    @in_plain_words()
    def _commit(self, batch: Sequence[Piece]) -> list[Outcome]:
        connection = self._writer = self._writer or connect(self.path)
        try:
            with _transaction(connection):
                outcomes = perform(SqliteTransaction(connection), batch)
        except Exception:  # noqa: BLE001 (found out below; a savepoint each would cost too much every time)
            with _transaction(connection):
                outcomes = [_attempt(connection, piece) for piece in batch]
        # Only now, as a file that's gone a moment before its commit takes the commit with it.
        self.identity.adopt_log()
        self.identity.check(quick=True)
        return outcomes

    @in_plain_words()
    def _read(self, work: Callable[[Transaction], _T]) -> _T:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = connect(self.path)
            connection.execute("PRAGMA query_only = ON")
            self._readers.append(connection)
        connection.execute("BEGIN")
        try:
            return work(SqliteTransaction(connection))
        finally:
            connection.execute("COMMIT")


class SqliteTransaction:
    """A transaction on the driver's own connection (see Transaction).

    Args:
        connection: in which a transaction has begun.
    """

    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable, values: Wanted) -> Sequence[Row]:
        """Return what a statement finds."""
        try:
            return self._execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if not damaged.is_of_a_text(error):
                raise
        with damaged.read_anyway(self._connection):
            found = self._execute(statement, values).fetchall()
        return damaged.with_sound_keys(statement.exported_columns, found)  # type: ignore[attr-defined]

    def change(self, statement: Executable, values: Wanted) -> int:
        """Change rows; return how many."""
        return self._execute(statement, values).rowcount

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement for each of several sets of values."""
        sql, constants, _ = _compiled(statement)
        self._connection.executemany(sql, [{**constants, **each} for each in values] if constants else values)

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert those rows whose primary key isn't there yet."""
        self.change_each(inserting(table, "sqlite"), values)

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert rows that aren't there yet; return which were (see Transaction)."""
        sql, _, _ = _compiled(inserting(table, "sqlite"))
        execute = self._connection.execute
        inserted: list[bool] = []
        for start in range(0, len(values), _TOGETHER):
            some = values[start : start + _TOGETHER]
            if len(some) == _TOGETHER and self._add_all(table, some):
                inserted += [True] * _TOGETHER
            else:
                inserted += [execute(sql, each).rowcount == 1 for each in some]
        return inserted

    def _execute(self, statement: Executable, values: Wanted) -> sqlite3.Cursor:
        sql, constants, expands = _compiled(statement)
        given: dict[str, Any] = {**constants, **values}
        if expands:
            expanded = _compiler(statement).construct_expanded_state(given)
            sql, given = expanded.statement, dict(expanded.parameters)
        return self._connection.execute(sql, given)

    def _add_all(self, table: Table, values: Sequence[Values]) -> bool:
        """Insert rows by one statement, or none if one of them is there already; return whether it did."""
        columns = [column.name for column in table.columns]
        before = self._connection.total_changes
        self._connection.execute("SAVEPOINT together")
        self._connection.execute(_many(table, len(values)), [each[name] for each in values for name in columns])
        done = self._connection.total_changes - before == len(values)
        if not done:
            self._connection.execute("ROLLBACK TO together")
        self._connection.execute("RELEASE together")
        return done

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert rows, or change those that are there (see Transaction)."""
        if values:
            self.change_each(upserting(table, tuple(values[0]), "sqlite"), values)


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that's there; transactions are left to the caller.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    connection = sqlite3.connect(address(path), uri=True, isolation_level=None, check_same_thread=False)
    for statement in SET_UP:
        connection.execute(statement)
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    # Takes the write lock at once: one taken later would be refused if another had written in between
    # (https://www.sqlite.org/isolation.html).
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _attempt(connection: sqlite3.Connection, piece: Piece) -> Outcome:
    """Do a piece in a savepoint of its own."""
    connection.execute("SAVEPOINT piece")
    try:
        (outcome,) = perform(SqliteTransaction(connection), [piece])
    except Exception as error:
        if is_trouble(error):
            raise  # and SQLite may have rolled everything back already
        connection.execute("ROLLBACK TO piece")
        connection.execute("RELEASE piece")
        return False, error
    connection.execute("RELEASE piece")
    return outcome


@lru_cache(_MOST_COMPILED)
def _compiler(statement: Any) -> SQLCompiler:  # noqa: ANN401 (any statement that compiles)
    compiled: SQLCompiler = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    return compiled


@lru_cache(_MOST_COMPILED)
def _compiled(statement: Any) -> tuple[str, dict[str, Any], bool]:  # noqa: ANN401 (any statement that compiles)
    """Return a statement as SQLite reads it, the values it holds itself, and whether lists expand in it."""
    compiled = _compiler(statement)
    constants = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    return str(compiled), constants, bool(compiled.post_compile_params)


@cache
def _many(table: Table, rows: int) -> str:
    """Make a statement that inserts so many new rows; it takes the values of all columns, row after row."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    row = f"({', '.join('?' * len(table.columns))})"
    return f'INSERT INTO "{table.name}" ({columns}) VALUES {", ".join([row] * rows)} ON CONFLICT DO NOTHING'  # noqa: S608 (our own names)
