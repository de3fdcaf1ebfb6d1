"""The clock: the only source of time in delivery and scheduling."""

from datetime import datetime
from time import monotonic
from typing import Protocol

from bot.storage.clock import shared_now
from bot.storage.transaction import Transaction


class DeliveryClock(Protocol):
    """Tells the time."""

    def shared(self, transaction: Transaction) -> datetime:
        """Return the time, in UTC, on which all processes that share a database agree.

        Args:
            transaction: a transaction of that database.
        """
        ...

    def steady(self) -> float:
        """Return the seconds on a monotonic clock."""
        ...


class SystemClock:
    """The database's clock if the database may be on another machine, and this machine's otherwise."""

    def shared(self, transaction: Transaction) -> datetime:
        """Return the time, in UTC, on which all processes that share a database agree (see DeliveryClock)."""
        return shared_now(transaction)

    def steady(self) -> float:
        """Return the seconds on a monotonic clock."""
        return monotonic()
