"""How likely a pack is to answer a question, judged by how close the question is to it. Pure.

A logistic curve over nine signs, fitted by `python -m benchmarks.fit_confidence`; docs/ask-measured.md says how well
it works.
"""

import math
from typing import NamedTuple


class Signs(NamedTuple):
    """Signs of whether a question belongs to the pack's subject.

    Args:
        items: how close the first item is.
        text: how close the closest item is by its text alone.
        everyday: how close the closest subjects of everyday life, or questions about it, are.
        tested: how close the closest question or card that tests the pack's content is.
        words: the share of the question's words, by weight, that the first item contains.
        size: the logarithm of the number of items: among many, one is always close to a question.
        length: the logarithm of the number of words in the question: a long one isn't close to anything.
        best_item: how much of the question the best-matching item covers; None if the model has no token vectors.
        best_text: how much of it the best-matching text, objective or wording covers; None if the model has no token
            vectors.
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
        start: the intercept.
        weights: the coefficient of each sign.
    """

    start: float
    weights: Signs


CURVE = Curve(-0.34, Signs(items=8.36, text=1.86, everyday=-12.0, tested=6.61, words=3.48, size=-1.09, length=1.06))
"""The curve for a model without token vectors."""

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
"""The curve for a model with token vectors."""

ENOUGH = 0.5
"""Minimum confidence for an answer. At this threshold, 1 in 5 near-topic questions and almost no other off-topic ones
get through; 3 in 100 covered questions are refused."""

SURE = 0.8
"""Minimum confidence for an answer without a caution. Below it, the pack covers only two of three questions."""


def confidence(signs: Signs) -> float:
    """Return the probability that the pack answers a question."""
    curve = CURVE if signs.best_item is None else TOKEN_CURVE
    pairs = zip(curve.weights, signs, strict=True)
    height = curve.start + sum(weight * sign for weight, sign in pairs if weight is not None and sign is not None)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, height))))
