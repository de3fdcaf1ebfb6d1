"""The meaning of a text to a model: as a whole, and piece by piece."""

from dataclasses import dataclass, field

import numpy as np

from bot.meaning.quantised import Floats


def _nothing(*shape: int) -> Floats:
    return np.zeros(shape, np.float32)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a text.

    Args:
        vector: the vector of the whole text, of length 1.
        tokens: one row per word piece, a shorter vector of length 1; empty if the model has no token vectors.
        weights: how much each token counts in a question; they sum to 1.
    """

    vector: Floats
    tokens: Floats = field(default_factory=lambda: _nothing(0, 0))
    weights: Floats = field(default_factory=lambda: _nothing(0))
