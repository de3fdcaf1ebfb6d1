"""A second import: changes in the file are taken over, and what was changed by hand stays."""

from collections.abc import Mapping, Sequence

from bot.content.item import Item
from bot.content.model import Card
from bot.exchange.assembling import assembled
from bot.exchange.merging import Last, Merged, merged
from bot.exchange.model import ImportedItem, ParsedFile


def run(standing: Mapping[str, Sequence[Item]], last: Last, **backs: str) -> Merged:
    taken = tuple(
        ImportedItem(f"row {key}", "cards", {"front": key, "back": back}, key) for key, back in backs.items()
    )
    return merged(standing, set(), assembled(ParsedFile("table", taken), "Tea").placed, last)


def cards(found: Merged) -> dict[str, str]:
    return {card.front: card.back for card in found.items["cards"] if isinstance(card, Card)}


def test_what_changed_in_the_file_is_taken_over_and_what_is_gone_stays() -> None:
    first = run({}, {}, a="1", b="2")
    again = run(first.items, first.last, a="1", b="2")
    assert (again.new, again.changed, again.items, again.last) == (0, 0, first.items, first.last)
    second = run(first.items, first.last, b="3", c="4")
    assert cards(second) == {"a": "1", "b": "3", "c": "4"}
    assert (second.new, second.changed) == (1, 1)


def test_what_was_changed_or_added_by_hand_stays() -> None:
    first = run({}, {}, a="1", b="2")
    one, two = first.items["cards"]
    by_hand = {"cards": [one.model_copy(update={"back": "mine", "level": 2}), two]}
    second = run(by_hand, first.last, a="9", b="9")
    assert cards(second) == {"a": "mine", "b": "9"}
    assert second.items["cards"][0].level == 2
    assert second.kept == ["row a: someone changed the back to “mine” here, so I kept that; the file says “9”"]
    assert run(second.items, second.last, a="9", b="9").kept == [], "it's told once"


def test_what_was_deleted_or_moved_by_hand_does_not_come_back() -> None:
    first = run({}, {}, a="1", b="2")
    second = run({"cards": first.items["cards"][1:]}, first.last, a="1", b="2")
    assert cards(second) == {"b": "2"}
    assert second.kept == ["row a: someone deleted it here, so I left it out"]
    moved = merged(
        {},
        {"cards/a"},
        assembled(ParsedFile("t", (ImportedItem("row 1", "cards", {"front": "a", "back": "1"}, "a"),)), "T").placed,
        {},
    )
    assert (moved.items, len(moved.kept)) == ({}, 1)
