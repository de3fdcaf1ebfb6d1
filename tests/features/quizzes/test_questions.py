"""Which questions a quiz asks, and in which order it shows their options."""

from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import ChoiceQuestion, OrderQuestion
from bot.features.quizzes.questions import bank, is_derived, shuffled
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
    order = pets().question_by_id["water-order"]
    assert isinstance(order, OrderQuestion)
    shown = shuffled(order, seed)
    assert shown == shuffled(order, seed)
    assert sorted(shown) == [0, 1, 2, 3]
    assert shown != [0, 1, 2, 3], "an order question never starts out solved"
