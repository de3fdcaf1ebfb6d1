"""What a text means to a model: as a whole, and piece by piece."""

from dataclasses import dataclass, field

import numpy as np

from bot.meaning.quantised import Floats


def _nothing(*shape: int) -> Floats:
    return np.zeros(shape, np.float32)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text means.

    Args:
        vector: of the whole, of length 1.
        tokens: a row of length 1 for each piece of a word, of fewer numbers; none if the model has no such vectors.
        weights: how much each token counts in a question; they sum to 1.
    """

    vector: Floats
    tokens: Floats = field(default_factory=lambda: _nothing(0, 0))
    weights: Floats = field(default_factory=lambda: _nothing(0))
