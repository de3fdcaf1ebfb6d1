"""Which questions a quiz asks, and in which order it shows their options."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.item import Item
from bot.content.model import Pack, Topic
from bot.content.question import ChoiceQuestion, OrderQuestion
from bot.features.quizzes.questions import bank, is_derived, shuffled
from tests.features.packs.shelved import a_pack
from tests.packs import bundled, pets


def test_the_bank_holds_written_and_derived_questions() -> None:
    there_are = bank(pets())
    assert [each for each in there_are if ":" not in each] == [
        "walks-choice",
        "washes-itself",
        "filter-side",
        "tank-text",
        "water-order",
    ]
    assert {"comparison:housing:goldfish", "example:family", "card:tray"} <= set(there_are)
    assert "card:walks" not in there_are, "a long back cannot fairly be typed"


def test_derived_choices_have_one_right_answer_and_do_not_give_it_away() -> None:
    pack = bundled()
    derived = [each for each in bank(pack).values() if is_derived(each) and isinstance(each, ChoiceQuestion)]
    assert derived
    for question in derived:
        assert [option.correct for option in question.options].count(True) == 1
        assert len({option.text for option in question.options}) == 4


@given(st.integers(0, 2**31))
def test_options_are_shuffled_the_same_way_after_a_restart(seed: int) -> None:
    order = bank(pets())["water-order"]
    assert isinstance(order, OrderQuestion)
    shown = shuffled(order, seed)
    assert shown == shuffled(order, seed)
    assert sorted(shown) == [0, 1, 2, 3]
    assert shown != [0, 1, 2, 3], "an order question never starts out solved"


def glossary(folder: Path, terms: int) -> Pack:
    item = "  - {{id: t{0}, objectives: [cut], term: Word {0}, definition: Says something.}}"
    lines = map(item.format, range(terms))
    return a_pack(folder, terms="terms:\n" + "\n".join(lines) + "\n")


def test_a_term_is_asked_for_among_the_same_terms_in_every_version(tmp_path: Path) -> None:
    question = bank(glossary(tmp_path / "pack", 30))["term:t3"]
    assert isinstance(question, ChoiceQuestion)
    assert [option.text for option in question.options] == ["Word 3", "Word 16", "Word 20", "Word 22"]


def test_a_glossary_of_twice_the_size_takes_twice_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Item] = []
    topic_of = Pack.topic_of

    def counted(pack: Pack, item: Item) -> Topic:
        asked.append(item)
        return topic_of(pack, item)

    packs = [glossary(tmp_path / str(terms), terms) for terms in (50, 100)]
    monkeypatch.setattr(Pack, "topic_of", counted)
    works = []
    for pack in packs:
        asked.clear()
        bank(pack)
        works.append(len(asked))
    assert works[1] == 2 * works[0] > 0


def test_terms_are_asked_for_even_if_their_topics_are_small() -> None:
    pack = pets()
    by_topic = {each.topic: each.id for each in pack.objectives}
    wheres = [*by_topic.values()] * 2
    assert len(by_topic) > 1
    terms = tuple(
        pack.terms[0].model_copy(
            update={
                "id": name,
                "term": name,
                "aliases": (),
                "definition": f"Fruit {name[0] * 3}.",
                "objectives": (where,),
            }
        )
        for name, where in zip(("apple", "banana", "cherry", "damson"), wheres, strict=True)
    )
    bare = pack.model_copy(update={"questions": (), "comparisons": (), "examples": (), "cards": ()})
    assert not bank(bare.model_copy(update={"terms": terms[:3]}))
    questions = bank(bare.model_copy(update={"terms": terms}))
    assert len(questions) == 4
    for question in questions.values():
        assert isinstance(question, ChoiceQuestion)
        assert len({option.text for option in question.options}) == 4


def test_what_an_abbreviation_stands_for_is_no_wrong_option() -> None:
    pack = pets()
    names = ("KPI", "Key performance indicator", "Payslip", "Headcount")
    terms = tuple(
        pack.terms[0].model_copy(
            update={"id": f"t{number}", "term": name, "aliases": (), "definition": f"Number {number}."}
        )
        for number, name in enumerate(names)
    )
    questions = bank(pack.model_copy(update={"terms": terms}))
    options = {}
    for number, name in enumerate(names):
        question = questions[f"term:t{number}"]
        assert isinstance(question, ChoiceQuestion)
        options[name] = {option.text for option in question.options}
    assert options["KPI"] == {"KPI", "Payslip", "Headcount"}
    assert options["Key performance indicator"] == {"Key performance indicator", "Payslip", "Headcount"}
    assert options["Payslip"] == set(names)
