"""Things come after those that they need."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.reading.load import load
from bot.content.sequence import everything_needed, in_sequence
from tests.content.small_pack import COVER, lines, problems_in, write

NAMES = "abcdef"


@st.composite
def needs(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Draw what each name needs: names later in the alphabet, so that there's no circle."""
    return {
        name: tuple(draw(st.sets(st.sampled_from(NAMES[place + 1 :])))) if NAMES[place + 1 :] else ()
        for place, name in enumerate(NAMES)
    }


THINGS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 99)), max_size=20)


@given(needs(), THINGS)
def test_nothing_comes_before_what_it_needs(needs: dict[str, tuple[str, ...]], things: list[tuple[str, int]]) -> None:
    needed = everything_needed(needs)
    ordered = in_sequence(things, lambda thing: thing[0], needed)
    assert sorted(ordered) == sorted(things)
    for place, (name, _) in enumerate(ordered):
        assert not {later for later, _ in ordered[place:]} & needed[name]


@given(needs(), THINGS)
def test_things_in_order_stay_as_they_are(needs: dict[str, tuple[str, ...]], things: list[tuple[str, int]]) -> None:
    needed = everything_needed(needs)
    ordered = in_sequence(things, lambda thing: thing[0], needed)
    assert in_sequence(ordered, lambda thing: thing[0], needed) == ordered
    assert in_sequence(things, lambda thing: thing[0], {}) == things


@given(needs())
def test_needs_are_transitive(needs: dict[str, tuple[str, ...]]) -> None:
    needed = everything_needed(needs)
    for name in NAMES:
        assert needed[name] == {*needs[name], *(far for near in needs[name] for far in needed[near])}


def pack_with(folder: Path, *needs: str) -> Path:
    """Write a pack whose objectives a, b … need the given ones."""
    listed = (
        f"  - {{id: {name}, topic: use, statement: It is so., needs: [{each}]}}\n"
        for name, each in zip(NAMES, needs, strict=False)
    )
    folder = write(folder, objectives="objectives:\n" + "".join(listed))
    (folder / "pack.yaml").write_text(COVER, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        (["b", "c", "a"], "4:55: `a` would come before itself (a → b → c → a); delete one of these needs"),
        (["a"], "2:55: `a` would come before itself (a → a); delete one of these needs"),
        (["b, c", "c", "b"], "4:55: `b` would come before itself (b → c → b); delete one of these needs"),
        (["b", "x"], "3:55: there's no objective `x`; fix the id, or delete it"),
    ],
)
def test_circular_and_unknown_needs_are_faults(tmp_path: Path, needs: list[str], said: str) -> None:
    folder = pack_with(tmp_path / "pack", *needs)
    assert lines(problems_in(folder), folder) == [f"objectives.yaml:{said}"]


def test_two_objectives_may_need_the_same_one(tmp_path: Path) -> None:
    pack = load(pack_with(tmp_path / "pack", "b, c", "d", "d", ""))
    assert pack.needed == {"a": {"b", "c", "d"}, "b": {"d"}, "c": {"d"}, "d": frozenset()}
