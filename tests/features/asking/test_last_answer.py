"""A short question about the item that was shown last."""

import pytest

from bot.content.finding.ranking import Found, Hit
from bot.features.asking.last_answer import is_about_it
from tests.features.asking.kitchen import kitchen

KITCHEN = kitchen()
CARDS = {each.front: each for each in KITCHEN.cards}
RAGU, CANNING = CARDS["Ragù"], CARDS["Canning"]
ELSEWHERE = Found((Hit(CANNING, 1.0),), 1.0)


@pytest.mark.parametrize(
    "question", ["how often?", "for how long?", "and how long does it keep?", "stirred how often?", "in which order?"]
)
def test_what_it_answers_is_about_it(question: str) -> None:
    assert is_about_it(KITCHEN, RAGU, question, ELSEWHERE)


@pytest.mark.parametrize(
    "question",
    [
        "how hot?",  # it has no temperature
        "can I freeze it?",
        "why?",
        "for example?",
        "who says so?",
        "in which jar would you keep the sauce?",
        "does one stir and simmer and keep the sauce with tomatoes in the fridge?",
    ],
)
def test_what_it_does_not_answer_is_not(question: str) -> None:
    assert not is_about_it(KITCHEN, RAGU, question, ELSEWHERE)


def test_what_was_found_comes_first_if_it_answers_as_well() -> None:
    assert is_about_it(KITCHEN, RAGU, "do I stir it?", ELSEWHERE)
    assert not is_about_it(KITCHEN, RAGU, "does it keep?", ELSEWHERE)
    assert is_about_it(KITCHEN, RAGU, "does it keep?", Found(ELSEWHERE.hits, 0.1))
    assert not is_about_it(KITCHEN, CANNING, "does it keep?", ELSEWHERE)
