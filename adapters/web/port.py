"""Posts in the playground's channels, for everyone or for one person.

The keys of posts are only kept in memory, so a post that's being sent during a restart may appear twice.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import NamedTuple

from cachetools import LRUCache

from adapters.web.entries import CHANNELS, ChannelEntry, new_id
from adapters.web.pictures import Pictures
from adapters.web.recorder import Recorder
from adapters.web.render import render
from adapters.web.room import Room
from bot.language.message import Message
from bot.language.people import Member
from bot.language.port import Destination, Reason, Rejected
from bot.language.rich_text import strong, text

BOT = Member("versed!", "Versed")
"""The author of posts; no visitor can have this id."""

_CHANNEL_OF_NOTES = "general"
"""The channel for private posts to members, because the playground has no direct conversations."""

_REMEMBERED = 10_000
"""At most this many posts' keys are kept; the least recently used is dropped first."""


class _Posted(NamedTuple):
    id: str
    at: datetime


class WebPort:
    """Posts in channels.

    Args:
        room: the room that all tabs share.
        pictures: keeps pictures, and returns their URLs.
        recorder: stores public entries across restarts; None if they aren't stored.
    """

    repeat_within = timedelta(minutes=1)

    def __init__(self, room: Room, pictures: Pictures, recorder: Recorder | None = None) -> None:
        self._room = room
        self._pictures = pictures
        self._recorder = recorder
        self._begun, self._since = datetime.now(UTC), monotonic()
        self._posted: LRUCache[tuple[Destination, str], _Posted] = LRUCache(_REMEMBERED)

    async def now(self) -> datetime:
        """Return the time: the machine's time at the start, plus the time passed on the monotonic clock."""
        return self._begun + timedelta(seconds=monotonic() - self._since)

    async def post(self, to: Destination, message: Message, key: str) -> str:
        """Post once; a post with a known key isn't repeated (see bot.language.port.Port).

        Nobody can be pinged here, so the audience is only named.

        Args:
            to: the channel, or the member to message privately.
            message: what to post.
            key: identifies the post.
        """
        channel = _CHANNEL_OF_NOTES if to.member else to.place
        if channel not in CHANNELS:
            raise Rejected(f"The playground has no channel {to.place}.", Reason.PLACE_LOST)
        if (known := self._posted.get((to, key))) is not None:
            return known.id
        pinged = () if to.audience is None else (text(strong(to.audience.shown)),)
        owner = to.member or None
        with_pings = replace(message, blocks=(*pinged, *message.blocks))
        entry = ChannelEntry(
            channel=channel,
            by=BOT,
            at=datetime.now(UTC),
            text="sent as you asked" if to.member else "posted as scheduled",
            message=with_pings,
            blocks=render(with_pings, partial(self._pictures.keep, owner=owner)),
            owner=owner,
            id=new_id(),
        )
        self._room.add(entry)
        if self._recorder is not None:  # so that a post that counts as sent survives a crash
            await self._recorder.settle()
        self._posted[to, key] = _Posted(entry.id, await self.now())
        return entry.id

    def forget(self, member: str) -> None:
        """Forget the private posts to a member."""
        for to, key in list(self._posted):
            if to.member == member:
                del self._posted[to, key]

    async def look_up(self, to: Destination, key: str, since: datetime, until: datetime) -> str | None:
        """Return the id of the post with this key (see bot.language.port.Port).

        Args:
            to: where it was posted.
            key: the key that it was posted with.
            since: the start of the time range.
            until: the end of the time range.
        """
        posted = self._posted.get((to, key))
        return posted.id if posted is not None and since <= posted.at <= until else None

    async def pin(self, _to: Destination, _ref: str) -> None:
        """Reject the pin, as the playground has none (see bot.language.port.Port)."""
        raise Rejected("there are no pins in the playground.", Reason.NOT_GRANTED)

    async def unpin(self, _to: Destination, _ref: str) -> None:
        """Do nothing, as nothing was ever pinned here."""
