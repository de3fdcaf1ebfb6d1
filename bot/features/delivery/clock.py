"""The clock: the one way in which time enters."""

from datetime import datetime
from time import monotonic
from typing import Protocol

from bot.storage.clock import shared_now
from bot.storage.transaction import Transaction


class DeliveryClock(Protocol):
    """Tells the time."""

    def shared(self, transaction: Transaction) -> datetime:
        """Return the time, in UTC, that all processes on one database agree on.

        Args:
            transaction: of that database.
        """
        ...

    def steady(self) -> float:
        """Return the seconds since some moment, on a clock that nobody can set."""
        ...


class SystemClock:
    """The database's own clock if it may be on another machine; else this machine's."""

    def shared(self, transaction: Transaction) -> datetime:
        """Return the time, in UTC, that all processes on one database agree on (see DeliveryClock)."""
        return shared_now(transaction)

    def steady(self) -> float:
        """Return the seconds since some moment, on a clock that nobody can set."""
        return monotonic()
