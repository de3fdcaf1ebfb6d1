"""A question's right answer in words."""

import pytest

from bot.content.question import SeveralQuestion
from bot.content.solutions import told
from bot.features.quizzes.questions import bank
from tests.packs import bakery, pets, rivers


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("walks-choice", "The dog. Dogs need exercise outdoors."),
        ("capitals-match", "Paris → Seine; London → Thames; Rome → Tiber."),
        ("congo-cloze", "The Congo crosses the equator twice."),
        ("volga-statement", "False."),
    ],
)
def test_the_answer_is_told_with_its_reason(question: str, said: str) -> None:
    pack = next(each for each in (pets(), rivers()) if question in bank(each))
    assert told(pack, bank(pack)[question]) == said


def test_a_reason_that_says_the_answer_is_enough() -> None:
    question = next(each for each in bakery().questions if isinstance(each, SeveralQuestion))
    options = [each.model_copy(update={"why": f"{each.text}, as in most bread."}) for each in question.options]
    assert told(bakery(), question.model_copy(update={"options": tuple(options)})).startswith(
        "Flour, as in most bread."
    )
