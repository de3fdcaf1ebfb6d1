"""A small BERT model in plain numpy: a text → what it means."""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats, Quantised
from bot.meaning.weights import Layer, Weights
from bot.meaning.wordpiece import WordPieces

_TINY = np.float32(1e-12)

_MOST_PIECES = 96
"""Pieces of a text that are read: about seventy words, which say what it's about."""

_ROWS = 24
"""Pieces whose widest numbers a processor has at hand."""

_COLUMNS = 128
"""Columns of a matrix that it has at hand as well; OpenBLAS needn't sort so few before it multiplies."""

_HALF, _ONE, _HALF_ROOT = np.float32(0.5), np.float32(1), np.float32(0.70710678)

_ERF_STEP = np.float32(0.3275911)

_ERF = tuple(map(np.float32, (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)))
"""Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: the error function, to seven digits."""


class Encoder:
    """Tells what texts mean; one call at a time, as the room to work in is shared.

    Args:
        weights: the model.
    """

    def __init__(self, weights: Weights) -> None:
        self.name = weights.name
        self.pieces = WordPieces(weights.pieces)
        self._words, self._positions, self._norm = weights.words, weights.positions, weights.norm
        self._by_first, self._token_head = weights.by_first, weights.token_head
        rooms: dict[tuple[int, ...], Floats] = {}
        self._layers = [_Layer(layer, weights.heads, rooms) for layer in weights.layers]

    def encode(self, texts: Sequence[str]) -> list[Meaning]:
        """Return what each text means; eight at once take a fifth less time than one by one."""
        most = min(_MOST_PIECES, len(self._positions))
        cut = [self.pieces.numbers(text, most) for text in texts]
        ends = list(accumulate(map(len, cut)))
        parts = [slice(start, end) for start, end in pairwise((0, *ends))]
        numbers = list(chain.from_iterable(cut))
        places = list(chain.from_iterable(range(len(each)) for each in cut))
        read = self._words.whole[numbers] * self._words.steps[numbers] + self._positions[places]
        state = _layer_norm(read, self._norm)
        for layer in self._layers:
            state = layer.through(state, parts)
        return [self._meaning(state[part]) for part in parts]

    def _meaning(self, state: Floats) -> Meaning:
        """Return what a text means, by what the last layer makes of its pieces and of the two marks around them."""
        vector = _normalised(state[0] if self._by_first else state.mean(axis=0))
        inner, head = state[1:-1], self._token_head
        if head is None:
            return Meaning(vector)
        return Meaning(vector, _normalised(inner @ head.projection), _softmax(inner @ head.weights))


class _Layer:
    """A layer of the model, ready to be gone through."""

    def __init__(self, layer: Layer, heads: int, rooms: dict[tuple[int, ...], Floats]) -> None:
        self._heads = heads
        self._attention, self._joined = _Dense(*layer.attention, rooms), _Dense(*layer.joined, rooms)
        self._wide, self._narrow = _Dense(*layer.wide, rooms), _Dense(*layer.narrow, rooms)
        self._joined_norm, self._narrow_norm = layer.joined_norm, layer.narrow_norm

    def through(self, state: Floats, parts: Sequence[slice]) -> Floats:
        """Return what it makes of texts, which lie one after the other, each in a part of its own."""
        made = self._attention.times(state)
        attended = np.concatenate([_attend(made[part], self._heads) for part in parts])
        state = _layer_norm(state + self._joined.times(attended), self._joined_norm)
        wide = self._wide.times(state)
        for start in range(0, len(wide), _ROWS):
            _gelu(wide[start : start + _ROWS])
        return _layer_norm(state + self._narrow.times(wide), self._narrow_norm)


class _Dense:
    """A matrix in bytes, some columns at a time, and what's added after it.

    Columns become fractions in a room that all of their shape share, and are multiplied while the processor has
    them at hand: that takes half as long as with the whole matrix at once.
    """

    def __init__(self, matrix: Quantised, plus: Floats, rooms: dict[tuple[int, ...], Floats]) -> None:
        self._steps, self._plus = matrix.steps, plus
        self._blocks: list[tuple[slice, NDArray[np.int8], Floats]] = []
        for start in range(0, matrix.whole.shape[1], _COLUMNS):
            columns = slice(start, start + _COLUMNS)
            block = np.ascontiguousarray(matrix.whole[:, columns])
            room = rooms.setdefault(block.shape, np.empty(block.shape, np.float32))
            self._blocks.append((columns, block, room))

    def times(self, state: Floats) -> Floats:
        """Return texts times the matrix."""
        made = np.empty((len(state), len(self._plus)), np.float32)
        for columns, block, room in self._blocks:
            np.copyto(room, block, casting="unsafe")
            np.matmul(state, room, out=made[:, columns])
        made *= self._steps
        made += self._plus
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


def _layer_norm(state: Floats, norm: tuple[Floats, Floats]) -> Floats:
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


def _normalised(rows: Floats) -> Floats:
    """Return vectors of length 1 in the same directions."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), _TINY), np.float32)


def _softmax(heights: Floats) -> Floats:
    """Return the softmax of some numbers, which is positive and sums to 1."""
    shares = np.exp(heights - heights.max(initial=0))
    return np.asarray(shares / max(float(shares.sum()), 1e-12), np.float32)
