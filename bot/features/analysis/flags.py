"""Flags for suspicious answer patterns of a question, with advice. Pure.

Figures from few people are noisy, so a flag is only raised if chance alone would rarely cause it: for fewer than one
in 20 good questions (LUCK). tests/features/analysis/test_flags.py measures how often flags are right.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from math import atanh, sqrt
from typing import NamedTuple

from bot.features.analysis.model import Figures, OptionCount

LUCK = 0.05
"""The maximum probability that chance raises a flag for a good question."""

_DEVIATIONS = 1.645
"""How many standard deviations above its mean a normal variable lies with probability LUCK."""

EASY = 0.95
"""Minimum share of right answers for Moodle to call a question extremely easy
(https://docs.moodle.org/en/Quiz_statistics_report)."""

SURE_AND_RIGHT = 0.8
"""Minimum share of right answers for “certain” to pay off (see quizzes/certainty.py)."""

_MANY = 20
"""Minimum number of learners to judge an extreme share: all 20 are right in 36 % of cases at EASY, in 1 % at 80 %."""

_REPORTS = 2
"""Minimum number of reports to be more than one person's opinion."""


class Sign(IntEnum):
    """The kinds of flags, worst first."""

    KEY = 1
    RIVAL = 2
    REPORTED = 3
    GUESSED = 4
    SURE = 5
    UNUSED = 6
    EASY = 7


class Flag(NamedTuple):
    """A flag, with advice for the author."""

    sign: Sign
    advice: str


def flags(figures: Figures) -> Sequence[Flag]:
    """Return the flags of a question, worst first."""
    return [*_flags(figures)]


def _flags(figures: Figures) -> Iterator[Flag]:
    learners, share = figures.right
    if figures.discrimination is not None and _is_below_zero(figures.discrimination, figures.compared):
        yield Flag(Sign.KEY, "People who know the rest get this wrong: check which answer is marked right.")
    # If several options are right, ticks don't show which one was taken for the only right one.
    one_of = figures.choices if figures.chance is not None else ()
    rival = _rival(one_of)
    if rival is not None:
        yield Flag(Sign.RIVAL, f"“{rival.label}” is chosen more often than the right answer: is it right, too?")
    if figures.reports >= _REPORTS:
        yield Flag(Sign.REPORTED, f"{figures.reports} people say something's wrong: see /pack problems.")
    if rival is None and figures.chance is not None and learners >= _MANY and share <= figures.chance:
        yield Flag(Sign.GUESSED, "Blind guessing would do as well: say it more plainly, or teach it first.")
    if figures.certain is not None:
        sure, wrong = figures.certain
        if _is_above(wrong, 1 - SURE_AND_RIGHT, sure):
            yield Flag(Sign.SURE, "Many are sure of a wrong answer: write a tip about what they believe.")
    unused = _unused(one_of)
    if unused:
        what = " and ".join(f"“{each.label}”" for each in unused)
        yield Flag(Sign.UNUSED, f"Nobody picks {what}: write something more tempting.")
    if learners >= _MANY and share >= EASY:
        yield Flag(Sign.EASY, "Everyone knows this one: keep it for a warm-up.")


def _is_below_zero(correlation: float, count: int) -> bool:
    """Return whether a correlation is significantly below zero, by R. A. Fisher's transformation (1921)."""
    return atanh(max(correlation, -0.999999)) * sqrt(count - 3) < -_DEVIATIONS if correlation < 0 else False


def _is_above(share: float, level: float, count: int) -> bool:
    """Return whether a share is significantly above a level."""
    return share > level + _DEVIATIONS * sqrt(level * (1 - level) / count)


def _rival(choices: Sequence[OptionCount]) -> OptionCount | None:
    """Return the wrong option that's chosen significantly more often than the right one."""
    key = sum(each.chosen for each in choices if each.right)
    wrong = [each for each in choices if not each.right]
    most = max(wrong, key=lambda each: each.chosen, default=None)
    if most is None or len(choices) < 3:  # with two options, the question is just hard
        return None
    return most if most.chosen - key > _DEVIATIONS * sqrt(most.chosen + key) else None


def _unused(choices: Sequence[OptionCount]) -> Sequence[OptionCount]:
    """Return the wrong options that nobody chooses, if there are enough wrong answers to tell.

    If an option were as tempting as the other wrong ones, all wrong answers would miss it with a probability of
    (1 - 1/choices)^answers; that must be below LUCK for all options together.
    """
    wrong = [each for each in choices if not each.right]
    answers = sum(each.chosen for each in wrong)
    if len(wrong) < 2 or (1 - 1 / len(wrong)) ** answers > LUCK / len(wrong):
        return []
    return [each for each in wrong if each.chosen == 0]


def worst_first(figures: Sequence[Figures]) -> Sequence[tuple[Figures, Sequence[Flag]]]:
    """Return questions with their flags: worst flags first, then by discrimination, lowest first."""
    both = [(each, flags(each)) for each in figures]
    return sorted(both, key=lambda each: (each[1][0].sign if each[1] else len(Sign) + 1, _tells(each[0])))


def _tells(figures: Figures) -> float:
    return 1.0 if figures.discrimination is None else figures.discrimination
