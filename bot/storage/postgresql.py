"""PostgreSQL: a pool of connections on which work runs in parallel; the rows of many callers share transactions."""

import asyncio
import math
import socket
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.sql.base import Executable

from bot.storage import urls
from bot.storage.errors import HeldUpError, StoreError, in_plain_words, reason
from bot.storage.group_commit import GroupCommit, PieceOutcome, QueuedPiece, Work, perform
from bot.storage.transaction import QueryValues, Row, Transaction, Values, inserting, upserting

_T = TypeVar("_T")

_PATIENCE = "5s"
"""Default lock timeout, unless the operator has set one: each waiting statement occupies one of few connections."""

_SHORT_PATIENCE = "1s"
"""Lock timeout for work that others wait for."""

_REST = 1.0
"""Seconds of idleness after which a connection is checked before it's used."""

_SILENCE = 30
"""Seconds without a sign of life from the server's machine after which a connection is lost. If that machine dies, or
the network does, no error says so, and anything waiting for an answer would wait forever."""

_TCP_OPTIONS = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": _SILENCE * 1000}
"""How to notice that: by asking when idle, and by missing acknowledgements
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TCP-USER-TIMEOUT)."""

_TIME_TO_CONNECT = 10
"""Seconds for the server to accept a connection. Nobody who's waiting for an answer waits for longer."""

_NO_SERVER = (
    "No server in VERSED_DATABASE_URL can be written; check which is the primary, and set target_session_attrs to "
    "primary or any."
)

_SINCE = "rests since"

_READ_ONLY = "25006"
"""PostgreSQL's error code for writing to a standby, or in a transaction that may only read."""


