"""The room that all tabs share: channels, who is present, and what was said, in memory and bounded.

What all see is recorded as well, so that it's there again after a restart; what one person sees isn't.
"""

import json
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import NamedTuple, Protocol

from cachetools import LRUCache

from adapters.web.limits import Limits
from adapters.web.render import Json
from bot.language.message import Message
from bot.language.people import Member, Place
from bot.language.text import fold


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the playground.

    Args:
        place: as the core knows it.
        topic: what it is for, in a few words.
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
    """Something that stands in a channel: a line that a person said, or an answer of the bot.

    Args:
        channel: the id of the channel.
        by: who said it or caused it; None for a board, which is everybody's.
        at: when, in UTC.
        text: the line said, or what the person did to get the answer, such as “used /compare data”; "" if the
            line stands above it.
        message: the answer, or None for a line said.
        blocks: the answer as the page draws it.
        owner: the id of the only person who sees it, or None when all do.
        id: unguessable and unique, over restarts too.
        version: raised whenever a board changes.
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
        """Return the entry as the page draws it."""
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


class _Kept(NamedTuple):
    number: int
    entry: ChannelEntry
    encoded: str
    """The entry as it goes over the sockets: worked out once, however many tabs come and are sent it."""


def new_id() -> str:
    """Make an id for an entry."""
    return secrets.token_urlsafe(12)


class Tab(Protocol):
    """One open page."""

    member: Member

    def send(self, frame: str) -> None:
        """Hand over a frame; never wait."""


class Records(Protocol):
    """Keeps what all see over a restart, without anyone waiting for it."""

    def record(self, number: int, entry: ChannelEntry) -> None:
        """Keep an entry as it is now.

        Args:
            number: says where it stands.
            entry: what all see.
        """

    def drop(self, entry: ChannelEntry) -> None:
        """Keep an entry no longer."""


class Room:
    """Everything that the tabs share.

    Args:
        limits: how much is remembered.
        records: keeps what all see over a restart; None to forget it then.
    """

    def __init__(self, limits: Limits, records: Records | None = None) -> None:
        self._limits = limits
        self._records = records
        self._slips: list[str] = []
        self._warnings: list[str] = []
        self._tabs: list[Tab] = []
        self._numbers = count()
        self._public: dict[str, deque[_Kept]] = {channel: deque(maxlen=limits.history) for channel in CHANNELS}
        self._private: LRUCache[str, deque[_Kept]] = LRUCache(limits.people)

    def restore(self, number: int, entry: ChannelEntry) -> None:
        """Put an entry back that stood here before a restart; the oldest come first.

        Args:
            number: says where it stood.
            entry: what all see.
        """
        self._numbers = count(number + 1)
        self._append(_Kept(number, entry, encode(entry.as_json())))

    def join(self, tab: Tab) -> None:
        """Let in a tab that has said who it is; the same person's other tabs take the same name from now on."""
        for other in self._tabs:
            if other.member.id == tab.member.id:
                other.member = tab.member
        self._tabs.append(tab)
        self._tell_people()

    def leave(self, tab: Tab) -> None:
        """Let a tab go; nothing happens if it never joined."""
        if tab in self._tabs:
            self._tabs.remove(tab)
            self._tell_people()

    def history(self, member: Member) -> str:
        """Return what a person may see of what was said, oldest first, as a JSON array."""
        seen = [*self._private.get(member.id, ()), *(each for kept in self._public.values() for each in kept)]
        return f"[{','.join(each.encoded for each in sorted(seen))}]"

    def find(self, entry: str, member: Member) -> ChannelEntry | None:
        """Return the entry of that id, if it's remembered and the person may see it."""
        for kept in (self._private.get(member.id, ()), *self._public.values()):
            for each in kept:
                if each.entry.id == entry:
                    return each.entry
        return None

    def add(self, entry: ChannelEntry, *, replacing: str | None = None) -> None:
        """Put an entry where it belongs and show it to those who may see it.

        Args:
            entry: what to add.
            replacing: the id of a private entry of the same person whose place it takes. The room may have
                forgotten that one; the pages that still show it know it.
        """
        number, encoded = next(self._numbers), encode(entry.as_json())
        kept = self._of(entry)
        for index, old in enumerate(kept):
            if replacing is not None and old.entry.id == replacing:
                kept[index] = _Kept(old.number, entry, encoded)
                break
        else:
            self._append(_Kept(number, entry, encoded))
            self._record(number, entry)
        self._tell(encode({"type": "entry", "replaces": replacing}, entry=encoded), entry.owner)

    def board(self, entry: str) -> ChannelEntry | None:
        """Return the board of that id, if it's remembered."""
        return next((each for each in self.public() if each.id == entry and each.by is None), None)

    def change(self, board: ChannelEntry) -> None:
        """Show a board, or anything else that all see, as it is from now on, in its place, on everybody's pages."""
        kept, encoded = self._public[board.channel], encode(board.as_json())
        for index, old in enumerate(kept):
            if old.entry.id == board.id:
                kept[index] = _Kept(old.number, board, encoded)
                self._record(old.number, board)
        self._tell(encode({"type": "board"}, entry=encoded), None)

    def tell(self, answer: ChannelEntry) -> None:
        """Show a private answer as it is from now on, in its place, and bring it into view.

        Nothing happens if the person has dismissed it, or was forgotten.
        """
        kept, encoded = self._private.get(answer.owner or "", deque()), encode(answer.as_json())
        for index, old in enumerate(kept):
            if old.entry.id == answer.id:
                kept[index] = _Kept(old.number, answer, encoded)
                self._tell(encode({"type": "told"}, entry=encoded), answer.owner)

    def dismiss(self, entry: str, member: Member) -> None:
        """Forget a private entry of a person, on all their tabs."""
        kept = self._private.get(member.id, deque())
        for old in [old for old in kept if old.entry.id == entry]:
            kept.remove(old)
        self._tell(encode({"type": "gone", "entry": entry}), member.id)

    def forget(self, member: str) -> set[str]:
        """Forget all that a person said, caused and was shown, on everybody's pages.

        Args:
            member: their id.

        Returns:
            The names that they had there.
        """
        names = {tab.member.name for tab in self._tabs if tab.member.id == member}
        gone = [(each.entry.id, each.entry.owner) for each in self._private.pop(member, ())]
        for kept in self._public.values():
            for entry in [each.entry for each in kept]:
                if entry.by is not None and entry.by.id == member:
                    self._remove(entry)
                    gone.append((entry.id, None))
                    names.add(entry.by.name)
        for id_, owner in gone:
            self._tell(encode({"type": "gone", "entry": id_}), owner)
        return names

    def clear(self) -> None:
        """Forget everything, on everybody's pages."""
        gone = [(each.entry.id, each.entry.owner) for kept in self._private.values() for each in kept]
        self._private.clear()
        for entry in self.public():
            self._remove(entry)
            gone.append((entry.id, None))
        for id_, owner in gone:
            self._tell(encode({"type": "gone", "entry": id_}), owner)

    def public(self) -> list[ChannelEntry]:
        """Return what all see, channel by channel."""
        return [each.entry for kept in self._public.values() for each in kept]

    def show_slips(self, slips: list[str]) -> None:
        """Tell administrators what keeps packs out of use, from now on.

        Args:
            slips: a line each, with its place; none if all is well.
        """
        self._slips = slips
        self._tell_slips()

    def show_warnings(self, warnings: list[str]) -> None:
        """Tell administrators what their packs could do better, from now on.

        Args:
            warnings: a line each, with its place; none if all is well.
        """
        self._warnings = warnings
        self._tell_slips()

    def _tell_slips(self) -> None:
        for tab in [tab for tab in self._tabs if tab.member.administrator]:
            tab.send(encode({"type": "slips", **self.slips(tab.member)}))

    def slips(self, member: Member) -> dict[str, Json]:
        """Return what's wrong with the packs, for those who can do something about it."""
        if not member.administrator:
            return {"slips": [], "warnings": []}
        return {"slips": [*self._slips], "warnings": [*self._warnings]}

    def present(self) -> list[Member]:
        """Return who is here, once for each tab."""
        return [tab.member for tab in self._tabs]

    def people(self) -> list[Json]:
        """Return who is here, by name."""
        present = {tab.member.id: tab.member.name for tab in self._tabs}
        return [{"id": id_, "name": name} for id_, name in sorted(present.items(), key=lambda pair: fold(pair[1]))]

    def _of(self, entry: ChannelEntry) -> deque[_Kept]:
        """Return what stands where an entry belongs."""
        if entry.owner is None:
            return self._public[entry.channel]
        kept = self._private.get(entry.owner)
        if kept is None:
            kept = self._private[entry.owner] = deque(maxlen=self._limits.history)
        return kept

    def _append(self, new: _Kept) -> None:
        kept = self._of(new.entry)
        if new.entry.owner is None and len(kept) == kept.maxlen:  # the oldest gives way
            self._remove(kept[0].entry)
        kept.append(new)

    def _remove(self, entry: ChannelEntry) -> None:
        """Have what all see no longer there, for those who come in from now on."""
        kept = self._public[entry.channel]
        kept.remove(next(each for each in kept if each.entry.id == entry.id))
        if self._records is not None:
            self._records.drop(entry)

    def _record(self, number: int, entry: ChannelEntry) -> None:
        if self._records is not None and entry.owner is None:
            self._records.record(number, entry)

    def _tell_people(self) -> None:
        self._tell(encode({"type": "people", "people": self.people()}), None)

    def _tell(self, frame: str, owner: str | None) -> None:
        for tab in self._whose(owner):
            tab.send(frame)

    def _whose(self, owner: str | None) -> Iterable[Tab]:
        # A copy, as a tab that overflows leaves while it's being told.
        return [tab for tab in self._tabs if owner is None or tab.member.id == owner]


def encode(frame: dict[str, Json], **encoded: str) -> str:
    """Return a frame as it goes over the socket; pure ASCII, so that every text can be encoded.

    Args:
        frame: its fields.
        encoded: further fields, whose values are JSON already.
    """
    whole = json.dumps(frame, separators=(",", ":"), allow_nan=False)
    return whole[:-1] + "".join(f',"{name}":{value}' for name, value in encoded.items()) + "}"
