"""Claims: the first replica to say so in the database gets a message, as several may hear of it."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.storage.database import Database
from bot.storage.deliveries import first_time, forget
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

MESSAGES = "discord-messages"
"""What stands in place of a platform where it's remembered, for an hour, which messages were claimed."""

_CLAIMS = f"{MESSAGES}:"
_AN_HOUR = timedelta(hours=1)
"""Far longer than Discord keeps a session, with what happened in it."""


class Claims:
    """Claims messages.

    Args:
        database: where that's noted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied: float | None = None

    async def is_mine(self, message: str) -> bool:
        """Return whether a message is this process's to answer; without the database, everyone's.

        Args:
            message: its id.
        """
        now = datetime.now(UTC)
        try:
            await self._tidy(now)
            return await first_time(self._database.writer, _CLAIMS, message, now)
        except StoreError as error:
            _log.warning("couldn't claim a message: %s", error)
            return True

    async def _tidy(self, now: datetime) -> None:
        """Forget old claims, at most once an hour."""
        steady = asyncio.get_running_loop().time()
        if self._tidied is None or steady - self._tidied > _AN_HOUR.total_seconds():
            self._tidied = steady
            await self._database.transact(partial(forget, platform=MESSAGES, before=now - _AN_HOUR))
