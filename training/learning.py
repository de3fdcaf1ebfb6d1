"""How the model learns: the loss, and the optimiser (Adam)."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import jax
import jax.numpy as jnp

from training.batches import TOGETHER, Batch, Batches
from training.network import Learned, Network, late_interaction, learned
from training.packs import Pack
from training.weights import Weights

_ROUNDS = 2
"""Number of epochs: how often each pack is used."""

_RATE, _WARMING = 5e-5, 0.1
"""The maximum learning rate, and the share of steps over which it warms up; it decreases linearly to the end."""

_SHARP = 20.0
"""Factor for cosines before they're compared (inverse temperature), as in the base model's training."""

_APART = 1.0
"""Margin, in scaled cosines, by which covered questions should be closer than others."""

_SUBJECTS = 3
"""A covered question should be closer to its item than to this many everyday questions; refusals depend on them."""

_AS_BEFORE = 0.5
"""Weight of keeping vectors as they were: the packs are few, and the base model has learned from far more texts."""

_FAR = -1e9

_SOONER = 20.0
"""Factor for the learning rate of the token vectors, which start untrained."""

_KEEP, _KEEP_SQUARE, _SMALL, _DECAY = 0.9, 0.999, 1e-8, 0.01
"""Parameters of Adam (https://arxiv.org/abs/1412.6980, Kingma and Ba 2015), with the weight decay of
https://arxiv.org/abs/1711.05101."""


def learn(weights: Weights, packs: list[Pack], seed: int, tell: Callable[[int, int, float], None]) -> Learned:
    """Train a model on packs and return its new parameters.

    Args:
        weights: the model before training.
        packs: the training data.
        seed: the random seed for the order, the everyday questions and the first token vectors.
        tell: called with each step, the number of steps, and the loss.
    """
    random = Random(seed)
    network, now = Network(weights), jax.tree.map(jnp.asarray, learned(weights, seed))
    before = jax.jit(partial(network.read, now))
    batches = Batches(weights.pieces, lambda rows: before(*rows).vectors, random)
    loss_and_slope = jax.jit(jax.value_and_grad(lambda known, batch: loss(network, known, batch)))
    mean = square = jax.tree.map(jnp.zeros_like, now)
    steps = _ROUNDS * len(packs) // TOGETHER
    for step, some in enumerate(_drawn(packs, steps, random), 1):
        left, slope = loss_and_slope(now, batches.of(some))
        rate = _RATE * min(1.0, step / (_WARMING * steps)) * max(0.02, 1 - step / steps)
        now, mean, square = _stepped(now, mean, square, slope, rate, step)
        tell(step, steps, float(left))
    return now  # type: ignore[no-any-return]


def loss(network: Network, now: Learned, batch: Batch) -> Any:
    """Return the loss.

    Vectors and late interaction should both tell items apart (see `contrastive_loss`). Covered questions should be
    closer to their item than to everyday life, as refusals are based on both. And no text's vector should move far.
    """
    items, short, long = (network.read(now, *rows) for rows in (batch.items, batch.short, batch.long))
    questions = jnp.concatenate([short.vectors, long.vectors])[batch.order]
    near = _SHARP * (questions @ items.vectors.T)
    close = _SHARP * jnp.concatenate([late_interaction(some, items) for some in (short, long)])[batch.order]
    answers = batch.answers > 0
    nearest = jnp.max(jnp.where(answers, near[: len(answers)], _FAR), -1)
    elsewhere = jax.lax.top_k(_SHARP * (questions[: len(answers)] @ batch.everyday.T), _SUBJECTS)[0].mean(-1)
    own = jax.nn.softplus(elsewhere - nearest + _APART).mean()
    pairs = ((items.vectors, batch.items_before), (questions, batch.asked_before))
    moved = sum((1 - (after * before).sum(-1)).mean() for after, before in pairs)
    return contrastive_loss(near, answers) + contrastive_loss(close, answers) + own + _AS_BEFORE * moved


def contrastive_loss(near: Any, answers: Any) -> Any:
    """Return the contrastive loss of one way of comparing questions with items.

    A question should be most similar to the item that answers it, and an item to the questions that it answers, also
    among off-topic ones (both as in van den Oord et al. 2018, https://arxiv.org/abs/1807.03748). And each covered
    question should be more similar to its item than any off-topic question is to any item.

    Args:
        near: the similarity of questions (rows) and items (columns), covered questions first, then off-topic ones.
        answers: whether an item (column) answers a covered question (row).
    """
    covered, off = near[: len(answers)], near[len(answers) :]
    chosen = jax.nn.logsumexp(jnp.where(answers, jax.nn.log_softmax(covered, -1), _FAR), -1)
    others = jax.nn.logsumexp(jnp.concatenate([jnp.where(answers, _FAR, covered), off]), axis=0)
    picked = jnp.where(answers, jnp.logaddexp(covered, others) - covered, 0).sum() / answers.sum()
    nearest = jnp.max(jnp.where(answers, covered, _FAR), -1)
    return -chosen.mean() + picked + jax.nn.softplus(off.max(-1)[None] - nearest[:, None] + _APART).mean()


def _drawn(packs: list[Pack], steps: int, random: Random) -> Iterator[list[Pack]]:
    """Yield the packs of each step: all packs, again and again, in a new order each time."""
    left: list[Pack] = []
    for _ in range(steps):
        if len(left) < TOGETHER:
            left = random.sample(packs, len(packs))
        yield [left.pop() for _ in range(TOGETHER)]


@jax.jit  # type: ignore[untyped-decorator]
def _stepped(now: Any, mean: Any, square: Any, slope: Any, rate: Any, step: Any) -> tuple[Any, Any, Any]:
    steepness = jnp.sqrt(sum(jnp.square(each).sum() for each in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda each: each * jnp.minimum(1.0, 1.0 / steepness), slope)
    mean = jax.tree.map(lambda old, new: _KEEP * old + (1 - _KEEP) * new, mean, slope)
    square = jax.tree.map(lambda old, new: _KEEP_SQUARE * old + (1 - _KEEP_SQUARE) * new * new, square, slope)

    def moved(faster: float, part: Any, way: Any, size: Any) -> Any:
        goes = way / (1 - _KEEP**step) / (jnp.sqrt(size / (1 - _KEEP_SQUARE**step)) + _SMALL)
        return part - faster * rate * (goes + (_DECAY * part if part.ndim > 1 else 0.0))

    layers = jax.tree.map(partial(moved, 1.0), now.layers, mean.layers, square.layers)
    close = jax.tree.map(partial(moved, _SOONER), now.token_head, mean.token_head, square.token_head)
    return Learned(layers, close), mean, square