class Postgresql:
    """An open PostgreSQL database.

    Args:
        engine: the engine that connects to it.

    Attributes:
        group: the group commit, which collects rows of many callers.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.group = GroupCommit(self.commit)

    async def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work that only reads; return what it returns.

        Each statement would see whatever is committed when it begins anyway, so a transaction would only take longer.

        Raises:
            StoreError: the database can't be read at the moment.
        """
        with in_plain_words():
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: work(PostgresqlTransaction(sync)))

    async def transact(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a transaction of its own; return what it returns once that's durable.

        Raises:
            StoreError: the database can't do it now.
        """
        with in_plain_words():
            async with self.engine.begin() as connection:
                return await connection.run_sync(lambda sync: work(PostgresqlTransaction(sync)))

    async def transact_briefly(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a transaction of its own, with a short timeout for rows that others have locked.

        Raises:
            HeldUpError: others have locked rows for too long.
            StoreError: the database can't do it now.
        """

        def brief(transaction: Transaction) -> _T:
            transaction.change(_WAIT_SHORTLY, {})
            return work(transaction)

        return await self.transact(brief)

    async def commit(self, batch: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        """Run pieces in one transaction; if one fails or waits for a lock too long, split the batch to isolate it.

        Raises:
            StoreError: the database can't do it now.
        """
        # All replicas use the same order; otherwise two could deadlock. The sort is stable, so among rows with the
        # same key, the first stays first.
        order = sorted(range(len(batch)), key=lambda index: _place(batch[index]))
        ordered = [batch[index] for index in order]
        outcomes = dict(zip(order, await self._commit(ordered), strict=True))
        return [outcomes[index] for index in range(len(batch))]

    async def wipe(self) -> None:
        """Do nothing: PostgreSQL's vacuum frees deleted rows, and archived logs are up to the operator."""

    async def close(self) -> None:
        """Store everything queued, then close the connections."""
        await self.group.close()
        await self.engine.dispose()

    async def _commit(self, ordered: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        has_work = isinstance(ordered[0], Work)  # new rows are hardly ever locked by others
        transact = self.transact_briefly if has_work else self.transact
        try:
            return await transact(lambda transaction: perform(transaction, ordered))
        except HeldUpError as error:
            if len(ordered) == 1:
                return [(False, error)]
            return await self._apart(ordered)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 (told to the caller whose row it is)
            if len(ordered) == 1:
                return [(False, error)]
            middle = len(ordered) // 2
            return [*await self._commit(ordered[:middle]), *await self._commit(ordered[middle:])]

    async def _apart(self, ordered: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        """Run pieces separately because one waits for a lock: each piece of work in a transaction of its own."""
        count = sum(isinstance(each, Work) for each in ordered)
        works, rows = [[each] for each in ordered[:count]], ordered[count:]
        middle = 0 if works else len(rows) // 2
        parts = [*works, *filter(None, (rows[:middle], rows[middle:]))]
        done = await asyncio.gather(*map(self._commit, parts))
        return [outcome for outcomes in done for outcome in outcomes]


class PostgresqlTransaction:
    """A transaction on a SQLAlchemy connection (see Transaction).

    Args:
        connection: a connection on which a transaction has begun.
    """

    dialect = "postgresql"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable, values: QueryValues) -> Sequence[Row]:
        """Return the rows that a statement finds."""
        return [tuple(row) for row in self._connection.execute(statement, dict(values))]

    def change(self, statement: Executable, values: QueryValues) -> int:
        """Run a statement that changes rows; return how many."""
        return self._connection.execute(statement, dict(values)).rowcount

    def change_each(self, statement: Executable, values: Sequence[Values]) -> None:
        """Run one statement with each of several sets of values."""
        if values:
            self._connection.execute(statement, [dict(each) for each in values])

    def add_missing(self, table: Table, values: Sequence[Values]) -> None:
        """Insert the rows whose primary key doesn't exist yet."""
        self.change_each(inserting(table, "postgresql"), values)

    def add_each(self, table: Table, values: Sequence[Values]) -> Sequence[bool]:
        """Insert the rows whose primary key doesn't exist yet; return whether each was inserted (see Transaction)."""
        key = table.primary_key.columns
        statement = inserting(table, "postgresql").returning(*key)
        inserted = {tuple(row) for row in self._connection.execute(statement, [dict(each) for each in values])}
        outcomes = []
        for each in values:
            of = tuple(each[column.name] for column in key)
            outcomes.append(of in inserted)
            inserted.discard(of)
        return outcomes

    def put(self, table: Table, values: Sequence[Values]) -> None:
        """Insert or update rows (see Transaction)."""
        if values:
            self.change_each(upserting(table, tuple(values[0]), "postgresql"), values)


_WAIT_SHORTLY = text(f"SET LOCAL lock_timeout = '{_SHORT_PATIENCE}'")
_WAIT = f"SELECT set_config('lock_timeout', '{_PATIENCE}', false) WHERE current_setting('lock_timeout') = '0'"


def open_engine(url: URL) -> AsyncEngine:
    """Return an engine for a database; it connects on first use.

    Args:
        url: the database's URL.
    """
    address = url.render_as_string(hide_password=False)
    verified = {"ssl": True} if urls.trusts_the_system(url) else {}

    async def connect() -> Any:  # noqa: ANN401 (a connection of the driver)
        import asyncpg

        # The driver gets the whole URL: if SQLAlchemy split it, parameters such as sslmode would be rejected
        # (https://github.com/sqlalchemy/sqlalchemy/issues/6275).
        try:
            connection = await asyncpg.connect(address, timeout=_TIME_TO_CONNECT, **verified)
        except asyncpg.TargetServerAttributeNotMatched as error:
            raise StoreError(_NO_SERVER) from error
        except asyncpg.ClientConfigurationError as error:
            raise StoreError(_misconfigured(error)) from error
        _end_if_silent(connection._transport.get_extra_info("socket"))  # noqa: SLF001 (https://github.com/MagicStack/asyncpg/issues/606)
        await connection.execute(_WAIT)
        return connection

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, pool_size=10, max_overflow=10)
    _replace_the_lost(engine.sync_engine)
    return engine


def _misconfigured(error: Exception) -> str:
    """Return a sentence about a parameter that the driver rejects."""
    if "target_session_attrs" in str(error):  # the driver's own message lists no values
        return "VERSED_DATABASE_URL has a target_session_attrs that doesn't exist; set it to primary or any."
    if "root certificate" in str(error):
        do = "set sslrootcert to the certificate of the server's authority, or to system"
    else:
        do = "correct or remove that parameter"
    return f"VERSED_DATABASE_URL can't be used ({reason(error)}); {do}."


def _end_if_silent(connected: socket.socket) -> None:
    """Have the system end a connection over a network once the server's machine hasn't answered for `_SILENCE`."""
    if connected.family != socket.AF_UNIX:
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _TCP_OPTIONS.items():
            if number := getattr(socket, name, None):  # not every system has each
                connected.setsockopt(socket.IPPROTO_TCP, number, value)


def _replace_the_lost(engine: Engine) -> None:
    """Replace all connections if the next one to be used is dead, for example after a restart of the database.

    The driver knows about connections that were closed. Others are pinged, but only after a while of idleness:
    SQLAlchemy's `pool_pre_ping` would do it every time, and that takes three round trips, like a small transaction.
    A server that has become a standby keeps connections but can't write, so they're replaced, too.
    """

    @event.listens_for(engine, "checkin")
    def rests(_: DBAPIConnection | None, connection: ConnectionPoolEntry) -> None:
        connection.info[_SINCE] = monotonic()

    @event.listens_for(engine, "checkout")
    def returns(driver: DBAPIConnection, connection: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        known: Any = connection.driver_connection
        if known.is_closed():
            raise InvalidatePoolError("the connection was closed")
        if monotonic() - connection.info.get(_SINCE, math.inf) > _REST:
            try:
                engine.dialect.do_ping(driver)
            except Exception as error:
                raise InvalidatePoolError("the connection was lost") from error

    @event.listens_for(engine, "handle_error")
    def fails(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", "") == _READ_ONLY:
            context.is_disconnect = True


def _place(piece: QueuedPiece) -> tuple[str, tuple[Any, ...]]:
    """Return the sort key of a piece: work first, then rows by table name and primary key."""
    return ("", ()) if isinstance(piece, Work) else (piece.table.name, piece.key)
