"""Posts in the playground's channels, to all or to one person.

Which posts have gone out is known in memory alone: one that was under way at a restart may be shown again.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import NamedTuple

from cachetools import LRUCache

from adapters.web.pictures import Pictures
from adapters.web.recorder import Recorder
from adapters.web.render import render
from adapters.web.room import CHANNELS, ChannelEntry, Room, new_id
from bot.language.message import Message
from bot.language.people import Member
from bot.language.port import Destination, Reason, Rejected
from bot.language.rich_text import strong, text

BOT = Member("versed!", "Versed")
"""Who posts; nobody who comes in can have this id."""

_CHANNEL_OF_NOTES = "general"
"""Where members see what's posted to them alone: the playground has no direct conversations."""

_REMEMBERED = 10_000
"""Posts that are known by their keys; the least recently used go first."""


class _Posted(NamedTuple):
    id: str
    at: datetime


class WebPort:
    """Posts in channels.

    Args:
        room: where everything is said.
        pictures: gives pictures their addresses.
        recorder: keeps over a restart what's posted; None where nothing is.
    """

    repeat_within = timedelta(minutes=1)

    def __init__(self, room: Room, pictures: Pictures, recorder: Recorder | None = None) -> None:
        self._room = room
        self._pictures = pictures
        self._recorder = recorder
        self._begun, self._since = datetime.now(UTC), monotonic()
        self._posted: LRUCache[tuple[Destination, str], _Posted] = LRUCache(_REMEMBERED)

    async def now(self) -> datetime:
        """Return what this room's clock says: the machine's at its beginning, going evenly since."""
        return self._begun + timedelta(seconds=monotonic() - self._since)

    async def post(self, to: Destination, said: Message, key: str) -> str:
        """Post once; a key that was posted before isn't posted again (see bot.language.port.Port).

        Nobody can be pinged here, so those who would be are named.

        Args:
            to: the channel, or the member in private.
            said: what to post.
            key: the same for the same post.
        """
        channel = _CHANNEL_OF_NOTES if to.member else to.place
        if channel not in CHANNELS:
            raise Rejected(f"The playground has no channel {to.place}.", Reason.PLACE_LOST)
        if (known := self._posted.get((to, key))) is not None:
            return known.id
        pinged = () if to.audience is None else (text(strong(to.audience.shown)),)
        shown = replace(said, blocks=(*pinged, *said.blocks))
        entry = ChannelEntry(
            channel=channel,
            by=BOT,
            at=datetime.now(UTC),
            text="sent as you asked" if to.member else "posted as scheduled",
            message=shown,
            blocks=render(shown, self._pictures.keep),
            owner=to.member or None,
            id=new_id(),
        )
        self._room.add(entry)
        if self._recorder is not None:  # what counts as sent is there after a crash, too
            await self._recorder.settle()
        self._posted[to, key] = _Posted(entry.id, await self.now())
        return entry.id

    def forget(self, member: str) -> None:
        """Forget what was posted to one member alone."""
        for to, key in list(self._posted):
            if to.member == member:
                del self._posted[to, key]

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Return the id of the entry with that key (see bot.language.port.Port).

        Args:
            to: where it was posted.
            key: the key that it was posted with.
            since: the beginning of the time to search.
            until: the end of it.
        """
        posted = self._posted.get((to, key))
        return posted.id if posted is not None and since <= posted.at <= until else None

    async def pin(self, _to: Destination, _ref: str) -> None:
        """Say that there are no pins here (see bot.language.port.Port)."""
        raise Rejected("there are no pins in the playground.", Reason.NOT_GRANTED)

    async def unpin(self, _to: Destination, _ref: str) -> None:
        """Do nothing, as nothing was ever pinned here."""
