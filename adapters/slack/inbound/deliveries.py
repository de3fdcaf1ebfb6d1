"""What has been delivered: Slack, or someone who recorded it, may deliver a request again.

Commands and presses are remembered here for as long as a signature is good. Someone who recorded a signed request
could deliver it to another replica, or to this one after a restart, so those are claimed in the database too, at the
last moment before they're served: if Versed is killed before that, the request is served when it comes again. Nobody
else can record an envelope of Socket Mode and send it. Events come again for longer, so those that were served are
kept in the database as well.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from cachetools import TTLCache

from adapters.slack.workspace.workspace import key
from bot.storage import deliveries
from bot.storage.database import Database

SIGNED = "request:"
"""How the ids of deliveries begin that came as signed requests."""

CLAIMS = "slack-requests"
"""The platform, to the table of what happens once, that claims belong to: they're forgotten sooner than events."""

LASTS = timedelta(minutes=10)
"""How long a delivery is remembered: twice as long as a signature is good."""

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
        self._seen: TTLCache[str, None] = TTLCache(_MOST, LASTS.total_seconds(), seconds)

    def is_first(self, delivery: str) -> bool:
        """Return whether this process sees it for the first time.

        Args:
            delivery: what is the same at every delivery.
        """
        if delivery in self._seen:
            return False
        self._seen[delivery] = None
        return True

    async def claim(self, team: str, delivery: str) -> bool:
        """Return whether a delivery may be served now, and by no other replica from now on.

        Args:
            team: the workspace that it came from.
            delivery: what is_first was asked about.

        Raises:
            StoreError: that can't be told now.
        """
        if not delivery.startswith(SIGNED):
            return True
        event = delivery.removeprefix(SIGNED)
        return await deliveries.first_time(self._database.writer, f"{CLAIMS}:{team}", event, self._now())

    async def is_served(self, team: str, event: str) -> bool:
        """Return whether an event was served before, at any time and by any replica.

        Raises:
            StoreError: that can't be told now.
        """
        return await self._database.read(partial(deliveries.has_been, tenant=key(team), event=event))

    async def served(self, team: str, event: str) -> None:
        """Remember that an event was served.

        Raises:
            StoreError: it can't be remembered.
        """
        await deliveries.first_time(self._database.writer, key(team), event, self._now())
