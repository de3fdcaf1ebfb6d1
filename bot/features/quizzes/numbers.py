"""Answers that are numbers: right within a margin, or guessed, the closer the better. Pure, without state or I/O."""

from fractions import Fraction

from bot.content.answers import wanted
from bot.content.question import EstimateQuestion, NumberQuestion
from bot.features.quizzes.judgement import FULL, NOT_QUITE, Judgement, judgement, named
from bot.features.quizzes.posed import Posed
from bot.judging.estimates import closeness, number_in
from bot.judging.model import Verdict
from bot.judging.unit_names import is_money
from bot.language.message import Refusal, strong, text

HALF = FULL // 2
"""The credit from which on an estimate counts as right."""


def with_unit(figures: str, unit: str | None) -> str:
    """Return a number as it's shown: 0.95, 95 %, $20.

    Args:
        figures: of the number.
        unit: of the question, if it has one.
    """
    if not unit:
        return figures
    return f"{unit}{figures}" if is_money(unit) and len(unit) == 1 else f"{figures} {unit}"


def read_number(posed: Posed, question: NumberQuestion | EstimateQuestion, typed: str, locale: str) -> Fraction:
    """Return the number that was typed.

    Args:
        posed: what was asked.
        question: the same.
        typed: as typed.
        locale: the learner's, or "".

    Raises:
        Refusal: it's no single number, or counts something else.
    """
    number = number_in(typed, wanted(question, posed.pack), locale)
    if number is None:
        raise Refusal(f"Answer with one number, such as {with_unit('12', question.unit)}.")
    return number


def judge_estimate(posed: Posed, question: EstimateQuestion, typed: str, locale: str = "") -> Judgement:
    """Judge a guess by how close it comes.

    Args:
        posed: what was asked.
        question: the same.
        typed: as typed.
        locale: the learner's, or "".

    Raises:
        Refusal: it's no single number.
    """
    number = read_number(posed, question, typed, locale)
    value = Fraction(question.value)
    credit = closeness(number, value, question.within)
    answer = with_unit(question.value, question.unit)
    if credit == FULL:
        return judgement(Verdict.RIGHT, typed, text(strong("✓ Spot on!")), text(question.explanation.right))
    off = with_unit(in_figures(abs(number - value)), question.unit)
    if credit >= HALF:
        said = text(strong("✓ Close!"), f" You're off by {off}.")
        return Judgement(Verdict.RIGHT, typed, (said, named(answer), text(question.explanation.right)), credit)
    said = text(strong("◐ Not that close:" if credit else NOT_QUITE.strip()), f" you're off by {off}.")
    return Judgement(Verdict.WRONG, typed, (said, named(answer), text(question.explanation.wrong)), credit)


def in_figures(number: Fraction) -> str:
    """Return a number as people write it: no more than three places, or three figures, after the point."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    value = float(number)
    return f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
