"""How everyone answered: options in short that can still be told apart."""

import pytest

from bot.content.question import NumberQuestion
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.tally import in_short, spread
from tests.packs import bakery


@pytest.mark.parametrize(
    ("labels", "briefs"),
    [
        (["True", "False"], ["True", "False"]),
        (["A. A short one.", "B. Another"], ["A. A short one", "B. Another"]),
        (
            [
                "A. It finds pages that fit and sums them up",
                "B. It finds pages that fit and ranks the links",
                "C. It recalls pages it was trained on before",
            ],
            ["A. …sums them up", "B. …ranks the links", "C. It recalls pages it was…"],
        ),
        (
            ["A. It leaves out all the roses of last May", "B. It leaves out all the roses of last May and June"],
            ["A. …May", "B. …May and June"],
        ),
        (["The ones that nobody wanted to have", "The ones that nobody wanted to have"], ["…have", "…have"]),
    ],
)
def test_options_that_begin_alike_are_told_apart(labels: list[str], briefs: list[str]) -> None:
    assert in_short(labels, 28) == briefs


@pytest.mark.parametrize(
    ("unit", "answers", "says"),
    [
        ("novels", ("5", "1", "3"), "from 1 to 5 novels, 3 in the middle"),
        ("novels", ("1", "1"), "all said 1"),
        ("%", ("42", "97"), "from 42% to 97%, 42% in the middle"),
        ("%", ("42", "42"), "all said 42%"),
        (None, ("7", "8"), "from 7 to 8, 7 in the middle"),
    ],
)
def test_the_spread_of_numbers_reads_well(unit: str | None, answers: tuple[str, ...], says: str) -> None:
    number = next(each for each in bank(bakery()).values() if isinstance(each, NumberQuestion))
    found = spread(Posed(bakery(), number.model_copy(update={"unit": unit}), "quiz", 0, 7), answers)
    assert found is not None
    assert found.in_words == says
