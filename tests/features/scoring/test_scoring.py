"""Points, teams and ties."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.scoring.points import FULL, Pooling, points, pooled, streak_bonus
from bot.features.scoring.ranks import rank

SECOND = timedelta(seconds=1)

limits = st.timedeltas(min_value=timedelta(seconds=5), max_value=timedelta(minutes=5))
delays = st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=10))
scores = st.lists(st.integers(0, 1500), max_size=30)


@pytest.mark.parametrize(
    ("delay", "limit", "scored"),
    [(0, 20, 1000), (0.499, 20, 1000), (0.5, 20, 988), (2, 30, 967), (10, 20, 750), (20, 20, 500), (25, 20, 500)],
)
def test_the_published_formula(delay: float, limit: float, scored: int) -> None:
    assert points(delay * SECOND, limit * SECOND) == scored


@given(delays, limits)
def test_points_lie_between_half_and_full_and_are_rounded(delay: timedelta, limit: timedelta) -> None:
    scored = points(delay, limit)
    assert FULL // 2 <= scored <= FULL
    if timedelta(milliseconds=500) <= delay <= limit:
        exact = 1000 * (1 - Fraction(delay // timedelta(microseconds=1), limit // timedelta(microseconds=1)) / 2)
        assert abs(scored - exact) <= Fraction(1, 2)


@given(delays, delays, limits)
def test_the_quicker_never_gets_less(one: timedelta, other: timedelta, limit: timedelta) -> None:
    assert points(min(one, other), limit) >= points(max(one, other), limit)


def test_streaks() -> None:
    assert [streak_bonus(streak) for streak in range(9)] == [0, 0, 100, 200, 300, 400, 500, 500, 500]


@given(scores, st.integers(1, 5))
def test_a_mean_does_not_care_for_a_teams_size(members: list[int], times: int) -> None:
    assert pooled(members * times, Pooling.MEAN) == pooled(members, Pooling.MEAN)


@given(scores)
def test_pooling(members: list[int]) -> None:
    assert pooled(members, Pooling.SUM) == sum(members)
    best = pooled(members, Pooling.BEST)
    assert pooled(members, Pooling.MEAN) <= best <= max(members, default=0)
    assert best == pooled(sorted(members)[-3:], Pooling.MEAN)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 20)))
def test_ties_share_a_rank(totals: dict[str, int]) -> None:
    ranked = rank(totals)
    assert {line.key: line.points for line in ranked} == totals
    for line in ranked:
        assert line.rank == 1 + sum(other > line.points for other in totals.values())
    assert [line.rank for line in ranked] == sorted(line.rank for line in ranked)
