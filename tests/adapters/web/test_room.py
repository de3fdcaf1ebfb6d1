import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adapters.web.limits import Limits
from adapters.web.pictures import Pictures
from adapters.web.room import Entry, Room, new_id
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

    def of(self, type_: str) -> list[Any]:
        return [frame for frame in self.told if frame["type"] == type_]


def entry(text: str, by: Member = ANA, *, owner: str | None = None) -> Entry:
    return Entry("general", by, datetime(2026, 11, 24, tzinfo=UTC), text, None, None, owner, new_id())


def test_public_entries_reach_all_and_private_ones_their_owner_on_every_tab() -> None:
    room = Room(Limits())
    first, second, other = Listener(ANA), Listener(local_member("ANA")), Listener(BEN)
    for tab in (first, second, other):
        room.join(tab)
    room.add(entry("hello"))
    room.add(entry("psst", owner=ANA.id))
    texts = [[frame["entry"]["text"] for frame in tab.of("entry")] for tab in (first, second, other)]
    assert texts == [["hello", "psst"], ["hello", "psst"], ["hello"]]
    assert [each["text"] for each in room.history(BEN)] == ["hello"]  # type: ignore[index, call-overload]


def test_history_keeps_the_order_over_public_and_private() -> None:
    room = Room(Limits())
    for text, owner in (("1", None), ("2", ANA.id), ("3", None), ("4", BEN.id)):
        room.add(entry(text, owner=owner))
    assert [each["text"] for each in room.history(ANA)] == ["1", "2", "3"]  # type: ignore[index, call-overload]


def test_a_replacement_takes_the_place_in_the_history() -> None:
    room = Room(Limits())
    old = entry("question", owner=ANA.id)
    room.add(old)
    room.add(entry("later"))
    room.add(entry("answered", owner=ANA.id), replacing=old.id)
    assert [each["text"] for each in room.history(ANA)] == ["answered", "later"]  # type: ignore[index, call-overload]
    assert room.find(old.id, ANA) is None


def test_nobody_finds_the_private_entry_of_another() -> None:
    room = Room(Limits())
    secret = entry("secret", owner=ANA.id)
    room.add(secret)
    assert room.find(secret.id, ANA) is secret
    assert room.find(secret.id, BEN) is None


def test_nobody_dismisses_the_entries_of_others() -> None:
    room = Room(Limits())
    public, private = entry("public"), entry("private", owner=ANA.id)
    room.add(public)
    room.add(private)
    room.dismiss(public.id, BEN)
    room.dismiss(private.id, BEN)
    assert len(room.history(ANA)) == 2
    room.dismiss(private.id, ANA)
    assert [each["text"] for each in room.history(ANA)] == ["public"]  # type: ignore[index, call-overload]


def test_what_is_remembered_is_bounded() -> None:
    room = Room(replace(Limits(), history=3, people=2))
    for number in range(10):
        room.add(entry(str(number)))
        room.add(entry("private", owner=f"person-{number}"))
    assert [each["text"] for each in room.history(ANA)] == ["7", "8", "9"]  # type: ignore[index, call-overload]
    kept = [n for n in range(10) if len(room.history(Member(f"person-{n}", ""))) > 3]
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


def test_pictures_are_bounded_and_their_addresses_cannot_be_worked_out() -> None:
    pictures = Pictures(100)
    first = pictures.keep(Image(b"a" * 60, "a", "a.png"))
    assert pictures.keep(Image(b"a" * 60, "a", "other.png")) == first
    assert Pictures(100).keep(Image(b"a" * 60, "a", "a.png")) != first
    second = pictures.keep(Image(b"b" * 60, "b", "b.png"))
    assert pictures.find(first.removeprefix("/picture/"), "") is None
    assert pictures.find(second.removeprefix("/picture/"), "") == b"b" * 60
