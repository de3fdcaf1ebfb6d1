"""What all see in the channels, as it's kept over a restart: written as the database has it, and read back."""

from typing import NamedTuple

from adapters.web.pictures import Pictures
from adapters.web.render import render
from adapters.web.room import CHANNELS, ChannelEntry
from bot.language import codec
from bot.language.people import Member
from bot.storage.errors import StoreError
from bot.storage.history import History, HistoryEntry


class Numbered(NamedTuple):
    """An entry with the number that says where it stands."""

    number: int
    entry: ChannelEntry


class Recorder:
    """Records entries that all see.

    Args:
        history: where they're kept.
        pictures: gives their pictures addresses again.
    """

    def __init__(self, history: History, pictures: Pictures) -> None:
        self._history = history
        self._pictures = pictures

    def record(self, number: int, entry: ChannelEntry) -> None:
        """Keep an entry as it is now; one that holds something for a single person's eyes isn't kept.

        Args:
            number: says where it stands.
            entry: what all see.
        """
        try:
            message = codec.dump(entry.message) if entry.message else None
        except ValueError:
            return
        id_, name = (entry.by.id, entry.by.name) if entry.by else ("", "")
        said = HistoryEntry(entry.id, number, entry.channel, id_, name, entry.text, message, entry.version, entry.at)
        self._history.keep(said)

    def drop(self, entry: ChannelEntry) -> None:
        """Keep an entry no longer."""
        self._history.drop(entry.id)

    async def settle(self) -> None:
        """Wait until what was recorded so far is stored."""
        await self._history.settle()

    async def read(self) -> list[Numbered]:
        """Return what was said before this start, oldest first; nothing if it can't be read."""
        try:
            kept = await self._history.read()
        except StoreError:
            return []
        return [Numbered(each.number, entry) for each in kept if (entry := self._entry(each)) is not None]

    def _entry(self, said: HistoryEntry) -> ChannelEntry | None:
        """Return what was kept as an entry; None if this version can't read it, or its channel is gone."""
        try:
            message = codec.load(said.message) if said.message is not None else None
        except (ValueError, TypeError):
            return None
        if said.place not in CHANNELS:
            return None
        return ChannelEntry(
            channel=said.place,
            by=Member(said.member, said.name) if said.member else None,
            at=said.at,
            text=said.text,
            message=message,
            blocks=render(message, self._pictures.keep) if message else None,
            owner=None,
            id=said.id,
            version=said.version,
        )
