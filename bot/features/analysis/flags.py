"""What's odd about how a question was answered, with advice. Pure.

Few people make noisy figures, so a flag is only raised where luck alone would hardly do it: in fewer than one of 20
questions that are well (LUCK). tests/features/analysis/test_flags.py measures how often flags are right.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from math import atanh, sqrt
from typing import NamedTuple

from bot.features.analysis.model import Figures, OptionCount

LUCK = 0.05
"""How often luck may raise a flag of a question that's well."""

_DEVIATIONS = 1.645
"""Standard deviations that a normal variable lies above its mean in LUCK of all cases."""

EASY = 0.95
"""From where on Moodle calls a question extremely easy (https://docs.moodle.org/en/Quiz_statistics_report)."""

SURE_AND_RIGHT = 0.8
"""From where on it pays off to be certain (quizzes/certainty.py)."""

_MANY = 20
"""Learners who say enough for a share near an end: all of 20 are right in 36 % of cases at EASY, in 1 % at 80 %."""

_REPORTS = 2
"""Reports that are more than one person's taste."""


class Sign(IntEnum):
    """What's odd, the worst first."""

    KEY = 1
    RIVAL = 2
    REPORTED = 3
    GUESSED = 4
    SURE = 5
    UNUSED = 6
    EASY = 7


class Flag(NamedTuple):
    """Something odd, and what to do about it."""

    sign: Sign
    advice: str


def flags(figures: Figures) -> Sequence[Flag]:
    """Return what's odd about a question, the worst first."""
    return [*_flags(figures)]


def _flags(figures: Figures) -> Iterator[Flag]:
    learners, share = figures.right
    if figures.discrimination is not None and _is_below_zero(figures.discrimination, figures.compared):
        yield Flag(Sign.KEY, "People who know the rest get this wrong: look for a mistake in the key.")
    # In a question with several keys, what's ticked says nothing of what was taken for the only one.
    one_of = figures.choices if figures.chance is not None else ()
    rival = _rival(one_of)
    if rival is not None:
        yield Flag(Sign.RIVAL, f"“{rival.label}” is chosen more often than the key: is it right, too?")
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
    """Return whether a correlation is below zero by more than luck, by R. A. Fisher's transformation (1921)."""
    return atanh(max(correlation, -0.999999)) * sqrt(count - 3) < -_DEVIATIONS if correlation < 0 else False


def _is_above(share: float, level: float, count: int) -> bool:
    """Return whether a share lies above a level by more than luck."""
    return share > level + _DEVIATIONS * sqrt(level * (1 - level) / count)


def _rival(choices: Sequence[OptionCount]) -> OptionCount | None:
    """Return the wrong choice that's chosen more often than the right one, by more than luck between the two."""
    key = sum(each.chosen for each in choices if each.right)
    wrong = [each for each in choices if not each.right]
    most = max(wrong, key=lambda each: each.chosen, default=None)
    if most is None or len(choices) < 3:  # of two, it's just a question that most get wrong
        return None
    return most if most.chosen - key > _DEVIATIONS * sqrt(most.chosen + key) else None


def _unused(choices: Sequence[OptionCount]) -> Sequence[OptionCount]:
    """Return the wrong choices that nobody takes, if enough were wrong to tell.

    A choice that tempts as much as the other wrong ones is missed by all who are wrong with a probability of
    (1 - 1/choices)^answers; it must be below LUCK for all of them together.
    """
    wrong = [each for each in choices if not each.right]
    answers = sum(each.chosen for each in wrong)
    if len(wrong) < 2 or (1 - 1 / len(wrong)) ** answers > LUCK / len(wrong):
        return []
    return [each for each in wrong if each.chosen == 0]


def worst_first(figures: Sequence[Figures]) -> Sequence[tuple[Figures, Sequence[Flag]]]:
    """Return questions with what's odd about them: the worst first, then those that tell least."""
    both = [(each, flags(each)) for each in figures]
    return sorted(both, key=lambda each: (each[1][0].sign if each[1] else len(Sign) + 1, _tells(each[0])))


def _tells(figures: Figures) -> float:
    return 1.0 if figures.discrimination is None else figures.discrimination
