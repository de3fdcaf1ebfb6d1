"""The playground's channels, and the entries in them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from adapters.json_value import Json
from bot.language.message import Message
from bot.language.people import Member, Place


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the playground.

    Args:
        place: the core's `Place` for it.
        topic: its purpose, in a few words.
    """

    place: Place
    topic: str


CHANNELS = {
    channel.place.id: channel
    for channel in (
        Channel(Place("general", "#general"), "For everyone, about everything"),
        Channel(Place("data-team", "#data-team"), "Where the data scientists meet"),
        Channel(Place("ai-team", "#ai-team"), "Where the AI engineers meet"),
        Channel(Place("random", "#random"), "Off topic, and welcome"),
    )
}


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """An entry in a channel: a line that a person said, or an answer of the bot.

    Args:
        channel: the id of the channel.
        by: the person who said or caused it; None for a board, which belongs to everyone.
        at: the time, in UTC.
        text: the line, or what the person did to get the answer, such as “used /compare data”; "" if the answer
            is to the line above it.
        message: the answer, or None for a person's line.
        blocks: the answer's blocks as JSON for the page.
        owner: the id of the only person who sees it; None if everyone does.
        id: a unique id that can't be guessed, which survives restarts.
        version: incremented whenever a board changes.
    """

    channel: str
    by: Member | None
    at: datetime
    text: str
    message: Message | None
    blocks: list[Json] | None
    owner: str | None
    id: str
    version: int = 0

    def as_json(self) -> dict[str, Json]:
        """Return the entry as JSON for the page."""
        return {
            "id": self.id,
            "channel": self.channel,
            "by": {"id": self.by.id, "name": self.by.name} if self.by else None,
            "at": self.at.isoformat(),
            "text": self.text,
            "blocks": self.blocks,
            "private": self.owner is not None,
            "tone": self.message.tone if self.message else None,
            "version": self.version,
        }


class PrivateEntry(NamedTuple):
    """Where a private entry is: its id, and the member who sees it."""

    id: str
    owner: str


def new_id() -> str:
    """Make an id for an entry."""
    return secrets.token_urlsafe(12)
