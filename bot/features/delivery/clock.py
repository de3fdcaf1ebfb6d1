"""The clock: the one way in which time enters."""

from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_DATABASE_TIME = text("SELECT clock_timestamp()")


class Clock(Protocol):
    """Tells the time."""

    async def shared(self, connection: AsyncConnection) -> datetime:
        """The time, in UTC, that all processes on one database agree on.

        Args:
            connection: to that database.
        """
        ...

    def steady(self) -> float:
        """Seconds since some moment, on a clock that nobody can set."""
        ...


class SystemClock:
    """The database's own clock, where it is on another machine; else this machine's."""

    async def shared(self, connection: AsyncConnection) -> datetime:
        """The time, in UTC, that all processes on one database agree on (see Clock)."""
        if connection.dialect.name == "sqlite":
            return datetime.now(UTC)
        found: datetime = (await connection.execute(_DATABASE_TIME)).scalar_one()
        return found.astimezone(UTC)

    def steady(self) -> float:
        """Seconds since some moment, on a clock that nobody can set."""
        return monotonic()
