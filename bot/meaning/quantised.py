"""Numbers in bytes (int8 quantisation): a quarter of the memory, and nearly the same products."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

_MOST = np.float32(127)
"""Steps that a byte has room for, up or down."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A table of numbers in bytes.

    Args:
        whole: its numbers, as so many steps.
        steps: how large a step is: a row with a size for each column, or a column with one for each row.
    """

    whole: NDArray[np.int8]
    steps: Floats

    def __len__(self) -> int:
        return len(self.whole)

    def fractions(self) -> Floats:
        """Return the numbers as they were, nearly."""
        return self.whole * self.steps


def quantised(numbers: Floats, axis: int) -> Quantised:
    """Return a table in bytes.

    Args:
        numbers: the table.
        axis: 0 for steps of a size of its own in each column, 1 in each row.
    """
    steps = np.maximum(np.abs(numbers).max(axis=axis, keepdims=True), 1e-12) / _MOST
    return Quantised(np.ascontiguousarray(np.round(numbers / steps).astype(np.int8)), steps.astype(np.float32))
