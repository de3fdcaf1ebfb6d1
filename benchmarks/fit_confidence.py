"""Fits the curves for the confidence that a pack answers a question; prints their parameters and an evaluation.

Only questions that aren't held out are used. Each is evaluated by a curve that was fitted without the questions on
its pack, as it would be for a new pack.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.searching import Searcher
from bot.content.finding.confidence import Curve, Signs
from tests.features.asking.questions import questions

_ROUNDS = 30
"""Iterations of Newton's method, which converges within ten."""

_OF_EVERY_MODEL = 7
"""Number of signs that every model provides, with or without token vectors."""

_RESTRAINT = 3e-3
"""Strength of the regularisation, against overfitting."""


def fit(signs: NDArray[np.float64], covered: NDArray[np.bool_], packs: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return the weight of each sign, and the intercept as the last number.

    Args:
        signs: the signs, one row per question.
        covered: whether each question is covered by its pack.
        packs: the pack of each question.
    """
    mean, spread = signs.mean(axis=0), signs.std(axis=0)
    rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    weights = _weights(covered, packs)
    found = np.zeros(rows.shape[1])
    restraint = np.r_[np.full(len(found) - 1, _RESTRAINT), 0]
    for _ in range(_ROUNDS):
        likely = _curve(rows @ found)
        slope = rows.T @ (weights * (likely - covered)) / len(rows) + restraint * found
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows / len(rows) + np.diag(restraint)
        found -= np.linalg.solve(bend, slope)
    counts = found[:-1] / spread
    return np.asarray(np.r_[counts, found[-1] - counts @ mean])


def judged(signs: NDArray[np.float64], covered: NDArray[np.bool_], packs: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return each question's confidence by a curve that was fitted without the question's pack."""
    found = np.zeros(len(covered))
    for pack in np.unique(packs):
        others = packs != pack
        curve = fit(signs[others], covered[others], packs[others])
        found[~others] = _curve(signs[~others] @ curve[:-1] + curve[-1])
    return found


def _weights(covered: NDArray[np.bool_], packs: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return the questions' weights: both kinds weigh the same in total, and a pack by the root of its questions."""
    found = np.zeros(len(covered))
    for pack in np.unique(packs):
        for kind in (covered, ~covered):
            found[kind & (packs == pack)] = 1 / np.sqrt((kind & (packs == pack)).sum())
    for kind in (covered, ~covered):
        found[kind] *= 0.5 * len(covered) / found[kind].sum()
    return found


def _curve(height: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-height)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the curves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which questions are held out")
    seed = parser.parse_args(arguments).seed
    searcher = Searcher()
    # Without the decks: half of their off-topic questions are so close that the curve would refuse too many others.
    asked = [each for each in questions(seed) if not each.held_out and each.kind != "decks"]
    signs = np.array([searcher.signs(each) for each in asked])
    covered = np.array([each.is_covered for each in asked])
    packs = np.array([each.pack for each in asked])
    for name, some in (("CURVE", signs[:, :_OF_EVERY_MODEL]), ("TOKEN_CURVE", signs)):
        _show(judged(some, covered, packs), covered)
        *weights, start = (round(float(each), 2) for each in fit(some, covered, packs))
        print(f"{name} =", Curve(start, Signs(*weights)))


def _show(found: NDArray[np.float64], covered: NDArray[np.bool_]) -> None:
    """Print the error rates at each threshold.

    Args:
        found: each question's confidence.
        covered: whether each question is covered by its pack.
    """
    print("threshold  off-topic answered  wrongly refused")
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75):
        answered, refused = (found[~covered] >= threshold).mean(), (found[covered] < threshold).mean()
        print(f"{threshold:9.2f}  {answered:18.3f}  {refused:15.3f}")


if __name__ == "__main__":
    main()
