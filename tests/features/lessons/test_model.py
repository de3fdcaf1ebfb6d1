"""Which pack's turn it is in a place."""

from bot.features.lessons.model import LastShown, TipShelf, longest_unseen

CATS, DOGS, FISH = (TipShelf("web:a", "general", pack) for pack in ("cats", "dogs", "fish"))


def test_the_shelf_left_unseen_for_longest_has_its_turn() -> None:
    shown = {CATS: {"a": LastShown(1, 30), "b": LastShown(1, 10)}, DOGS: {"a": LastShown(2, 20)}, FISH: {}}
    assert longest_unseen([CATS, DOGS], shown) == DOGS
    assert longest_unseen([CATS, DOGS, FISH], shown) == FISH


def test_the_first_of_equals_has_its_turn() -> None:
    shown: dict[TipShelf, dict[str, LastShown]] = {CATS: {}, DOGS: {}}
    assert longest_unseen([DOGS, CATS], shown) == DOGS
    assert longest_unseen([CATS, DOGS], shown) == CATS
