"""A draft on top of what others published since: changes by one are taken, changes by both are asked about."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import Pack
from bot.content.reading.files import Files
from bot.content.reading.load import from_files
from bot.content.writing.files import files_of
from bot.features.packs.carrying_over import carry_over
from tests.packs import pets


def changed(pack: Pack, **fields: Any) -> Pack:
    return Pack.model_construct(**{name: fields.get(name, getattr(pack, name)) for name in Pack.model_fields})


BASE = changed(
    pets(), cards=(*pets().cards, *(each.model_copy(update={"id": f"{each.id}-2"}) for each in pets().cards))
)
CARDS = [each.id for each in BASE.cards]


def with_back(pack: Pack, card: str, back: str) -> Pack:
    cards = (each.model_copy(update={"back": back}) if each.id == card else each for each in pack.cards)
    return changed(pack, cards=tuple(cards))


def without(pack: Pack, card: str) -> Pack:
    return changed(pack, cards=tuple(each for each in pack.cards if each.id != card))


def back_of(pack: Pack, card: str) -> str | None:
    return next((each.back for each in pack.cards if each.id == card), None)


def test_what_only_one_changed_is_taken() -> None:
    first, second, third, *_ = CARDS
    mine = with_back(without(BASE, third), first, "Mine.")
    theirs = changed(with_back(BASE, second, "Theirs."), title="Pets, renamed")
    carried = carry_over(BASE, mine, theirs)
    assert not carried.conflicts
    assert [back_of(carried.pack, each) for each in (first, second, third)] == ["Mine.", "Theirs.", None]
    assert carried.pack.title == "Pets, renamed"


def test_the_same_change_by_both_is_not_a_conflict() -> None:
    both = with_back(BASE, CARDS[0], "The same.")
    assert carry_over(BASE, both, both) == carry_over(both, both, both)


@pytest.mark.parametrize(("choice", "back"), [(True, "Mine."), (False, "Theirs.")])
def test_what_both_changed_is_decided(choice: bool, back: str) -> None:
    mine, theirs = (with_back(BASE, CARDS[0], said) for said in ("Mine.", "Theirs."))
    (conflict,) = carry_over(BASE, mine, theirs).conflicts
    assert (conflict.list_name, conflict.id) == ("cards", CARDS[0])
    decided = carry_over(BASE, mine, theirs, [choice])
    assert not decided.conflicts
    assert back_of(decided.pack, CARDS[0]) == back


def test_what_is_changed_here_and_removed_there_is_a_conflict() -> None:
    mine, theirs = with_back(BASE, CARDS[0], "Mine."), without(BASE, CARDS[0])
    (conflict,) = carry_over(BASE, mine, theirs).conflicts
    assert conflict.theirs is None
    assert back_of(carry_over(BASE, mine, theirs, [True]).pack, CARDS[0]) == "Mine."


def test_a_topic_comes_back_with_its_item() -> None:
    """They removed a topic with everything in it; I changed a card in it and chose my version."""
    first = BASE.cards[0]
    topic = BASE.topic_of(first)
    gone = {each.id for each in BASE.objectives if each.topic == topic.id}
    lists = {
        name: tuple(each for each in getattr(BASE, name) if not gone & {*each.objectives})
        for name in ("comparisons", "terms", "tips", "examples", "cards", "clozes", "worked", "questions")
    }
    theirs = changed(
        BASE,
        **lists,
        topics=tuple(each for each in BASE.topics if each is not topic),
        objectives=tuple(each for each in BASE.objectives if each.id not in gone),
    )
    carried = carry_over(BASE, with_back(BASE, first.id, "Mine."), theirs, [True])
    assert carried.pack.topic_of(next(each for each in carried.pack.cards if each.id == first.id)).id == topic.id


def test_without_the_version_it_began_with_nothing_counts_as_unchanged() -> None:
    mine, theirs = with_back(BASE, CARDS[0], "Mine."), without(BASE, CARDS[1])
    carried = carry_over(None, mine, theirs)
    assert [each.id for each in carried.conflicts] == [CARDS[0]]
    assert back_of(carried.pack, CARDS[1]) is not None


EDITS = st.lists(st.tuples(st.sampled_from(CARDS), st.sampled_from(["change", "remove"]), st.sampled_from("xy")))


def edited(edits: list[tuple[str, str, str]]) -> Pack:
    pack = BASE
    for card, what, how in edits:
        pack = with_back(pack, card, f"Changed to {how}.") if what == "change" else without(pack, card)
    return pack


@given(EDITS, EDITS, st.booleans())
def test_nothing_is_lost(mine: list[tuple[str, str, str]], theirs: list[tuple[str, str, str]], choice: bool) -> None:
    base, draft, published = BASE, edited(mine), edited(theirs)
    asked = len(carry_over(base, draft, published).conflicts)
    carried = carry_over(base, draft, published, [choice] * asked)
    assert not carried.conflicts
    for card in CARDS:
        was, now = back_of(base, card), back_of(carried.pack, card)
        wanted = {back_of(draft, card), back_of(published, card)}
        assert now in wanted
        assert len(wanted) == 1 or now != was, "those who changed something get it"
    alone = carry_over(base, draft, base)
    assert alone.pack == draft


def test_the_result_can_be_loaded() -> None:
    first, second = (each.id for each in pets().cards)
    carried = carry_over(pets(), with_back(pets(), first, "Mine."), without(pets(), second))
    folder = Path("pack")
    files = {folder / name: raw for name, raw in files_of(carried.pack).items()}
    assert from_files(Files(folder, files)).pack.cards == carried.pack.cards
