"""Vectors in bytes: a quarter of the memory, and nearly the same cosines."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

_AT_ONCE = 512
"""Vectors that become fractions at once: as many as a processor has at hand."""


class Packed:
    """Vectors in bytes, each in steps of a size of its own."""

    def __init__(self, whole: NDArray[np.int8], steps: Floats) -> None:
        self.whole = whole
        self.steps = steps

    def likeness(self, question: Floats) -> Floats:
        """Return the cosine between a vector of length 1 and each of these."""
        found = np.empty(len(self.whole), np.float32)
        room = np.empty((min(_AT_ONCE, len(self.whole)), self.whole.shape[1]), np.float32)
        for start in range(0, len(self.whole), _AT_ONCE):
            part = self.whole[start : start + _AT_ONCE]
            fractions = room[: len(part)]
            np.copyto(fractions, part, casting="unsafe")
            np.matmul(fractions, question, out=found[start : start + _AT_ONCE])
        return found * self.steps

    def fractions(self) -> Floats:
        """Return these as they were, nearly."""
        return self.whole * self.steps[:, None]

    def nearest(self, vectors: Floats) -> Floats:
        """Return the cosine between each of some vectors of length 1 and the nearest of these; 0 if there's none."""
        found = np.zeros(len(vectors), np.float32)
        for start in range(0, len(self.whole), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            near = (self.whole[part] * self.steps[part, None]) @ vectors.T
            np.maximum(found, near.max(axis=0), out=found)
        return found


def packed(vectors: Sequence[Floats]) -> Packed:
    """Return vectors in bytes."""
    return in_bytes([np.stack(vectors)] if vectors else ())


def in_bytes(tables: Sequence[Floats]) -> Packed:
    """Return the rows of some tables in bytes, one table after the other."""
    rows = sum(map(len, tables))
    whole = np.empty((rows, max((table.shape[1] for table in tables), default=1)), np.int8)
    steps = np.empty(rows, np.float32)
    start = 0  # some tables at a time, as the fractions of all would take much room
    for first in range(0, len(tables), _AT_ONCE):
        some = [table for table in tables[first : first + _AT_ONCE] if len(table)]
        if some:
            fractions = np.concatenate(some).astype(np.float32)
            part = slice(start, start + len(fractions))
            steps[part] = np.maximum(np.abs(fractions).max(axis=1), 1e-12) / np.float32(127)
            whole[part] = np.round(fractions / steps[part, None])
            start = part.stop
    return Packed(whole, steps)
