"""The room that all tabs share: channels, who is present, and what was said, in memory and bounded."""

import json
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Protocol

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
class Entry:
    """Something that stands in a channel: a line that a person said, or an answer of the bot.

    Args:
        channel: the id of the channel.
        by: who said it or caused it; None for a board, which is everybody's.
        at: when, in UTC.
        text: the line said, or what the person did to get the answer, such as “used /compare data”.
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
        """The entry as the page draws it."""
        return {
            "id": self.id,
            "channel": self.channel,
            "by": {"id": self.by.id, "name": self.by.name} if self.by else None,
            "at": self.at.isoformat(),
            "text": self.text,
            "blocks": self.blocks,
            "private": self.owner is not None,
            "version": self.version,
        }


def new_id() -> str:
    """An id for an entry."""
    return secrets.token_urlsafe(12)


class Tab(Protocol):
    """One open page."""

    member: Member

    def send(self, frame: str) -> None:
        """Hand over a frame; never waits."""


class Room:
    """Everything that the tabs share.

    Args:
        limits: how much is remembered.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tabs: list[Tab] = []
        self._numbers = count()
        self._public: dict[str, deque[tuple[int, Entry]]] = {
            channel: deque(maxlen=limits.history) for channel in CHANNELS
        }
        self._private: LRUCache[str, deque[tuple[int, Entry]]] = LRUCache(limits.people)

    def join(self, tab: Tab) -> None:
        """A tab has said who it is; the same person's other tabs go by the same name from now on."""
        for other in self._tabs:
            if other.member.id == tab.member.id:
                other.member = tab.member
        self._tabs.append(tab)
        self._tell_people()

    def leave(self, tab: Tab) -> None:
        """A tab has gone; a tab that never joined may say so as well."""
        if tab in self._tabs:
            self._tabs.remove(tab)
            self._tell_people()

    def history(self, member: Member) -> list[Json]:
        """What a person may see of what was said, oldest first."""
        seen = [*self._private.get(member.id, ()), *(pair for kept in self._public.values() for pair in kept)]
        return [entry.as_json() for _, entry in sorted(seen, key=lambda pair: pair[0])]

    def find(self, entry: str, member: Member) -> Entry | None:
        """The entry of that id, if it is remembered and the person may see it."""
        for kept in (self._private.get(member.id, ()), *self._public.values()):
            for _, each in kept:
                if each.id == entry:
                    return each
        return None

    def add(self, entry: Entry, *, replacing: str | None = None) -> None:
        """Put an entry where it belongs and show it to those who may see it.

        Args:
            entry: what to add.
            replacing: the id of a private entry of the same person whose place it takes. The room may have
                forgotten that one; the pages that still show it know it.
        """
        numbered = (next(self._numbers), entry)
        kept = self._public[entry.channel] if entry.owner is None else self._of(entry.owner)
        for index, (number, old) in enumerate(kept):
            if replacing is not None and old.id == replacing:
                kept[index] = (number, entry)
                break
        else:
            kept.append(numbered)
        self._tell({"type": "entry", "entry": entry.as_json(), "replaces": replacing}, entry.owner)

    def board(self, entry: str) -> Entry | None:
        """The board of that id, if it is remembered."""
        everything = (each for kept in self._public.values() for _, each in kept)
        return next((each for each in everything if each.id == entry and each.by is None), None)

    def change(self, board: Entry) -> None:
        """Show a board as it is from now on, in its place, on everybody's pages."""
        kept = self._public[board.channel]
        for index, (number, old) in enumerate(kept):
            if old.id == board.id:
                kept[index] = (number, board)
        self._tell({"type": "board", "entry": board.as_json()}, None)

    def dismiss(self, entry: str, member: Member) -> None:
        """Forget a private entry of a person, on all their tabs."""
        kept = self._private.get(member.id, deque())
        for pair in [pair for pair in kept if pair[1].id == entry]:
            kept.remove(pair)
        self._tell({"type": "gone", "entry": entry}, member.id)

    def forget(self, member: Member) -> None:
        """Forget all that a person said, caused and was shown, on everybody's pages."""
        private = self._private.pop(member.id, ())
        gone = [(entry.id, entry.owner) for _, entry in private]
        for kept in self._public.values():
            for pair in [pair for pair in kept if pair[1].by is not None and pair[1].by.id == member.id]:
                kept.remove(pair)
                gone.append((pair[1].id, None))
        for entry, owner in gone:
            self._tell({"type": "gone", "entry": entry}, owner)

    def present(self) -> list[Member]:
        """Return who is here, once for each tab."""
        return [tab.member for tab in self._tabs]

    def people(self) -> list[Json]:
        """Who is here, by name."""
        present = {tab.member.id: tab.member.name for tab in self._tabs}
        return [{"id": id_, "name": name} for id_, name in sorted(present.items(), key=lambda pair: fold(pair[1]))]

    def _of(self, owner: str) -> deque[tuple[int, Entry]]:
        kept = self._private.get(owner)
        if kept is None:
            kept = self._private[owner] = deque(maxlen=self._limits.history)
        return kept

    def _tell_people(self) -> None:
        self._tell({"type": "people", "people": self.people()}, None)

    def _tell(self, frame: dict[str, Json], owner: str | None) -> None:
        text = encode(frame)
        for tab in self._whose(owner):
            tab.send(text)

    def _whose(self, owner: str | None) -> Iterable[Tab]:
        # A copy, as a tab that overflows leaves while it is being told.
        return [tab for tab in self._tabs if owner is None or tab.member.id == owner]


def encode(frame: dict[str, Json]) -> str:
    """A frame as it goes over the socket; pure ASCII, so that no text whatever can fail to encode."""
    return json.dumps(frame, separators=(",", ":"), allow_nan=False)
