"""The clock that all processes on one database share."""

from datetime import UTC, datetime

from sqlalchemy import text

from bot.storage.transaction import Transaction

_DATABASE_TIME = text("SELECT clock_timestamp()")


def shared_now(transaction: Transaction) -> datetime:
    """Return the time, in UTC: PostgreSQL's own, as it may be on another machine; else this machine's."""
    if transaction.dialect == "sqlite":
        return datetime.now(UTC)
    ((found,),) = transaction.rows(_DATABASE_TIME, {})
    now: datetime = found
    return now.astimezone(UTC)
