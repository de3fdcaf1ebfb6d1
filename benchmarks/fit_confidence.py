"""Fits the curve that tells how likely a pack answers a question; prints its numbers and what they're worth.

Only questions that aren't held out are used. Each is judged by a curve fitted on nine tenths without it.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.searching import Searcher
from bot.content.confidence import Signs
from tests.features.lessons.questions import questions

_PARTS = 10
_ROUNDS = 6_000
_RESTRAINT = 3e-3
"""How much large numbers cost, so that the curve doesn't learn its exam by heart."""


def fit(signs: NDArray[np.float64], covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return what each sign counts, and at last where the curve begins."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0)
    rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    weights = np.where(covered, 0.5 / covered.mean(), 0.5 / (~covered).mean())
    found = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        slope = rows.T @ (weights * (_curve(rows @ found) - covered)) / len(rows)
        found -= slope + _RESTRAINT * np.r_[found[:-1], 0]
    counts = found[:-1] / spread
    return np.asarray(np.r_[counts, found[-1] - counts @ mean])


def judged(signs: NDArray[np.float64], covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each question's confidence by a curve that has never met it."""
    part = np.random.default_rng(1).integers(0, _PARTS, len(covered))
    found = np.zeros(len(covered))
    for each in range(_PARTS):
        curve = fit(signs[part != each], covered[part != each])
        found[part == each] = _curve(signs[part == each] @ curve[:-1] + curve[-1])
    return found


def _curve(height: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-height)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which questions are held out")
    seed = parser.parse_args(arguments).seed
    searcher = Searcher()
    asked = [each for each in questions(seed) if not each.held_out]
    signs = np.array([searcher.signs(each) for each in asked])
    covered = np.array([each.is_covered for each in asked])
    found = judged(signs, covered)
    print("threshold  off-topic answered  wrongly refused")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        answered, refused = (found[~covered] >= threshold).mean(), (found[covered] < threshold).mean()
        print(f"{threshold:9.1f}  {answered:18.3f}  {refused:15.3f}")
    *weights, start = fit(signs, covered)
    print("WEIGHTS =", Signs(*(round(float(weight), 2) for weight in weights)))
    print("AT_ZERO =", round(float(start), 2))


if __name__ == "__main__":
    main()
