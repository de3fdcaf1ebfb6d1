"""A small BERT model in plain numpy: a text → its vector."""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from bot.meaning.weights import Floats, Layer, Matrix, Weights
from bot.meaning.wordpiece import WordPieces

_TINY = np.float32(1e-12)

_MOST_PIECES = 96
"""Pieces of a text that are read: about seventy words, which say what it's about."""

_ROWS = 24
"""Pieces whose widest numbers a processor has at hand."""

_HALF, _ONE, _HALF_ROOT = np.float32(0.5), np.float32(1), np.float32(0.70710678)

_ERF_STEP = np.float32(0.3275911)

_ERF = tuple(map(np.float32, (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)))
"""Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: the error function, to seven digits."""


class Encoder:
    """Turns texts into vectors of length 1; one call at a time, as the room to work in is shared.

    Args:
        weights: the model.
    """

    def __init__(self, weights: Weights) -> None:
        self.name = weights.name
        self.pieces = WordPieces(weights.pieces)
        self._weights = weights
        self._room: dict[tuple[int, ...], Floats] = {}

    def encode(self, texts: Sequence[str]) -> list[Floats]:
        """Return the vector of each text; eight at once take a fifth less time than one by one."""
        weights = self._weights
        most = min(_MOST_PIECES, len(weights.positions))
        cut = [self.pieces.numbers(text, most) for text in texts]
        ends = list(accumulate(map(len, cut)))
        parts = [slice(start, end) for start, end in pairwise((0, *ends))]
        numbers = list(chain.from_iterable(cut))
        places = list(chain.from_iterable(range(len(each)) for each in cut))
        read = weights.words.whole[numbers] * weights.words.steps[numbers] + weights.positions[places]
        state = _measured(read, weights.norm)
        for layer in weights.layers:
            state = self._through(layer, state, parts)
        return [_unit(state[part][0] if weights.by_first else state[part].mean(axis=0)) for part in parts]

    def _through(self, layer: Layer, state: Floats, parts: Sequence[slice]) -> Floats:
        """Return what a layer makes of texts, which lie one after the other, each in a part of its own."""
        made = self._dense(state, layer.attention)
        attended = np.concatenate([_attend(made[part], self._weights.heads) for part in parts])
        state = _measured(state + self._dense(attended, layer.joined), layer.joined_norm)
        wide = self._dense(state, layer.wide)
        for start in range(0, len(wide), _ROWS):
            _gelu(wide[start : start + _ROWS])
        return _measured(state + self._dense(wide, layer.narrow), layer.narrow_norm)

    def _dense(self, state: Floats, dense: tuple[Matrix, Floats]) -> Floats:
        """Return texts times a matrix, which becomes fractions in a room that all matrices of its shape share."""
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


def _gelu(made: Floats) -> None:
    """Make of each number what it is times the share of a normal distribution below it."""
    size = np.abs(made)
    size *= _HALF_ROOT
    step = size * _ERF_STEP
    step += _ONE
    np.reciprocal(step, out=step)
    beyond = step * _ERF[0]
    for each in _ERF[1:]:  # in place, as numbers fresh out of a processor's hand take no time to fetch
        beyond += each
        beyond *= step
    np.square(size, out=size)
    np.negative(size, out=size)
    np.exp(size, out=size)
    beyond *= size  # twice the share beyond the number's size
    np.multiply(np.abs(made, out=size), beyond, out=beyond)
    beyond *= _HALF
    np.maximum(made, 0, out=made)
    made -= beyond


def _unit(vector: NDArray[np.float32]) -> Floats:
    return np.asarray(vector / np.float32(max(float(np.linalg.norm(vector)), 1e-12)), np.float32)
