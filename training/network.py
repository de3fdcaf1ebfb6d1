"""The model as JAX computes it, so that it can learn; training/export.py draws the same for ONNX Runtime."""

from dataclasses import replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bot.meaning.quantised import Floats, Quantised
from training.weights import Layer, TokenHead, Weights

_TOKEN = 64
"""Numbers of which a token vector is made."""


class Learned(NamedTuple):
    """What learns.

    Args:
        layers: of each, each matrix with what's added after it, and the layer norms.
        token_head: makes token vectors.
    """

    layers: list[dict[str, tuple[Any, Any]]]
    token_head: TokenHead


class Read(NamedTuple):
    """What texts mean, all of one length.

    Args:
        vectors: of each as a whole, of length 1.
        tokens: of each, a vector of length 1 for each of its pieces.
        weights: what each token counts in a question; of each text, they sum to 1.
        inner: 1 for each piece of a word, 0 for the marks around the text and what fills the row.
    """

    vectors: Any
    tokens: Any
    weights: Any
    inner: Any


_DENSE = ("attention", "joined", "wide", "narrow")
_NORMS = ("joined_norm", "narrow_norm")

_TINY = 1e-12
_FAR = -1e9
"""What's added to the likeness of what mustn't be looked at."""


def learned(weights: Weights, seed: int) -> Learned:
    """Return the layers of a model in fractions; its words stay as they are, as few of them are in our texts.

    Args:
        weights: the model.
        seed: of the first token vectors: any way will do that keeps most of the cosines.
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
    """Tells what texts mean by the numbers of their pieces.

    Args:
        weights: a model, of which the words, the places and the number of heads count.
    """

    def __init__(self, weights: Weights) -> None:
        self._heads = weights.heads
        self._words = jnp.asarray(weights.words.fractions())
        self._places = jnp.asarray(weights.positions)
        self._norm = weights.norm

    def read(self, now: Learned, pieces: Any, there: Any) -> Read:
        """Return what texts mean.

        Args:
            now: what the model knows.
            pieces: a row of numbers for each text, of one length.
            there: 1 for each piece that's there, 0 for what fills the row.
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
    """Return how much of each question (row) each item (column) speaks of, as bot/content/finding computes it."""
    alike = jnp.einsum("qtd,ijd->qtij", asked.tokens, items.tokens) + (1 - items.inner) * -2
    return jnp.einsum("qti,qt->qi", alike.max(-1), asked.weights)


def _inner(there: Any) -> Any:
    place = jnp.arange(there.shape[1])
    return there * (place > 0) * (place < there.sum(1, keepdims=True) - 1)


def in_bytes(weights: Weights, now: Learned, seed: int) -> Weights:
    """Return a model with what it has learned, in whole numbers of one byte.

    Most of what's learned is less than half a step, and would be lost if each number became the nearest step. So it
    becomes one of its two neighbours at random, the nearer the likelier, and a layer's sums stay what they are.

    Args:
        weights: the model before.
        now: what it has learned.
        seed: of the randomness.
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
    below = np.floor(wanted + 1e-4)  # what's learned nothing stays exactly where it was
    whole = below + (random.random(wanted.shape) < wanted - below)
    return Quantised(np.clip(whole, -127, 127).astype(np.int8), steps.astype(np.float32))


def _dense(state: Any, dense: tuple[Any, Any]) -> Any:
    return state @ dense[0] + dense[1]


def _layer_norm(state: Any, norm: tuple[Any, Any]) -> Any:
    centred = state - state.mean(-1, keepdims=True)
    return centred / jnp.sqrt(jnp.square(centred).mean(-1, keepdims=True) + _TINY) * norm[0] + norm[1]
