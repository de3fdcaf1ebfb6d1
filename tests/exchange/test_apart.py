"""A file is read in a process of its own, which is ended when it takes too much."""

import pytest

from bot.exchange import apart
from bot.exchange.source import Unreadable


def test_what_is_read_apart_is_what_was_there() -> None:
    found = apart.read_apart("Front,Back,T\nä,b,c\nd,,\n".encode(), {"T": "topic"})
    assert [(each.fields, each.topic) for each in found.taken] == [({"front": "ä", "back": "b"}, "c")]
    assert found.left[0].where == "row 3"
    with pytest.raises(Unreadable, match="I don't know this sort of file"):
        apart.read_apart(b"\x00\x01\x02\x03")


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(Unreadable, match="too long"):
        apart.read_apart(b"Front,Back\na,b\n")
