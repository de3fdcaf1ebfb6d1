"""How likely it is that a pack answers a question, from how near the question lies to it. Pure.

A logistic curve over seven signs, fitted by `python -m benchmarks.fit_confidence`; docs/ask.md shows what it's worth.
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
    """

    items: float
    text: float
    everyday: float
    tested: float
    words: float
    size: float
    length: float


WEIGHTS = Signs(items=9.27, text=3.39, everyday=-16.33, tested=6.76, words=3.34, size=-1.09, length=1.2)
"""What each sign counts."""

AT_ZERO = 0.79
"""Where the curve begins."""

ENOUGH = 0.6
"""Confidence from which a question is answered. Of a pack that the curve has never met, about 3 in 100 that are off
the topic pass, most of them close by, and 6 in 100 others don't."""


def confidence(signs: Signs) -> float:
    """Return how likely (0…1) it is that the pack answers a question."""
    height = AT_ZERO + sum(weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, height))))
