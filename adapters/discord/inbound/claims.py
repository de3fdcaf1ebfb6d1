"""Claims: several replicas may receive a message, so the first one to claim it in the database answers it."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.storage.database import Database
from bot.storage.deliveries import expire, first_time
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

MESSAGES = "discord-messages"
"""The platform name for claimed messages in the table of deliveries, where they're kept for an hour."""

_CLAIMS = f"{MESSAGES}:"
_AN_HOUR = timedelta(hours=1)
"""How long claims are kept: far longer than Discord keeps a session and its events."""


class Claims:
    """Claims messages.

    Args:
        database: stores the claims.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied: float | None = None

    async def is_mine(self, message: str) -> bool:
        """Claim a message; return whether this process should answer it, as each one should if the database fails.

        Args:
            message: the message's id.
        """
        now = datetime.now(UTC)
        try:
            await self._tidy(now)
            return await first_time(self._database.writer, _CLAIMS, message, now)
        except StoreError as error:
            _log.warning("couldn't claim a message: %s", error)
            return True

    async def _tidy(self, now: datetime) -> None:
        """Delete old claims, at most once an hour."""
        steady = asyncio.get_running_loop().time()
        if self._tidied is None or steady - self._tidied > _AN_HOUR.total_seconds():
            self._tidied = steady
            await self._database.transact(partial(expire, platform=MESSAGES, before=now - _AN_HOUR))
