"""Stores the channels' public entries in the database, and reads them back after a restart."""

from typing import NamedTuple

from adapters.web.entries import CHANNELS, ChannelEntry
from adapters.web.pictures import Pictures
from adapters.web.render import render
from bot.language import codec
from bot.language.people import Member
from bot.storage.errors import StoreError
from bot.storage.history import History, HistoryEntry


class Numbered(NamedTuple):
    """An entry with its position."""

    number: int
    entry: ChannelEntry


class Recorder:
    """Records public entries.

    Args:
        history: stores them in the database.
        pictures: keeps their pictures, and returns the URLs.
    """

    def __init__(self, history: History, pictures: Pictures) -> None:
        self._history = history
        self._pictures = pictures

    def record(self, number: int, entry: ChannelEntry) -> None:
        """Store an entry as it is now, unless it has contents for one person only.

        Args:
            number: its position.
            entry: a public entry.
        """
        try:
            message = codec.dump(entry.message) if entry.message else None
        except ValueError:
            return
        id_, name = (entry.by.id, entry.by.name) if entry.by else ("", "")
        kept_entry = HistoryEntry(
            entry.id, number, entry.channel, id_, name, entry.text, message, entry.version, entry.at
        )
        self._history.keep(kept_entry)

    def drop(self, entry: ChannelEntry) -> None:
        """Delete a stored entry."""
        self._history.drop(entry.id)

    async def settle(self) -> None:
        """Wait until everything recorded so far is stored."""
        await self._history.settle()

    async def read(self) -> list[Numbered]:
        """Return the stored entries, oldest first; empty if the database can't be read."""
        try:
            entries = await self._history.read()
        except StoreError:
            return []
        return [Numbered(each.number, entry) for each in entries if (entry := self._entry(each)) is not None]

    def _entry(self, kept_entry: HistoryEntry) -> ChannelEntry | None:
        """Return a stored entry; None if this version can't read it, or its channel no longer exists."""
        try:
            message = codec.load(kept_entry.message) if kept_entry.message is not None else None
        except (ValueError, TypeError):
            return None
        if kept_entry.place not in CHANNELS:
            return None
        return ChannelEntry(
            channel=kept_entry.place,
            by=Member(kept_entry.member, kept_entry.name) if kept_entry.member else None,
            at=kept_entry.at,
            text=kept_entry.text,
            message=message,
            blocks=render(message, self._pictures.keep) if message else None,
            owner=None,
            id=kept_entry.id,
            version=kept_entry.version,
        )
