"""How likely it is that a pack answers a question, from how near the question lies to it. Pure.

A logistic curve over three signs, fitted by `python -m benchmarks.fit_confidence`; docs/ask.md shows what it's worth.
"""

import math
from typing import NamedTuple


class Signs(NamedTuple):
    """What tells whether a question is the pack's business.

    Args:
        items: how near the nearest item lies.
        everyday: how near the nearest subject of everyday life lies.
        words: the share of the question's words, by their weight, that the best item by words has.
    """

    items: float
    everyday: float
    words: float


WEIGHTS = Signs(items=17.81, everyday=-10.45, words=3.17)
"""What each sign counts."""

AT_ZERO = -4.73
"""Where the curve begins."""

ENOUGH = 0.6
"""Confidence from which a question is answered: about 3 in 100 that are off the topic pass, 6 in 100 others don't."""


def confidence(signs: Signs) -> float:
    """Return how likely (0…1) it is that the pack answers a question."""
    height = AT_ZERO + sum(weight * sign for weight, sign in zip(WEIGHTS, signs, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, height))))
