"""The clock shared by all processes that use one database."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from weakref import WeakKeyDictionary

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


_asked: WeakKeyDictionary[Transaction, tuple[datetime, float]] = WeakKeyDictionary()
"""Per open transaction, the time that PostgreSQL reported and the monotonic time at which it did. Asking again would
take as long as a small change, and many pieces of work may share one transaction."""

DATABASE_TIME = _DatabaseTime()
"""The database's current time as an SQL expression, in milliseconds since 1970."""


def shared_now(transaction: Transaction) -> datetime:
    """Return the current time in UTC: PostgreSQL's, which may run on another machine; with SQLite, this machine's."""
    if transaction.dialect == "sqlite":
        return datetime.now(UTC)
    if transaction not in _asked:
        ((found,),) = transaction.rows(_DATABASE_TIME, {})
        _asked[transaction] = found.astimezone(UTC), monotonic()
    then, since = _asked[transaction]
    return then + timedelta(seconds=monotonic() - since)
