"""Flags: what raises them, and how often they're right about answers simulated by the two-parameter model."""

import math
from collections.abc import Sequence
from random import Random

import pytest

from bot.content.question import ChoiceQuestion, Option
from bot.features.analysis import pages
from bot.features.analysis.analysing import analyse
from bot.features.analysis.flags import Flag, Sign, flags, worst_first
from bot.features.analysis.model import Analysis, Figures, OptionCount, Response, Share
from bot.features.quizzes.questions import bank
from bot.language.plain import plain
from tests.packs import pets

QUESTION = next(each for each in bank(pets()).values() if isinstance(each, ChoiceQuestion))
ITEMS = 20
LEARNERS = 40


def figures(
    *chosen: int, discrimination: float | None = None, compared: int = 0, certain: Share | None = None
) -> Figures:
    """Return the figures of a question whose options were chosen this often; the first one is right."""
    choices = [OptionCount("ABCDEF"[number], many, number == 0) for number, many in enumerate(chosen)]
    right = Share(sum(chosen), chosen[0] / sum(chosen))
    return Figures(QUESTION, right, discrimination, compared, choices, 1 / len(chosen), None, certain, {})


def signs(found: Sequence[Flag]) -> list[Sign]:
    return [each.sign for each in found]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (figures(12, 4, 4), []),
        (figures(5, 15, 5), [Sign.RIVAL]),
        (figures(10, 11, 8), []),  # luck
        (figures(5, 15), [Sign.GUESSED]),  # a question with two choices has no third to look at
        (figures(8, 6, 6, 6), []),
        (figures(5, 7, 6, 6), [Sign.GUESSED]),
        (figures(12, 10, 10, 0), [Sign.UNUSED]),
        (figures(19, 1, 0, 0), [Sign.EASY]),
        (figures(10, 0, 0, 0), []),  # too few to say that everyone knows it
        (figures(12, 4, 4, discrimination=-0.5, compared=20), [Sign.KEY]),
        (figures(12, 4, 4, discrimination=-0.3, compared=12), []),
        (figures(12, 4, 4, discrimination=-1.0, compared=10), [Sign.KEY]),
        (figures(12, 4, 4, certain=Share(10, 0.6)), [Sign.SURE]),
        (figures(12, 4, 4, certain=Share(10, 0.3)), []),
    ],
)
def test_what_raises_which_flag(given: Figures, found: list[Sign]) -> None:
    assert signs(flags(given)) == found


def test_the_report_says_how_many_questions_need_a_look() -> None:
    for given, says in ((figures(5, 15, 5), "I'd look at 1."), (figures(12, 4, 4), "none needs a look.")):
        assert f"or more answers, {says}" in plain(pages.page(Analysis(pets(), 25, 25, [given]), 0))


def test_the_worst_comes_first() -> None:
    well, weak = (
        figures(12, 4, 4, discrimination=0.4, compared=20),
        figures(12, 4, 4, discrimination=0.1, compared=20),
    )
    odd = figures(12, 4, 4, discrimination=-0.6, compared=20)
    assert [each for each, _ in worst_first([well, figures(19, 1, 0), weak, odd])][:1] == [odd]
    assert [each for each, _ in worst_first([well, weak])] == [weak, well]
    assert [flag.advice for flag in flags(figures(5, 15, 5))] == [
        "“B” is chosen more often than the right answer: is it right, too?"
    ]


def simulated(random: Random, *, wrong_key: int, rival: int, unused: int) -> dict[int, list[Sign]]:
    """Return the signs raised for each item when 40 people answer 20 items, three of which are flawed."""
    options = tuple(Option(text=f"Option {number}", correct=number == 0) for number in range(4))
    pack = pets().model_copy(
        update={
            "questions": tuple(
                QUESTION.model_copy(update={"id": f"q{number}", "was": (), "options": options})
                for number in range(ITEMS)
            )
        }
    )
    hard = [random.gauss(0, 0.7) for _ in range(ITEMS)]
    steep = [random.uniform(0.8, 2) for _ in range(ITEMS)]
    found = []
    for member in range(LEARNERS):
        ability = random.gauss(0.5, 1)
        for item in range(ITEMS):
            knows = random.random() < 1 / (1 + math.exp(-steep[item] * (ability - hard[item])))
            wrong = random.choice((1, 2) if item == unused else (1, 2, 3))
            option = 0 if knows else wrong
            if item == wrong_key:  # the right option is marked as wrong, and the key is a distractor
                option = {0: 1, 1: 0}.get(option, option)
            elif item == rival and knows and random.random() < 0.7:  # two are right
                option = 1
            found.append(Response(str(member), f"q{item}", str(option), option == 0, 100 * (option == 0)))
    by_id = {each.question.id: signs(flags(each)) for each in analyse(pack, found).figures}
    return {item: by_id[f"q{item}"] for item in range(ITEMS)}


def test_flags_are_right_about_simulated_people() -> None:
    random = Random(18)
    raised, of = dict.fromkeys(Sign, 0), 30
    false = clean = 0
    for _ in range(of):
        found = simulated(random, wrong_key=0, rival=1, unused=2)
        raised[Sign.KEY] += bool({Sign.KEY, Sign.RIVAL} & set(found[0]))
        raised[Sign.RIVAL] += Sign.RIVAL in found[1]
        raised[Sign.UNUSED] += Sign.UNUSED in found[2]
        for item in range(3, ITEMS):
            clean += 1
            false += bool(set(found[item]) - {Sign.EASY})
    assert raised[Sign.KEY] >= 0.9 * of
    assert raised[Sign.RIVAL] >= 0.9 * of
    assert raised[Sign.UNUSED] >= 0.6 * of
    assert false <= 0.05 * clean
