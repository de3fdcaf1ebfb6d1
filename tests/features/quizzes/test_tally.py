"""How everyone answered: options in short that can still be told apart."""

import pytest

from bot.features.quizzes.tally import in_short


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
