"""Former ids lead to the thing that had them, and to no other."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.reading.load import load
from bot.content.renamed import by_id, first_id
from tests.content.small_pack import lines, problems_in, write

CARD = "  - {{id: {}, was: [{}], objectives: [cut], front: What cuts?, back: A saw.}}\n"


@dataclass(frozen=True)
class Thing:
    id: str
    was: tuple[str, ...] = ()


@given(st.lists(st.integers(0, 99), unique=True, max_size=12), st.data())
def test_every_id_that_a_thing_ever_had_finds_it(numbers: list[int], data: st.DataObject) -> None:
    names = [str(number) for number in numbers]
    things = []
    while names:
        cut = data.draw(st.integers(1, len(names)))
        *was, now = names[:cut]
        things.append(Thing(now, tuple(was)))
        names = names[cut:]
    found = by_id(things)
    assert list(found) == [thing.id for thing in things]
    assert list(found.values()) == things
    for thing in things:
        for name in (*thing.was, thing.id):
            assert name in found
            assert found[name] is thing
            assert found.current(name) == thing.id
            assert first_id(found[name]) == (*thing.was, thing.id)[0]
    assert "100" not in found
    assert found.get("100") is None
    assert found.current("100") == "100"


def test_a_renamed_item_is_found_by_its_former_id(tmp_path: Path) -> None:
    text = "terms:\n  - {id: saw, was: [cutter], objectives: [cut], term: Saw, definition: It cuts.}\n"
    pack = load(write(tmp_path / "pack", terms=text))
    assert pack.term_by_id["cutter"] is pack.term_by_id["saw"]
    assert list(pack.term_by_id) == ["saw"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("one", "One")], "2:21: `One` is the id that it has now; delete it here"),
        (
            [("one", "two"), ("two", "")],
            "2:21: `two` is the id of {}:3; delete it here, or give that one another id",
        ),
        ([("one", "old"), ("two", "OLD")], "3:21: {}:2 had the id `OLD`, too; delete it in one of the two"),
        ([("one", "old, old")], "2:26: `old` is named twice; delete one of them"),
    ],
)
def test_a_former_id_leads_to_one_item(tmp_path: Path, entries: list[tuple[str, str]], said: str) -> None:
    folder = write(tmp_path / "pack", cards="cards:\n" + "".join(CARD.format(*each) for each in entries))
    assert lines(problems_in(folder), folder) == [f"cards.yaml:{said.format('cards.yaml')}"]


def test_items_of_other_kinds_may_have_had_the_same_id(tmp_path: Path) -> None:
    tip = "tips:\n  - {id: old, objectives: [cut], title: Cut, text: A saw cuts.}\n"
    assert not problems_in(write(tmp_path / "pack", cards="cards:\n" + CARD.format("one", "old"), tips=tip))
