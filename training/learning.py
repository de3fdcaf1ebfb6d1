"""How the model learns: what's wanted of it, and Adam, which goes there in small steps."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import jax
import jax.numpy as jnp

from bot.meaning.weights import Weights
from training.batches import TOGETHER, Batch, Batches
from training.network import Learned, Network, learned
from training.packs import Pack

_ROUNDS = 2
"""How often each pack is looked at."""

_RATE, _WARMING = 5e-5, 0.1
"""How far a step goes at most, and the share of steps after which it goes so far; from then on ever less."""

_SHARP = 20.0
"""What cosines are taken times before they're compared, as when the model was made."""

_APART = 1.0
"""How much nearer what's covered is to lie than what isn't, in those."""

_SUBJECTS = 3
"""Questions of everyday life that what's covered is to lie farther from than from its item: refusals go by those."""

_AS_BEFORE = 0.5
"""What it counts that texts mean what they meant: the packs are few, and the model has read very much more."""

_FAR = -1e9

_KEEP, _KEEP_SQUARE, _SMALL, _DECAY = 0.9, 0.999, 1e-8, 0.01
"""Adam's (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), with the decay of https://arxiv.org/abs/1711.05101."""


def learn(weights: Weights, packs: list[Pack], seed: int, tell: Callable[[int, int, float], None]) -> Learned:
    """Return what a model has learned on packs.

    Args:
        weights: the model before.
        packs: what it learns on.
        seed: of the order, and of the everyday questions.
        tell: is told the step, how many there are, and what's still missing.
    """
    random = Random(seed)
    batches = Batches(weights, random)
    network, layers = Network(weights), jax.tree.map(jnp.asarray, learned(weights))
    wanted = jax.jit(jax.value_and_grad(lambda now, batch: missing(network, now, batch)))
    mean = square = jax.tree.map(jnp.zeros_like, layers)
    steps = _ROUNDS * len(packs) // TOGETHER
    for step, some in enumerate(_drawn(packs, steps, random), 1):
        left, slope = wanted(layers, batches.of(some))
        rate = _RATE * min(1.0, step / (_WARMING * steps)) * max(0.02, 1 - step / steps)
        layers, mean, square = _stepped(layers, mean, square, slope, rate, step)
        tell(step, steps, float(left))
    return list(layers)


def missing(network: Network, layers: Learned, batch: Batch) -> Any:
    """Return how far the model is from what's wanted.

    A question's likeness to items should tell which one answers it; an item's to questions, which of them it answers,
    with all that's off the topic among them (both as in van den Oord et al. 2018, https://arxiv.org/abs/1807.03748).
    What's covered should lie nearer to its item than anything off the topic lies to any, and than it lies to everyday
    life itself, as the refusal goes by both. And no text should move far.
    """
    items = network.encode(layers, *batch.items)
    asked = jnp.concatenate([network.encode(layers, *batch.short), network.encode(layers, *batch.long)])[batch.order]
    near = _SHARP * (asked @ items.T)
    covered, off = near[: len(batch.answers)], near[len(batch.answers) :]
    answers = batch.answers > 0
    chosen = jax.nn.logsumexp(jnp.where(answers, jax.nn.log_softmax(covered, -1), _FAR), -1)
    others = jax.nn.logsumexp(jnp.concatenate([jnp.where(answers, _FAR, covered), off]), axis=0)
    picked = jnp.where(answers, jnp.logaddexp(covered, others) - covered, 0).sum() / answers.sum()
    nearest = jnp.max(jnp.where(answers, covered, _FAR), -1)
    apart = jax.nn.softplus(off.max(-1)[None] - nearest[:, None] + _APART).mean()
    elsewhere = jax.lax.top_k(_SHARP * (asked[: len(nearest)] @ batch.everyday.T), _SUBJECTS)[0].mean(-1)
    own = jax.nn.softplus(elsewhere - nearest + _APART).mean()
    moved = (1 - (items * batch.items_before).sum(-1)).mean() + (1 - (asked * batch.asked_before).sum(-1)).mean()
    return -chosen.mean() + picked + apart + own + _AS_BEFORE * moved


def _drawn(packs: list[Pack], steps: int, random: Random) -> Iterator[list[Pack]]:
    """Yield the packs of each step: all of them, one time after the other, each time in another order."""
    left: list[Pack] = []
    for _ in range(steps):
        if len(left) < TOGETHER:
            left = random.sample(packs, len(packs))
        yield [left.pop() for _ in range(TOGETHER)]


@jax.jit  # type: ignore[untyped-decorator]
def _stepped(layers: Any, mean: Any, square: Any, slope: Any, rate: Any, step: Any) -> tuple[Any, Any, Any]:
    steepness = jnp.sqrt(sum(jnp.square(each).sum() for each in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda each: each * jnp.minimum(1.0, 1.0 / steepness), slope)
    mean = jax.tree.map(lambda old, new: _KEEP * old + (1 - _KEEP) * new, mean, slope)
    square = jax.tree.map(lambda old, new: _KEEP_SQUARE * old + (1 - _KEEP_SQUARE) * new * new, square, slope)

    def moved(now: Any, way: Any, size: Any) -> Any:
        goes = way / (1 - _KEEP**step) / (jnp.sqrt(size / (1 - _KEEP_SQUARE**step)) + _SMALL)
        return now - rate * (goes + (_DECAY * now if now.ndim > 1 else 0.0))

    return jax.tree.map(moved, layers, mean, square), mean, square
