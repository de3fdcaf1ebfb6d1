"""Pauses the schedules of channels that were deleted."""

from collections.abc import Collection
from datetime import datetime

from bot.features.scheduling.kinds import Composers
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.store import schedules
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_REASON = "The channel is gone; choose another one for what I post."


class DeletedChannels:
    """Pauses schedules as soon as their channel is deleted, rather than when their next post fails.

    Args:
        database: stores the schedules.
        composers: the kinds of schedules.
    """

    def __init__(self, database: Database, composers: Composers) -> None:
        self._database = database
        self._composers = composers

    async def pause(self, tenant: str, places: Collection[str], at: datetime) -> None:
        """Pause the active schedules of deleted channels, and tell an administrator.

        Args:
            tenant: the tenant's key.
            places: the channels' ids.
            at: now, in UTC.
        """

        def work(transaction: Transaction) -> None:
            for place in places:
                halted = schedules.active_in(transaction, tenant, place)
                pause(transaction, halted, _REASON, at, self._composers, gone=True)

        await self._database.transact(work)
