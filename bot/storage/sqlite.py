"""SQLite: one thread that writes, a few that read, and SQLAlchemy's statements handed straight to the driver.

SQLAlchemy's own execution takes longer than SQLite itself. Each piece of work is passed to its thread only once,
however many statements it runs, because switching threads takes longer than most statements.
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
from bot.storage.group_commit import GroupCommit, PieceOutcome, QueuedPiece, perform
from bot.storage.identity import Identity
from bot.storage.sqlite_file import address
from bot.storage.transaction import QueryValues, Row, Transaction, Values, inserting, upserting
from bot.storage.workers import Workers

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_PATIENCE = 5000
"""Milliseconds for which a write waits for another process's write."""

SET_UP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_PATIENCE}",
    "PRAGMA secure_delete = ON",
)
"""Set-up of every connection: commits survive a power failure, and deleted data is overwritten."""

_WIPES = 5
"""How many times to try to empty the log, which SQLite can't do while someone is reading it …"""

_WIPE_PAUSE = 0.1
"""… and the seconds per attempt: first blocking the writer thread, then again pausing without blocking it."""

_READERS = 2
"""Number of reader threads; more would only wait for the GIL."""

_TOGETHER = 50
"""Rows per INSERT statement, which takes half the time of single rows and releases the GIL only once."""

_MOST_COMPILED = 2_000
"""Maximum number of compiled statements in the cache."""


class Sqlite:
    """An open SQLite file.

    Args:
        path: the file, which must exist.

    Attributes:
        path: the file.
        identity: checks that it's still the same file.
        group: the group commit, which collects what's to be written.
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
        """Do work on a snapshot of the database; return what it returns.

        Raises:
            StoreError: the database can't be read at the moment.
        """
        return await self._reading.do(partial(self._read, work))

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that shares its commit with others; return what it returns once that's durable.

        Raises:
            StoreError: the database can't do it now.
        """
        return await self.group.transact(work)

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work like `transact`: there are no row locks to wait for, because there's only one writer.

        Raises:
            StoreError: the database can't do it now.
        """
        return await self.transact(work)

    def commit(self, batch: Sequence[QueuedPiece]) -> "asyncio.Future[list[PieceOutcome]]":
        """Run pieces in one transaction, leaving out those that fail.

        Returns:
            A future for their outcomes, or a StoreError if the database can't do it now.
        """
        return self._writing.do(partial(self._commit, batch))

    async def wipe(self) -> None:
        """Empty the write-ahead log, which may still hold deleted data, unless another program is reading it.

        Raises:
            StoreError: the database can't be written at the moment.
        """
        for _ in range(_WIPES):
            if await self._writing.do(self._wipe):
                return
            await asyncio.sleep(_WIPE_PAUSE)
        _log.warning("another program is reading the database: what was deleted stays in its log until that's reused")

    async def close(self) -> None:
        """Store everything queued, then close the file."""
        await self.group.close()
        await asyncio.to_thread(self._close)

    @in_plain_words()
    def _wipe(self) -> bool:
        """Empty the log; return False if others are reading it. The timeout is shorter than for a write."""
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
    def _commit(self, batch: Sequence[QueuedPiece]) -> list[PieceOutcome]:
        connection = self._writer = self._writer or connect(self.path)
        try:
            with _transaction(connection):
                outcomes = perform(SqliteTransaction(connection), batch)
        except Exception:  # noqa: BLE001 (the retry finds which; savepoints every time cost too much)
            with _transaction(connection):
                outcomes = [_attempt(connection, piece) for piece in batch]
        # Checked after the commit: if the file disappeared just before it, the commit is lost, too.
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
        connection: a connection on which a transaction has begun.
    """

    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable, values: QueryValues) -> Sequence[Row]:
        """Return the rows that a statement finds."""
        try:
            return self._execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if not damaged.is_of_a_text(error):
                raise
        with damaged.read_anyway(self._connection):
            found = self._execute(statement, values).fetchall()
        return damaged.with_sound_keys(statement.exported_columns, found)  # type: ignore[attr-defined]

    def change(self, statement: Executable, values: QueryValues) -> int:
        """Run a statement that changes rows; return how many."""
        return self._execute(statement, values).rowcount

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement with each of several sets of values."""
        sql, constants, _ = _compiled(statement)
        self._connection.executemany(sql, [{**constants, **each} for each in values] if constants else values)

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert the rows whose primary key doesn't exist yet."""
        self.change_each(inserting(table, "sqlite"), values)

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert the rows whose primary key doesn't exist yet; return whether each was inserted (see Transaction)."""
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

    def _execute(self, statement: Executable, values: QueryValues) -> sqlite3.Cursor:
        sql, constants, expands = _compiled(statement)
        parameters: dict[str, Any] = {**constants, **values}
        if expands:
            expanded = _compiler(statement).construct_expanded_state(parameters)
            sql, parameters = expanded.statement, dict(expanded.parameters)
        return self._connection.execute(sql, parameters)

    def _add_all(self, table: Table, values: Sequence[Values]) -> bool:
        """Insert rows with one statement, or none if any exists already; return whether they were inserted."""
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
        """Insert or update rows (see Transaction)."""
        if values:
            self.change_each(upserting(table, tuple(values[0]), "sqlite"), values)


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing file; the caller manages the transactions.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    connection = sqlite3.connect(address(path), uri=True, isolation_level=None, check_same_thread=False)
    for statement in SET_UP:
        connection.execute(statement)
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    # Take the write lock at once: taking it later would fail if another connection had written in between
    # (https://www.sqlite.org/isolation.html).
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _attempt(connection: sqlite3.Connection, piece: QueuedPiece) -> PieceOutcome:
    """Run a piece in a savepoint of its own."""
    connection.execute("SAVEPOINT piece")
    try:
        (outcome,) = perform(SqliteTransaction(connection), [piece])
    except Exception as error:
        if is_trouble(error):
            raise  # SQLite may already have rolled back everything
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
    """Return a statement's SQL, the values it contains itself, and whether it has parameters that expand to lists."""
    compiled = _compiler(statement)
    constants = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    return str(compiled), constants, bool(compiled.post_compile_params)


@cache
def _many(table: Table, rows: int) -> str:
    """Return a statement that inserts the given number of new rows; it takes all columns' values, row by row."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    row = f"({', '.join('?' * len(table.columns))})"
    return f'INSERT INTO "{table.name}" ({columns}) VALUES {", ".join([row] * rows)} ON CONFLICT DO NOTHING'  # noqa: S608 (our own names)
