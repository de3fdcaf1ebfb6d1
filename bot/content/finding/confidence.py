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


CURVE = Curve(2.09, Signs(items=6.96, text=1.65, everyday=-17.41, tested=7.7, words=4.33, size=-1.04, length=1.27))
"""For a model without token vectors."""

TOKEN_CURVE = Curve(
    -1.35,
    Signs(
        items=4.98,
        text=0.17,
        everyday=-16.64,
        tested=3.29,
        words=3.27,
        size=-1.15,
        length=1.4,
        best_item=7.28,
        best_text=7.05,
    ),
)
"""For one that has them."""

ENOUGH = 0.6
"""Confidence from which a question is answered. Of a pack that the curve has never met, 2 or 3 in 100 that are off
the topic pass, most of them close by, and 6 in 100 that it covers are refused."""


def confidence(signs: Signs) -> float:
    """Return how likely (0…1) it is that the pack answers a question."""
    curve = CURVE if signs.best_item is None else TOKEN_CURVE
    pairs = zip(curve.weights, signs, strict=True)
    height = curve.start + sum(weight * sign for weight, sign in pairs if weight is not None and sign is not None)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, height))))
