"""The item-rest correlation, against a slow reference."""

import math
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.features.analysis.correlation import FEWEST_COMPARED, OTHERS, item_rest


def correlated(answers: dict[tuple[int, int], float], count: int) -> list[float]:
    """Return what item_rest should return, by numpy's corrcoef: learner by learner, item by item."""
    by_item: dict[int, list[float]] = {}
    for (_, item), credit in answers.items():
        by_item.setdefault(item, []).append(credit)
    means = {item: sum(credits_) / len(credits_) for item, credits_ in by_item.items()}
    found = []
    for item in range(count):
        own, rests = [], []
        for member in {who for who, what in answers if what == item}:
            others = [
                credit - means[what] for (who, what), credit in answers.items() if who == member and what != item
            ]
            if len(others) >= OTHERS:
                own.append(answers[member, item])
                rests.append(sum(others) / len(others))
        flat = not own or np.std(own) < 1e-9 or np.std(rests) < 1e-9
        found.append(math.nan if len(own) < FEWEST_COMPARED or flat else float(np.corrcoef(own, rests)[0, 1]))
    return found


def measured(answers: dict[tuple[int, int], float], count: int) -> list[float]:
    members, items = zip(*answers, strict=True)
    rest = item_rest(np.array(members), np.array(items), np.array([*answers.values()]), count)
    found: list[float] = rest.correlations.tolist()
    return found


@given(
    seed=st.integers(0, 2**32),
    learners=st.integers(1, 40),
    count=st.integers(1, 8),
    missing=st.sampled_from((0, 3, 7)),
)
def test_it_equals_the_slow_reference(seed: int, learners: int, count: int, missing: int) -> None:
    random = Random(seed)
    answers = {
        (member, item): random.choice((0.0, 0.5, 1.0, 1.0))
        for member in range(learners)
        for item in range(count)
        if random.randrange(10) >= missing
    } or {(0, 0): 1.0}
    np.testing.assert_allclose(measured(answers, count), correlated(answers, count), atol=1e-9)


def test_where_everybody_answers_everything_it_is_the_usual_one() -> None:
    random = Random(5)
    table = np.array([[float(random.random() < 0.3 + member / 60) for _ in range(12)] for member in range(40)])
    found = measured({(member, item): table[member, item] for member in range(40) for item in range(12)}, 12)
    usual = [np.corrcoef(table[:, item], np.delete(table, item, 1).sum(axis=1))[0, 1] for item in range(12)]
    np.testing.assert_allclose(found, usual, atol=1e-9)
    assert min(found) < max(found)
