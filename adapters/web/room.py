"""The room that all tabs share: its channels, the people present, and a limited number of entries, all in memory.

Public entries are also stored, so that they survive a restart; private ones aren't.
"""

import json
from collections import deque
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple, Protocol

from cachetools import LRUCache

from adapters.json_value import Json
from adapters.web.entries import CHANNELS, ChannelEntry, new_id
from adapters.web.limits import Limits
from bot.language.people import Member
from bot.language.text import fold


class _Kept(NamedTuple):
    number: int
    entry: ChannelEntry
    encoded: str
    """The entry's JSON for the sockets; encoded only once, however many tabs it's sent to."""


class Tab(Protocol):
    """One open page."""

    member: Member

    def send(self, frame: str) -> None:
        """Queue a frame without waiting."""

    def forget(self) -> None:
        """Keep nothing of what's being answered: the tab's person has just been erased."""


class Records(Protocol):
    """Stores public entries across restarts, in the background."""

    def record(self, number: int, entry: ChannelEntry) -> None:
        """Store an entry as it is now.

        Args:
            number: its position.
            entry: a public entry.
        """

    def drop(self, entry: ChannelEntry) -> None:
        """Delete a stored entry."""


class Room:
    """Everything that the tabs share.

    Args:
        limits: how many entries are kept.
        records: stores public entries across restarts; None to lose them then.

    Attributes:
        last_erasure: changes whenever someone is erased, for pages that weren't connected then; "" at first.
    """

    def __init__(self, limits: Limits, records: Records | None = None) -> None:
        self._limits = limits
        self._records = records
        self._slips: list[str] = []
        self._warnings: list[str] = []
        self._tabs: list[Tab] = []
        self._numbers = count()
        self.last_erasure = ""
        self._public: dict[str, deque[_Kept]] = {channel: deque(maxlen=limits.history) for channel in CHANNELS}
        self._private: LRUCache[str, deque[_Kept]] = LRUCache(limits.people)

    def restore(self, number: int, entry: ChannelEntry) -> None:
        """Restore an entry from before a restart; call this for the oldest first.

        Args:
            number: its position.
            entry: a public entry.
        """
        self._numbers = count(number + 1)
        self._append(_Kept(number, entry, encode(entry.as_json())))

    def join(self, tab: Tab) -> None:
        """Add an identified tab; the same person's other tabs get the same name."""
        for other in self._tabs:
            if other.member.id == tab.member.id:
                other.member = tab.member
        self._tabs.append(tab)
        self._tell_people()

    def leave(self, tab: Tab) -> None:
        """Remove a tab; do nothing if it never joined."""
        if tab in self._tabs:
            self._tabs.remove(tab)
            self._tell_people()

    def history(self, member: Member) -> str:
        """Return the entries that a person may see, oldest first, as a JSON array."""
        seen = [*self._private.get(member.id, ()), *(each for entries in self._public.values() for each in entries)]
        return f"[{','.join(each.encoded for each in sorted(seen))}]"

    def find(self, entry: str, member: str) -> ChannelEntry | None:
        """Return the entry with this id, if it's still there and the member with that id may see it."""
        for entries in (self._private.get(member, ()), *self._public.values()):
            for each in entries:
                if each.entry.id == entry:
                    return each.entry
        return None

    def add(self, entry: ChannelEntry, *, replacing: str | None = None, kept: bool = True) -> None:
        """Add an entry, and show it to those who may see it.

        Args:
            entry: the entry to add.
            replacing: the id of the same person's private entry that it replaces. If the room has dropped that one,
                pages that still show it replace it all the same.
            kept: whether the room keeps it, for those who come later.
        """
        encoded = encode(entry.as_json())
        if kept:
            self._keep(entry, encoded, replacing)
        self._tell(encode({"type": "entry", "replaces": replacing}, entry=encoded), entry.owner)

    def _keep(self, entry: ChannelEntry, encoded: str, replacing: str | None) -> None:
        number, entries = next(self._numbers), self._of(entry)
        for index, old in enumerate(entries):
            if replacing is not None and old.entry.id == replacing:
                entries[index] = _Kept(old.number, entry, encoded)
                return
        self._append(_Kept(number, entry, encoded))
        self._record(number, entry)

    def board(self, entry: str) -> ChannelEntry | None:
        """Return the board with this id, if it's still there."""
        return next((each for each in self.public() if each.id == entry and each.by is None), None)

    def change(self, board: ChannelEntry) -> None:
        """Update a board or another public entry in place, on everyone's pages."""
        entries, encoded = self._public[board.channel], encode(board.as_json())
        for index, old in enumerate(entries):
            if old.entry.id == board.id:
                entries[index] = _Kept(old.number, board, encoded)
                self._record(old.number, board)
        self._tell(encode({"type": "board"}, entry=encoded), None)

    def tell(self, answer: ChannelEntry) -> None:
        """Update a private answer in place, and scroll it into view.

        Nothing happens if the person has dismissed it, or was erased.
        """
        entries, encoded = self._private.get(answer.owner or "", deque()), encode(answer.as_json())
        for index, old in enumerate(entries):
            if old.entry.id == answer.id:
                entries[index] = _Kept(old.number, answer, encoded)
                self._tell(encode({"type": "told"}, entry=encoded), answer.owner)

    def dismiss(self, entry: str, member: str) -> None:
        """Remove a private entry of the member with this id, on all their tabs."""
        entries = self._private.get(member, deque())
        for old in [old for old in entries if old.entry.id == entry]:
            entries.remove(old)
        self._tell(encode({"type": "gone", "entry": entry}), member)

    def forget(self, member: str) -> set[str]:
        """Remove everything that a person said, caused or was shown, on everyone's pages.

        Args:
            member: their id.

        Returns:
            The names that they used.
        """
        theirs = [tab for tab in self._tabs if tab.member.id == member]
        for tab in theirs:
            tab.forget()
        names = {tab.member.name for tab in theirs}
        self.last_erasure = new_id()
        removed = [(each.entry.id, each.entry.owner) for each in self._private.pop(member, ())]
        self._tell(_FORGOTTEN, member)
        for entries in self._public.values():
            for entry in [each.entry for each in entries]:
                if entry.by is not None and entry.by.id == member:
                    self._remove(entry)
                    removed.append((entry.id, None))
                    names.add(entry.by.name)
        for id_, owner in removed:
            self._tell(encode({"type": "gone", "entry": id_}), owner)
        return names

    def clear(self) -> None:
        """Remove everything, on everyone's pages."""
        self.last_erasure = new_id()
        removed = [(each.entry.id, each.entry.owner) for entries in self._private.values() for each in entries]
        self._private.clear()
        self._tell(_FORGOTTEN, None)
        for entry in self.public():
            self._remove(entry)
            removed.append((entry.id, None))
        for id_, owner in removed:
            self._tell(encode({"type": "gone", "entry": id_}), owner)

    def public(self) -> list[ChannelEntry]:
        """Return the public entries, channel by channel."""
        return [each.entry for entries in self._public.values() for each in entries]

    def show_slips(self, slips: list[str]) -> None:
        """Show administrators the errors that keep packs out of use, instead of the earlier ones.

        Args:
            slips: one line per error, with its position in the files; empty if there are none.
        """
        self._slips = slips
        self._tell_slips()

    def show_warnings(self, warnings: list[str]) -> None:
        """Show administrators the warnings about their packs, instead of the earlier ones.

        Args:
            warnings: one line per warning, with its position in the files; empty if there are none.
        """
        self._warnings = warnings
        self._tell_slips()

    def _tell_slips(self) -> None:
        for tab in [tab for tab in self._tabs if tab.member.administrator]:
            tab.send(encode({"type": "slips", **self.slips(tab.member)}))

    def slips(self, member: Member) -> dict[str, Json]:
        """Return the packs' errors and warnings; empty for members who aren't administrators."""
        if not member.administrator:
            return {"slips": [], "warnings": []}
        return {"slips": [*self._slips], "warnings": [*self._warnings]}

    def present(self) -> list[Member]:
        """Return the people present, once per tab."""
        return [tab.member for tab in self._tabs]

    def people(self) -> list[Json]:
        """Return the people present, sorted by name."""
        present = {tab.member.id: tab.member.name for tab in self._tabs}
        return [{"id": id_, "name": name} for id_, name in sorted(present.items(), key=lambda pair: fold(pair[1]))]

    def _of(self, entry: ChannelEntry) -> deque[_Kept]:
        """Return the list that an entry belongs to: its channel's, or its owner's."""
        if entry.owner is None:
            return self._public[entry.channel]
        entries = self._private.get(entry.owner)
        if entries is None:
            entries = self._private[entry.owner] = deque(maxlen=self._limits.history)
        return entries

    def _append(self, new: _Kept) -> None:
        entries = self._of(new.entry)
        if new.entry.owner is None and len(entries) == entries.maxlen:  # drop the oldest
            self._remove(entries[0].entry)
        entries.append(new)

    def _remove(self, entry: ChannelEntry) -> None:
        """Remove a public entry for those who join from now on."""
        entries = self._public[entry.channel]
        entries.remove(next(each for each in entries if each.entry.id == entry.id))
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
        # A copy, because a tab whose queue overflows leaves during the loop.
        return [tab for tab in self._tabs if owner is None or tab.member.id == owner]


def encode(frame: dict[str, Json], **encoded: str) -> str:
    """Return a frame's JSON for the socket, in pure ASCII, so that any text can be encoded.

    Args:
        frame: its fields.
        encoded: additional fields, whose values are JSON already.
    """
    whole = json.dumps(frame, separators=(",", ":"), allow_nan=False)
    return whole[:-1] + "".join(f',"{name}":{value}' for name, value in encoded.items()) + "}"


# An open page may show private entries that the room has lost, as in a restart, or never had: it drops them all.
_FORGOTTEN = encode({"type": "forgotten"})
