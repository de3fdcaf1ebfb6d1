import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.json_value import Json
from adapters.web.entries import ChannelEntry, new_id
from adapters.web.limits import Limits
from adapters.web.pictures import Pictures
from adapters.web.room import Room
from bot.language.message import Image
from bot.language.people import Member, local_member

ANA, BEN = local_member("Ana"), local_member("Ben")


class Listener:
    """A tab that remembers what it was told."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.told: list[Any] = []

    def send(self, frame: str) -> None:
        self.told.append(json.loads(frame))

    def forget(self) -> None:
        self.told.append({"type": "forgotten"})

    def of(self, type_: str) -> list[Any]:
        return [frame for frame in self.told if frame["type"] == type_]


def entry(text: str, by: Member = ANA, *, owner: str | None = None) -> ChannelEntry:
    return ChannelEntry("general", by, datetime(2026, 11, 24, tzinfo=UTC), text, None, None, owner, new_id())


def said(room: Room, to: Member) -> list[str]:
    """Return the texts that someone who joins now reads."""
    return [each["text"] for each in json.loads(room.history(to))]


def test_public_entries_reach_all_and_private_ones_their_owner_on_every_tab() -> None:
    room = Room(Limits())
    first, second, other = Listener(ANA), Listener(local_member("ANA")), Listener(BEN)
    for tab in (first, second, other):
        room.join(tab)
    room.add(entry("hello"))
    room.add(entry("psst", owner=ANA.id))
    texts = [[frame["entry"]["text"] for frame in tab.of("entry")] for tab in (first, second, other)]
    assert texts == [["hello", "psst"], ["hello", "psst"], ["hello"]]
    assert said(room, BEN) == ["hello"]


def test_an_entry_is_encoded_once_however_many_tabs_come(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []
    as_json = ChannelEntry.as_json

    def counted(self: ChannelEntry) -> dict[str, Json]:
        encoded.append(self.id)
        return as_json(self)

    monkeypatch.setattr(ChannelEntry, "as_json", counted)
    room = Room(Limits())
    first = entry("first")
    for number in range(20):
        room.join(Listener(local_member(f"Tab {number}")))
    room.add(first)
    histories = {room.history(local_member(f"Tab {number}")) for number in range(20)}
    assert len(histories) == 1
    assert encoded == [first.id]


def test_history_keeps_the_order_over_public_and_private() -> None:
    room = Room(Limits())
    for text, owner in (("1", None), ("2", ANA.id), ("3", None), ("4", BEN.id)):
        room.add(entry(text, owner=owner))
    assert said(room, ANA) == ["1", "2", "3"]


def test_a_replacement_takes_the_place_in_the_history() -> None:
    room = Room(Limits())
    old = entry("question", owner=ANA.id)
    room.add(old)
    room.add(entry("later"))
    room.add(entry("answered", owner=ANA.id), replacing=old.id)
    assert said(room, ANA) == ["answered", "later"]
    assert room.find(old.id, ANA.id) is None


def test_nobody_finds_the_private_entry_of_another() -> None:
    room = Room(Limits())
    secret = entry("secret", owner=ANA.id)
    room.add(secret)
    assert room.find(secret.id, ANA.id) is secret
    assert room.find(secret.id, BEN.id) is None


def test_nobody_dismisses_the_entries_of_others() -> None:
    room = Room(Limits())
    public, private = entry("public"), entry("private", owner=ANA.id)
    room.add(public)
    room.add(private)
    room.dismiss(public.id, BEN.id)
    room.dismiss(private.id, BEN.id)
    assert len(said(room, ANA)) == 2
    room.dismiss(private.id, ANA.id)
    assert said(room, ANA) == ["public"]


def test_what_is_remembered_is_bounded() -> None:
    room = Room(replace(Limits(), history=3, people=2))
    for number in range(10):
        room.add(entry(str(number)))
        room.add(entry("private", owner=f"person-{number}"))
    assert said(room, ANA) == ["7", "8", "9"]
    kept = [n for n in range(10) if len(said(room, Member(f"person-{n}", ""))) > 3]
    assert kept == [8, 9]


def test_people_are_listed_once_however_many_tabs_they_have() -> None:
    room = Room(Limits())
    tabs = [Listener(BEN), Listener(ANA), Listener(local_member("ana"))]
    for tab in tabs:
        room.join(tab)
    assert [each["id"] for each in room.people()] == ["ana", "ben"]  # type: ignore[index, call-overload]
    room.leave(tabs[1])
    room.leave(tabs[1])
    assert tabs[0].of("people")[-1]["people"] == [{"id": "ana", "name": "ana"}, {"id": "ben", "name": "Ben"}]


def nobody(_member: str) -> bool:
    return False


def test_pictures_are_bounded_and_their_addresses_cannot_be_worked_out() -> None:
    pictures = Pictures(100)
    first = pictures.keep(Image(b"a" * 60, "a", "a.png"))
    assert pictures.keep(Image(b"a" * 60, "a", "other.png")) == first
    assert Pictures(100).keep(Image(b"a" * 60, "a", "a.png")) != first
    second = pictures.keep(Image(b"b" * 60, "b", "b.png"))
    assert pictures.find(first.removeprefix("/picture/"), nobody) is None
    assert pictures.find(second.removeprefix("/picture/"), nobody) == Image(b"b" * 60, "b", "b.png")
