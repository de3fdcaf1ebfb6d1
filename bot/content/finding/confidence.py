"""How likely it is that a pack answers a question, from how near the question lies to it. Pure.

A logistic curve over nine signs, fitted by `python -m benchmarks.fit_confidence`; what it's worth stands in
docs/ask-measured.md.
"""

import math
from typing import NamedTuple


class Signs(NamedTuple):
    """What tells whether a question is the pack's business.

    Args:
        items: how close the first item is.
        text: how close the closest item is by its text alone.
        everyday: how close the closest subjects of everyday life are, or questions about it.
        tested: how close the closest question or card is that tests what the pack teaches.
        words: the share of the question's words, by their weight, that the first item has.
        size: the logarithm of how many items there are: among many, one is always close to a question.
        length: the logarithm of how many words the question has: a long one isn't close to anything.
        best_item: how much of the question the item speaks of that speaks of most; None if the model has no token
            vectors.
        best_text: how much of it the text, the objective or the wording does that speaks of most; None likewise.
    """

    items: float
    text: float
    everyday: float
    tested: float
    words: float
    size: float
    length: float
    best_item: float | None = None
    best_text: float | None = None


class Curve(NamedTuple):
    """A logistic curve.

    Args:
        start: its height where all signs are 0.
        weights: what each sign counts.
    """

    start: float
    weights: Signs


CURVE = Curve(-0.34, Signs(items=8.36, text=1.86, everyday=-12.0, tested=6.61, words=3.48, size=-1.09, length=1.06))
"""For a model without token vectors."""

TOKEN_CURVE = Curve(
    -3.17,
    Signs(
        items=6.0,
        text=0.36,
        everyday=-11.28,
        tested=2.26,
        words=2.66,
        size=-1.17,
        length=1.18,
        best_item=8.33,
        best_text=4.89,
    ),
)
"""For one that has them."""

ENOUGH = 0.5
"""Confidence from which a question is answered. Of what's off the topic, one in five passes then that lies close by,
and next to nothing else; of what the pack covers, 3 in 100 are refused."""


def confidence(signs: Signs) -> float:
    """Return how likely (0…1) it is that the pack answers a question."""
    curve = CURVE if signs.best_item is None else TOKEN_CURVE
    pairs = zip(curve.weights, signs, strict=True)
    height = curve.start + sum(weight * sign for weight, sign in pairs if weight is not None and sign is not None)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, height))))
