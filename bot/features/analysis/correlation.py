"""The item-rest correlation: whether those who know the other questions know this one. Pure.

It's the corrected point-biserial of R. L. Ebel and D. A. Frisbie (Essentials of Educational Measurement, 5th edition,
1991), which Moodle calls the discrimination index (https://docs.moodle.org/dev/Quiz_statistics_calculations): an item
is compared with the rest of the test, as an item that's part of the total would correlate with itself.

In a test everybody answers everything. Here people meet different questions, so each answer counts as how far it lies
above the mean of its own question: those who met hard ones aren't taken for people who know less. Where everybody
has answered everything, that takes the same from each person's rest, and the correlation is the usual one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OTHERS = 3
"""Other questions that a learner must have answered to be compared by them."""

FEWEST_COMPARED = 10
"""Learners below whom a correlation says nothing: its standard error is 1/√(n−3), over a third."""

_Ints = NDArray[np.intp]
_Floats = NDArray[np.float64]


class ItemRestCorrelations(NamedTuple):
    """How each item correlates with the rest (NaN where that can't be told), and on how many learners that stands."""

    correlations: _Floats
    learners: _Ints


def item_rest(members: _Ints, items: _Ints, credits_: _Floats, count: int) -> ItemRestCorrelations:
    """Correlate each item with the other items that the same learners answered.

    Args:
        members: who gave each answer, numbered from 0.
        items: to which item, likewise; a member answers an item once.
        credits_: how much of it is right, from 0 to 1.
        count: how many items there are.
    """
    means = _means(items, credits_, count)
    above = credits_ - means[items]
    answered = np.bincount(members)[members]
    others = answered - 1
    counts = others >= OTHERS
    rest = (np.bincount(members, weights=above)[members] - above)[counts] / others[counts]
    where, own = items[counts], credits_[counts]
    own = own - _means(where, own, count)[where]
    rest = rest - _means(where, rest, count)[where]
    both = np.bincount(where, weights=own * rest, minlength=count)
    spread = np.bincount(where, weights=own**2, minlength=count) * np.bincount(
        where, weights=rest**2, minlength=count
    )
    learners = np.bincount(where, minlength=count)
    # What's left of a spread of none is rounding, and a correlation with that would be noise.
    told = (spread > 1e-12) & (learners >= FEWEST_COMPARED)
    return ItemRestCorrelations(np.where(told, both / np.sqrt(np.where(told, spread, 1.0)), np.nan), learners)


def _means(items: _Ints, values: _Floats, count: int) -> _Floats:
    sums = np.bincount(items, weights=values, minlength=count)
    means: _Floats = sums / np.maximum(np.bincount(items, minlength=count), 1)
    return means
