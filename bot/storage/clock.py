"""The clock that all processes on one database share."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.storage.transaction import Transaction

_DATABASE_TIME = text("SELECT clock_timestamp()")


class _DatabaseTime(FunctionElement[int]):
    """The database's time in milliseconds since 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(_DatabaseTime, "sqlite")
def _in_sqlite(*_: object, **__: object) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(_DatabaseTime, "postgresql")
def _in_postgresql(*_: object, **__: object) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


DATABASE_TIME = _DatabaseTime()
"""The same in a statement: milliseconds since 1970."""


def shared_now(transaction: Transaction) -> datetime:
    """Return the time, in UTC: PostgreSQL's own, as it may be on another machine; else this machine's."""
    if transaction.dialect == "sqlite":
        return datetime.now(UTC)
    ((found,),) = transaction.rows(_DATABASE_TIME, {})
    now: datetime = found
    return now.astimezone(UTC)
