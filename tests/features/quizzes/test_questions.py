"""Which questions a quiz asks, and in which order it shows their options."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import ChoiceQuestion, OrderQuestion
from bot.features.quizzes.questions import bank, is_derived, on_topic, pick, shuffled
from tests.packs import bundled, pets


def test_the_bank_holds_written_and_derived_questions() -> None:
    questions = bank(pets())
    assert [each for each in questions if ":" not in each] == [
        "walks-choice",
        "washes-itself",
        "filter-side",
        "tank-text",
        "water-order",
    ]
    assert {"comparison:housing:goldfish", "example:family", "card:tray"} <= set(questions)
    assert "card:walks" not in questions, "a long back cannot fairly be typed"


def test_derived_choices_have_one_right_answer_and_do_not_give_it_away() -> None:
    pack = bundled()
    derived = [each for each in bank(pack).values() if is_derived(each) and isinstance(each, ChoiceQuestion)]
    assert derived
    for question in derived:
        assert [option.correct for option in question.options].count(True) == 1
        assert len({option.text for option in question.options}) == 4


@given(st.integers(1, 30), st.integers(), st.sets(st.sampled_from(sorted(bank(pets())))))
def test_pick_varies_and_never_repeats(count: int, seed: int, missed: set[str]) -> None:
    questions = list(bank(pets()).values())
    picked = pick(questions, count, Random(seed), missed)
    assert len(picked) == min(count, len(questions))
    assert len({question.id for question in picked}) == len(picked)
    if count == 3:
        assert {question.objectives[0] for question in picked} == {"C1", "C2", "H1"}


def test_missed_questions_come_back() -> None:
    questions = list(bank(pets()).values())
    for seed in range(20):
        assert "example:family" in {each.id for each in pick(questions, 3, Random(seed), {"example:family"})}


def test_the_same_seed_picks_the_same() -> None:
    questions = list(bank(pets()).values())
    assert pick(questions, 5, Random(7)) == pick(questions, 5, Random(7))


@given(st.integers(0, 2**31))
def test_options_are_shuffled_the_same_way_after_a_restart(seed: int) -> None:
    order = pets().question_by_id["water-order"]
    assert isinstance(order, OrderQuestion)
    shown = shuffled(order, seed)
    assert shown == shuffled(order, seed)
    assert sorted(shown) == [0, 1, 2, 3]
    assert shown != [0, 1, 2, 3], "an order question never starts out solved"


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(0, 30))
def test_each_pick_is_the_least_of_all_that_are_left(seed: int, count: int, wrong: int) -> None:
    """Picking stops looking where nothing better can come; a plain minimum over all must find the same."""
    there_are = on_topic(bundled(), None)
    missed = {each.id for each in Random(seed).sample(there_are, wrong)}
    random, rest, asked = Random(seed), list(there_are), Counter[str]()
    random.shuffle(rest)
    rest.sort(key=lambda each: (each.id not in missed, is_derived(each)))
    expected = []
    for _ in range(count):
        best = min(
            rest,
            key=lambda each: (
                max(asked[objective] for objective in each.objectives),
                (each.id not in missed, is_derived(each)),
                asked[each.type],
            ),
        )
        rest.remove(best)
        expected.append(best.id)
        asked.update((*best.objectives, best.type))
    assert {each.id for each in pick(there_are, count, Random(seed), missed)} == set(expected)
