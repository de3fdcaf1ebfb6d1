"""A small BERT model in plain numpy: a text → its vector."""

import numpy as np
from numpy.typing import NDArray

from bot.meaning.weights import Floats, Layer, Matrix, Weights
from bot.meaning.wordpiece import WordPieces

_TINY = np.float32(1e-12)

_MOST_PIECES = 96
"""Pieces of a text that are read: about seventy words, which say what it's about."""


class Encoder:
    """Turns texts into vectors of length 1; one text at a time, as the room to work in is shared.

    Args:
        weights: the model.
    """

    def __init__(self, weights: Weights) -> None:
        self.name = weights.name
        self.pieces = WordPieces(weights.pieces)
        self._weights = weights
        self._room: dict[tuple[int, ...], Floats] = {}

    def encode(self, text: str) -> Floats:
        """Return the vector of a text."""
        weights = self._weights
        numbers = self.pieces.numbers(text, min(_MOST_PIECES, len(weights.positions)))
        read = weights.words.whole[numbers] * weights.words.steps[numbers] + weights.positions[: len(numbers)]
        state = _measured(read, weights.norm)
        for layer in weights.layers:
            state = self._through(layer, state)
        vector = state[0] if weights.by_first else state.mean(axis=0)
        return _unit(vector)

    def _through(self, layer: Layer, state: Floats) -> Floats:
        """Return what a layer makes of a text."""
        attended = _attend(self._dense(state, layer.attention), self._weights.heads)
        state = _measured(state + self._dense(attended, layer.joined), layer.joined_norm)
        wide = _gelu(self._dense(state, layer.wide))
        return _measured(state + self._dense(wide, layer.narrow), layer.narrow_norm)

    def _dense(self, state: Floats, dense: tuple[Matrix, Floats]) -> Floats:
        """Return a text times a matrix, which becomes fractions in a room that all matrices of its shape share."""
        matrix, plus = dense
        room = self._room.setdefault(matrix.whole.shape, np.empty(matrix.whole.shape, np.float32))
        np.copyto(room, matrix.whole, casting="unsafe")
        made: Floats = state @ room
        made *= matrix.steps
        made += plus
        return made


def _attend(made: Floats, heads: int) -> Floats:
    """Return what each piece takes from all others, head by head."""
    length, width = made.shape[0], made.shape[1] // 3
    asked, keys, values = made.reshape(length, 3, heads, width // heads).transpose(1, 2, 0, 3)
    likeness: Floats = np.matmul(asked, keys.transpose(0, 2, 1)) * np.float32((width // heads) ** -0.5)
    likeness -= likeness.max(axis=-1, keepdims=True)
    np.exp(likeness, out=likeness)
    likeness /= likeness.sum(axis=-1, keepdims=True)
    taken: Floats = (likeness @ values).transpose(1, 0, 2).reshape(length, width)
    return taken


def _measured(state: Floats, norm: tuple[Floats, Floats]) -> Floats:
    """Return a text with mean 0 and spread 1 in each piece, times and plus what the model has learned."""
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + _TINY)
    return np.asarray(centred / spread * norm[0] + norm[1], np.float32)


def _gelu(made: Floats) -> Floats:
    """Return each number times the share of a normal distribution below it."""
    size = np.abs(made) * np.float32(0.70710678)
    step = 1 / (1 + np.float32(0.3275911) * size)
    series = step * (
        0.254829592 + step * (-0.284496736 + step * (1.421413741 + step * (-1.453152027 + step * 1.061405429)))
    )
    above = np.asarray(series * np.exp(-np.square(size)), np.float32)  # twice the share beyond the number's size
    return np.asarray(made * np.where(made < 0, above / 2, 1 - above / 2), np.float32)


def _unit(vector: NDArray[np.float32]) -> Floats:
    return np.asarray(vector / np.float32(max(float(np.linalg.norm(vector)), 1e-12)), np.float32)
