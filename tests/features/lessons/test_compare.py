"""Comparisons and worked examples, as messages, and looking things up by name."""

from collections.abc import Callable

import pytest

from bot.content.finding.finder import Finder
from bot.features.lessons import compare
from bot.features.lessons.actions import ShowComparison, ShowExample, ShowTopic, ShowTopics
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import decode
from bot.language.message import Drawing, Table
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from tests.packs import pets

PETS = pets()
FINDER = Finder(PETS)
CARE, HOME = PETS.topics


def test_the_overview_tells_every_topic_for_every_side() -> None:
    lesson = compare.overview(PETS, PETS.sides)
    table = next(block for block in lesson.message.blocks if isinstance(block, Table))
    assert table.columns == ("Topic", "Cat", "Dog", "Goldfish")
    assert table.rows[1] == ("The home", "A litter box", "A garden nearby", "An aquarium")
    assert not lesson.message.private


def test_a_topic_is_a_table_with_ways_to_go_on() -> None:
    lesson = compare.topic_table(PETS, CARE, PETS.sides)
    table = next(block for block in lesson.message.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["Exercise", "Hygiene"]
    assert lesson.shown == ("comparison:exercise", "comparison:hygiene")
    presses = {button.label: decode(button.press) for button in buttons(lesson.message)}
    assert presses["Quiz me"] == StartQuiz("pets", "care")
    assert presses["Next: The home"] == ShowTopic("pets", "home")
    assert presses["Exercise"] == ShowComparison("pets", "exercise")
    assert presses["A worked example"] == ShowExample("pets", "traveller")
    assert "Pets compared · Daily care" in plain(lesson.message)


def test_the_last_topic_leads_back_to_all() -> None:
    presses = [decode(button.press) for button in buttons(compare.topic_table(PETS, HOME, PETS.sides).message)]
    assert ShowTopics("pets") in presses


def test_sides_can_be_chosen() -> None:
    table = next(
        block for block in compare.topic_table(PETS, CARE, PETS.sides[:1]).message.blocks if isinstance(block, Table)
    )
    assert table.columns == ("Aspect", "Cat")


def test_a_picture_takes_the_place_of_the_table() -> None:
    picture = Drawing("recipe", "alt", "care")
    blocks = compare.drawn_topic(PETS, CARE, picture, 0).message.blocks
    assert picture in blocks
    assert not any(isinstance(block, Table) for block in blocks)


def test_a_worked_example_hides_its_answer_first() -> None:
    example = PETS.example_by_id["traveller"]
    asked = compare.worked_example(PETS, example, solved=False)
    assert example.why not in plain(asked.message)
    assert asked.shown == ()
    solved = compare.worked_example(PETS, example, solved=True)
    assert "Goldfish. It can be fed" in plain(solved.message)
    assert solved.shown == ("example:traveller",)
    family = compare.worked_example(PETS, PETS.example_by_id["family"], solved=True)
    assert "Both, together. Each of them" in plain(family.message) or "All of them" in plain(family.message)


@pytest.mark.parametrize(
    ("look_up", "sentence"),
    [
        (
            lambda: FINDER.topic("space travel"),
            "I don't have a topic “space travel”. Choose one of: Daily care, The home.",
        ),
        (
            lambda: FINDER.aspect("excercise time", None),
            "I don't have an aspect “excercise time”. Did you mean Exercise?",
        ),
        (lambda: FINDER.side("horse"), "I don't have a side “horse”. Choose Cat or Dog or Goldfish."),
        (
            lambda: FINDER.aspect("feathers", CARE),
            "I don't have an aspect “feathers” in Daily care. Run /compare Daily care to see them all.",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_an_offer(look_up: Callable[[], object], sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        look_up()
    assert caught.value.sentence == sentence
