"""What has been delivered: Slack, or somebody who recorded it, may deliver a request again.

Commands and presses are remembered here alone, for as long as a signature is good. So one that was under way when
Versed was killed is served when it comes again; what must not count twice, such as an answer, the core counts once.
Events come again for longer, so those that were served are kept in the database as well.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic

from cachetools import TTLCache

from adapters.slack.workspace.installations import key
from bot.storage import deliveries
from bot.storage.database import Database

_LASTS = 600.0
"""Seconds that a delivery is remembered: twice as long as a signature is good for."""
_MOST = 200_000


class Deliveries:
    """Remembers deliveries.

    Args:
        database: keeps which events were served.
        now: tells the time.
        seconds: tells it on a clock that only goes forward.
    """

    def __init__(
        self, database: Database, now: Callable[[], datetime], seconds: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._now = now
        self._seen: TTLCache[str, None] = TTLCache(_MOST, _LASTS, seconds)

    def is_first(self, delivery: str) -> bool:
        """Return whether this process sees it for the first time.

        Args:
            delivery: what is the same at every delivery.
        """
        if delivery in self._seen:
            return False
        self._seen[delivery] = None
        return True

    async def is_served(self, team: str, event: str) -> bool:
        """Return whether an event was served before, at any time and by any replica.

        Raises:
            StoreError: that cannot be told now.
        """
        return await self._database.read(partial(deliveries.has_been, tenant=key(team), event=event))

    async def served(self, team: str, event: str) -> None:
        """Keep that an event was served.

        Raises:
            StoreError: it cannot be kept.
        """
        await deliveries.first_time(self._database.writer, key(team), event, self._now())
