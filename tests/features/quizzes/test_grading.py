"""Posing and grading every type of question."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import ChoiceQuestion, OrderQuestion
from bot.features.quizzes.grading import judge_choice, judge_order, judge_text
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import present
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import describe
from bot.judging.model import Verdict
from bot.language.actions import decode
from bot.language.controls import Buttons
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from tests.packs import pets


def posed(question: str, seed: int = 1) -> Posed:
    return Posed(pets(), bank(pets())[question], "quizid", 2, seed)


@pytest.mark.parametrize("question", [question.id for question in pets().questions])
def test_every_question_can_be_pressed(question: str) -> None:
    shown = Message(tuple(present(posed(question))))
    assert buttons(shown)
    for button in buttons(shown):
        decode(button.press)


def test_choice_right_and_wrong() -> None:
    right = judge_choice(posed("walks-choice"), 0)
    assert right.verdict is Verdict.RIGHT
    assert plain(Message(right.reply)) == "✓ Right!\n\nDogs need exercise outdoors."
    wrong = judge_choice(posed("walks-choice"), 2)
    assert wrong.verdict is Verdict.WRONG
    said = plain(Message(wrong.reply))
    assert "It would not enjoy a walk." in said
    assert "The dog" in said
    assert "Dogs need exercise outdoors." not in said  # one reason: why theirs is wrong


@pytest.mark.parametrize(
    ("question", "choice", "counts"),
    [
        ("washes-itself", 1, True),
        ("washes-itself", 0, False),
        ("filter-side", 2, True),
        ("filter-side", 0, False),
        ("filter-side", 3, False),
    ],
)
def test_true_false_and_which_side(question: str, choice: int, counts: bool) -> None:
    assert judge_choice(posed(question), choice).verdict.counts is counts


def test_a_reply_names_the_answer_as_its_button_does() -> None:
    question = posed("washes-itself")
    wrong = next(option for option in options_of(question) if not option.right)
    right = next(option.label for option in options_of(question) if option.right)
    assert f"The right answer is {right}." in plain(Message(judge_choice(question, int(wrong.stored)).reply))


@pytest.mark.parametrize(("question", "choice"), [("walks-choice", 3), ("washes-itself", 2), ("filter-side", 4)])
def test_an_option_that_does_not_exist_is_refused(question: str, choice: int) -> None:
    with pytest.raises(Refusal, match="doesn't exist"):
        judge_choice(posed(question), choice)


def test_typed_answers() -> None:
    assert judge_text(posed("tank-text"), "fish tank").verdict is Verdict.RIGHT
    misspelt = judge_text(posed("tank-text"), "aquarim")
    assert misspelt.verdict is Verdict.MISSPELT
    assert "It's spelt aquarium." in plain(Message(misspelt.reply))
    assert judge_text(posed("tank-text"), "bowl").verdict is Verdict.WRONG
    with pytest.raises(Refusal, match="empty"):
        judge_text(posed("tank-text"), "")
    with pytest.raises(Refusal, match="buttons"):
        judge_text(posed("washes-itself"), "true")


def test_an_order_is_judged_once_it_is_complete() -> None:
    assert judge_order(posed("water-order"), "") is None
    assert judge_order(posed("water-order"), "01") is None
    right = judge_order(posed("water-order"), "0123")
    wrong = judge_order(posed("water-order"), "1023")
    assert right is not None
    assert right.verdict is Verdict.RIGHT
    assert wrong is not None
    assert wrong.verdict is Verdict.WRONG


@pytest.mark.parametrize("picked", ["00", "4", "x", "01234"])
def test_an_impossible_order_is_refused(picked: str) -> None:
    with pytest.raises(Refusal, match="start again"):
        judge_order(posed("water-order"), picked)


@given(st.integers(0, 2**31))
def test_pressing_the_order_buttons_reaches_every_order(seed: int) -> None:
    picked = ""
    for step in range(4):
        pressable = [block for block in present(posed("water-order", seed), picked) if isinstance(block, Buttons)]
        labels = [button.label for button in pressable[0].buttons]
        assert len(labels) == 4 - step + (1 if step else 0)
        picked = vars_of(pressable[0].buttons[0].press)
    assert judge_order(posed("water-order", seed), picked) is not None


def vars_of(press: str) -> str:
    return press.rsplit(":", 1)[1]


@given(st.integers(0, 2**31))
def test_stored_answers_are_described_as_they_were_seen(seed: int) -> None:
    choice = posed("walks-choice", seed)
    assert isinstance(choice.question, ChoiceQuestion)
    shown = [button.label for block in present(choice) if isinstance(block, Buttons) for button in block.buttons]
    described = [describe(choice, str(number)) for number in range(3)]
    assert sorted(described) == ["A", "B", "C"]
    for number, letter in enumerate(described):
        assert f"{letter}. {choice.question.options[number].text}" in shown
    assert describe(posed("washes-itself"), "0") == "False"
    assert describe(posed("filter-side"), "3") == "All of them"
    assert describe(posed("water-order"), "10") == "Take out a third → Unplug the pump"


@pytest.mark.parametrize("seed", range(5))
def test_items_too_long_for_a_button_are_listed_above_letters_that_stay(seed: int) -> None:
    short = posed("water-order", seed)
    assert isinstance(short.question, OrderQuestion)
    items = tuple(f"{item}, which takes you about five minutes" for item in short.question.items)
    long = replace(short, question=short.question.model_copy(update={"items": items}))
    picked = ""
    letter_of: dict[str, str] = {}
    for step in range(4):
        blocks = present(long, picked)
        (group,) = [block for block in blocks if isinstance(block, Buttons)]
        letters = {button.label: vars_of(button.press)[-1] for button in group.buttons if len(button.label) == 1}
        assert len(letters) == 4 - step
        letter_of = letter_of or letters
        assert letters.items() <= letter_of.items()
        said = plain(Message(tuple(blocks)))
        assert all(f"{letter}. {items[int(digit)]}" in said for letter, digit in letters.items())
        picked = vars_of(group.buttons[0].press)
    assert judge_order(long, picked) is not None
