"""The model in JAX, for training; training/export.py builds the same graph for ONNX Runtime."""

from dataclasses import replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bot.meaning.quantised import Floats, Quantised
from training.weights import Layer, TokenHead, Weights

_TOKEN = 64
"""Length of a token vector."""


class Learned(NamedTuple):
    """The trainable parameters.

    Args:
        layers: for each layer, its matrices with their biases, and its layer norms.
        token_head: makes token vectors.
    """

    layers: list[dict[str, tuple[Any, Any]]]
    token_head: TokenHead


class Read(NamedTuple):
    """The meanings of texts that are padded to one length.

    Args:
        vectors: for each text, the vector of the whole, of length 1.
        tokens: for each text, a vector of length 1 for each of its pieces.
        weights: how much each token counts in a question; they sum to 1 for each text.
        inner: 1 for each word piece, 0 for special tokens and padding.
    """

    vectors: Any
    tokens: Any
    weights: Any
    inner: Any


_DENSE = ("attention", "joined", "wide", "narrow")
_NORMS = ("joined_norm", "narrow_norm")

_TINY = 1e-12
_FAR = -1e9
"""Added to the attention scores of positions that must be ignored."""


def learned(weights: Weights, seed: int) -> Learned:
    """Return a model's trainable parameters as floats; word embeddings aren't trained, as our texts use few words.

    Args:
        weights: the model.
        seed: the random seed of the first projection to token vectors; any one works that keeps most of the cosines.
    """
    layers = [
        {name: (getattr(layer, name)[0].fractions(), getattr(layer, name)[1]) for name in _DENSE}
        | {name: getattr(layer, name) for name in _NORMS}
        for layer in weights.layers
    ]
    width = weights.positions.shape[1]
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(width, _TOKEN)))
    return Learned(layers, TokenHead(turn.astype(np.float32), np.zeros(width, np.float32)))


class Network:
    """Computes the meanings of texts from the ids of their pieces.

    Args:
        weights: the model; only its embeddings, their layer norm and the number of heads are used.
    """

    def __init__(self, weights: Weights) -> None:
        self._heads = weights.heads
        self._words = jnp.asarray(weights.words.fractions())
        self._places = jnp.asarray(weights.positions)
        self._norm = weights.norm

    def read(self, now: Learned, pieces: Any, there: Any) -> Read:
        """Return the meanings of texts.

        Args:
            now: the current parameters.
            pieces: a row of ids for each text, padded to one length.
            there: the mask: 1 for each piece, 0 for padding.
        """
        state = _layer_norm(self._words[pieces] + self._places[: pieces.shape[1]], self._norm)
        unseen = (1 - there)[:, None, None, :] * _FAR
        for layer in now.layers:
            attended = _dense(self._attend(layer, state, unseen), layer["joined"])
            state = _layer_norm(state + attended, layer["joined_norm"])
            wide = jax.nn.gelu(_dense(state, layer["wide"]), approximate=False)
            state = _layer_norm(state + _dense(wide, layer["narrow"]), layer["narrow_norm"])
        mean = (state * there[..., None]).sum(1) / there.sum(1, keepdims=True)
        made = state @ now.token_head.projection
        inner = _inner(there)
        return Read(
            mean / jnp.linalg.norm(mean, axis=-1, keepdims=True),
            made / jnp.linalg.norm(made, axis=-1, keepdims=True),
            jax.nn.softmax(state @ now.token_head.weights + (1 - inner) * _FAR, -1) * inner,
            inner,
        )

    def _attend(self, layer: dict[str, tuple[Any, Any]], state: Any, unseen: Any) -> Any:
        texts, length, width = state.shape
        made = _dense(state, layer["attention"]).reshape(texts, length, 3, self._heads, width // self._heads)
        asked, keys, values = made.transpose(2, 0, 3, 1, 4)
        likeness = jnp.einsum("thid,thjd->thij", asked, keys) * (width // self._heads) ** -0.5
        taken = jnp.einsum("thij,thjd->tihd", jax.nn.softmax(likeness + unseen, -1), values)
        return taken.reshape(texts, length, width)


def late_interaction(asked: Read, items: Read) -> Any:
    """Return how much of each question (row) each item (column) covers, computed as in bot/content/finding."""
    alike = jnp.einsum("qtd,ijd->qtij", asked.tokens, items.tokens) + (1 - items.inner) * -2
    return jnp.einsum("qti,qt->qi", alike.max(-1), asked.weights)


def _inner(there: Any) -> Any:
    place = jnp.arange(there.shape[1])
    return there * (place > 0) * (place < there.sum(1, keepdims=True) - 1)


def in_bytes(weights: Weights, now: Learned, seed: int) -> Weights:
    """Return a model with its trained parameters, quantised to bytes.

    Most changes are smaller than half a step and would be lost by rounding to the nearest step. So rounding is
    stochastic: the closer of the two neighbouring steps is likelier, and a layer's sums stay the same on average.

    Args:
        weights: the model before training.
        now: the trained parameters.
        seed: the random seed for rounding.
    """
    random = np.random.default_rng(seed)
    made = []
    for layer, new in zip(weights.layers, now.layers, strict=True):
        parts: dict[str, Any] = {name: tuple(map(np.asarray, new[name])) for name in (*_DENSE, *_NORMS)}
        for name in _DENSE:
            matrix, plus = parts[name]
            parts[name] = _rounded(getattr(layer, name)[0], matrix, random), plus
        made.append(Layer(**parts))
    return replace(weights, layers=tuple(made), token_head=TokenHead(*map(np.asarray, now.token_head)))


def _rounded(before: Quantised, new: Floats, random: np.random.Generator) -> Quantised:
    steps = np.maximum(np.abs(new).max(axis=0, keepdims=True) / np.float32(127), before.steps)
    wanted = new / steps
    below = np.floor(wanted + 1e-4)  # a weight that hasn't changed stays exactly the same
    whole = below + (random.random(wanted.shape) < wanted - below)
    return Quantised(np.clip(whole, -127, 127).astype(np.int8), steps.astype(np.float32))


def _dense(state: Any, dense: tuple[Any, Any]) -> Any:
    return state @ dense[0] + dense[1]


def _layer_norm(state: Any, norm: tuple[Any, Any]) -> Any:
    centred = state - state.mean(-1, keepdims=True)
    return centred / jnp.sqrt(jnp.square(centred).mean(-1, keepdims=True) + _TINY) * norm[0] + norm[1]
