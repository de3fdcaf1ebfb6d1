"""Deduplicates deliveries: Slack, or someone who recorded a request, may deliver it again.

Commands and presses are remembered in memory for as long as a signature is valid. Someone who recorded a signed
request could replay it to another replica, or to this one after a restart, so signed requests are also claimed in the
database, immediately before they're served: if Versed is killed before that, the request is served when Slack repeats
it. Socket Mode envelopes can't be replayed by anyone else. Slack repeats events for longer, so served events are
recorded in the database, too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from cachetools import TTLCache

from adapters.slack.workspace.workspace import key
from bot.storage import deliveries
from bot.storage.database import Database

SIGNED = "request:"
"""Prefix of the ids of deliveries that came as signed requests."""

CLAIMS = "slack-requests"
"""The platform name for claims in the table of processed deliveries; claims expire sooner than events."""

LASTS = timedelta(minutes=10)
"""How long a delivery is remembered: twice as long as a signature is valid."""

_MOST = 200_000


class Deliveries:
    """Remembers deliveries.

    Args:
        database: stores claims and served events.
        now: returns the current time.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._seen: TTLCache[str, None] = TTLCache(_MOST, LASTS.total_seconds())

    def is_first(self, delivery: str) -> bool:
        """Return whether this process sees a delivery for the first time, and remember it.

        Args:
            delivery: the id that repeated deliveries share.
        """
        if delivery in self._seen:
            return False
        self._seen[delivery] = None
        return True

    async def claim(self, team: str, delivery: str) -> bool:
        """Claim a delivery for this process; return False if another replica has already claimed it.

        Args:
            team: the workspace that it came from.
            delivery: the id that repeated deliveries share.

        Raises:
            StoreError: the claim couldn't be stored.
        """
        if not delivery.startswith(SIGNED):
            return True
        event = delivery.removeprefix(SIGNED)
        return await deliveries.first_time(self._database.writer, f"{CLAIMS}:{team}", event, self._now())

    async def is_served(self, team: str, event: str) -> bool:
        """Return whether an event was served before, at any time and by any replica.

        Raises:
            StoreError: the database couldn't be read.
        """
        return await self._database.read(partial(deliveries.has_been, tenant=key(team), event=event))

    async def served(self, team: str, event: str) -> None:
        """Record that an event was served.

        Raises:
            StoreError: the record couldn't be stored.
        """
        await deliveries.first_time(self._database.writer, key(team), event, self._now())
