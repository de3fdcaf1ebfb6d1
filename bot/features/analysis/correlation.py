"""The item-rest correlation: whether learners who know the other questions know this one. Pure.

It's the corrected point-biserial of R. L. Ebel and D. A. Frisbie (Essentials of Educational Measurement, 5th edition,
1991), which Moodle calls the discrimination index (https://docs.moodle.org/dev/Quiz_statistics_calculations): an item
is compared with the rest of the test, because an item that's part of the total would correlate with itself.

In a test, everyone answers everything. Here people get different questions, so each answer counts as its distance
from the mean of its question; otherwise, people who got hard questions would seem to know less. If everyone has
answered everything, this subtracts the same from each person's rest, and the correlation is the usual one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OTHERS = 3
"""Minimum number of other questions that a learner must have answered to be included."""

FEWEST_COMPARED = 10
"""Minimum number of learners for a correlation; with fewer, its standard error, 1/√(n−3), is over a third."""

_Ints = NDArray[np.intp]
_Floats = NDArray[np.float64]


class ItemRestCorrelations(NamedTuple):
    """The correlation of each item with the rest (NaN if unknown), and the number of learners it's based on."""

    correlations: _Floats
    learners: _Ints


def item_rest(members: _Ints, items: _Ints, credits_: _Floats, count: int) -> ItemRestCorrelations:
    """Correlate each item with the other items that the same learners answered.

    Args:
        members: the learner of each answer, numbered from 0.
        items: the item of each answer, numbered from 0; a learner answers an item at most once.
        credits_: how much of each answer is right, from 0 to 1.
        count: the number of items.
    """
    means = _means(items, credits_, count)
    above = credits_ - means[items]
    answered = np.bincount(members)[members]
    others = answered - 1
    counts = others >= OTHERS
    rest = (np.bincount(members, weights=above)[members] - above)[counts] / others[counts]
    where, earned = items[counts], credits_[counts]
    earned = earned - _means(where, earned, count)[where]
    rest = rest - _means(where, rest, count)[where]
    both = np.bincount(where, weights=earned * rest, minlength=count)
    spread = np.bincount(where, weights=earned**2, minlength=count) * np.bincount(
        where, weights=rest**2, minlength=count
    )
    learners = np.bincount(where, minlength=count)
    # A spread of zero differs from 0 only by rounding errors, and a correlation with those would be noise.
    is_known = (spread > 1e-12) & (learners >= FEWEST_COMPARED)
    return ItemRestCorrelations(np.where(is_known, both / np.sqrt(np.where(is_known, spread, 1.0)), np.nan), learners)


def _means(items: _Ints, values: _Floats, count: int) -> _Floats:
    sums = np.bincount(items, weights=values, minlength=count)
    means: _Floats = sums / np.maximum(np.bincount(items, minlength=count), 1)
    return means
