"""What has been delivered: Slack, or somebody who recorded it, may deliver a request again.

Commands and presses are remembered here for as long as a signature is good. Whoever recorded a signed request could
deliver it to another replica, or to this one after a restart, so those are claimed in the database too, at the last
moment before they're served: one that was under way before that when Versed was killed is served when it comes again.
An envelope of Socket Mode can't be recorded and sent by others. Events come again for longer, so those that were
served are kept in the database as well.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.slack.workspace.installations import key
from bot.storage import deliveries as once
from bot.storage.database import Database

SIGNED = "request:"
"""How the ids of deliveries begin that came as signed requests."""

CLAIMS = "slack-requests"
"""The platform, to the table of what happens once, that claims belong to: they're forgotten sooner than events."""

LASTS = timedelta(minutes=10)
"""For which a delivery is remembered: twice as long as a signature is good."""

_MOST = 200_000


class Deliveries:
    """Remembers deliveries.

    Args:
        database: keeps which events were served.
        now: tells the time.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_first(self, delivery: str) -> bool:
        """Whether this process sees it for the first time.

        Args:
            delivery: what is the same at every delivery.
        """
        now = self._now().timestamp()
        while self._seen and (
            len(self._seen) > _MOST or next(iter(self._seen.values())) < now - LASTS.total_seconds()
        ):
            self._seen.popitem(last=False)
        if delivery in self._seen:
            return False
        self._seen[delivery] = now
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
        return await once.first_time(self._database.writer, f"{CLAIMS}:{team}", event, self._now())

    async def is_served(self, team: str, event: str) -> bool:
        """Whether an event was served before, whenever and by whichever replica.

        Raises:
            StoreError: that cannot be told now.
        """
        async with self._database.reading() as connection:
            return await once.has_been(connection, key(team), event)

    async def served(self, team: str, event: str) -> None:
        """Keep that an event was served.

        Raises:
            StoreError: it cannot be kept.
        """
        await once.first_time(self._database.writer, key(team), event, self._now())
