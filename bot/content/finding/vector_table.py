"""Vectors quantised to bytes, and their cosines with a question."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.meaning.quantised import Floats, Quantised, quantised

_AT_ONCE = 512
"""Number of vectors that are converted to floats at once: as many as fit in a processor's cache."""


class VectorTable(Quantised):
    """A table with one vector in each row, each with its own step size."""

    __slots__ = ()

    def __getitem__(self, rows: slice | Sequence[int] | NDArray[np.intp]) -> "VectorTable":
        """Return the given rows as a table."""
        return VectorTable(self.whole[rows], self.steps[rows])

    def likeness(self, question: Floats) -> Floats:
        """Return the cosine between a vector of length 1 and each row."""
        found = np.empty(len(self), np.float32)
        room = np.empty((min(_AT_ONCE, len(self)), self.whole.shape[1]), np.float32)
        for start in range(0, len(self), _AT_ONCE):
            part = self.whole[start : start + _AT_ONCE]
            fractions = room[: len(part)]
            np.copyto(fractions, part, casting="unsafe")
            np.matmul(fractions, question, out=found[start : start + _AT_ONCE])
        return found * self.steps[:, 0]

    def nearest(self, vectors: Floats) -> Floats:
        """Return the highest cosine between each of some vectors of length 1 and any row; at least 0."""
        found = np.zeros(len(vectors), np.float32)
        for start in range(0, len(self), _AT_ONCE):
            near = self[start : start + _AT_ONCE].cosines(vectors)
            np.maximum(found, near.max(axis=0), out=found)
        return found

    def cosines(self, vectors: Floats) -> Floats:
        """Return the cosine between each row and each of some vectors of length 1."""
        return np.asarray(self.whole.astype(np.float32) @ vectors.T * self.steps, np.float32)


def table_of(vectors: Sequence[Floats]) -> VectorTable:
    """Return vectors as a table."""
    return joined([np.stack(vectors)] if vectors else ())


def joined(tables: Sequence[Floats]) -> VectorTable:
    """Return the rows of all tables in one, quantised to bytes."""
    rows = sum(map(len, tables))
    whole = np.empty((rows, max((table.shape[1] for table in tables), default=1)), np.int8)
    steps = np.empty((rows, 1), np.float32)
    start = 0  # some tables at a time, as floats for all of them would take much memory
    for first in range(0, len(tables), _AT_ONCE):
        some = [table for table in tables[first : first + _AT_ONCE] if len(table)]
        if some:
            made = quantised(np.concatenate(some).astype(np.float32), axis=1)
            part = slice(start, start + len(made))
            whole[part], steps[part] = made.whole, made.steps
            start = part.stop
    return VectorTable(whole, steps)
