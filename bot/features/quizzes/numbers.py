"""Answers that are numbers: right within a margin, or guessed, the closer the better. Pure, without state or I/O."""

import re
from fractions import Fraction

from bot.content.answers import wanted
from bot.content.question import EstimateQuestion, NumberQuestion
from bot.features.quizzes.judgement import Judgement, explained, judgement, named
from bot.features.quizzes.model import FULL
from bot.features.quizzes.posed import Posed
from bot.judging.estimates import closeness, number_in
from bot.judging.model import Verdict
from bot.judging.unit_names import is_money
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text

HALF = FULL // 2
"""The credit from which on an estimate counts as right."""

_LONG = re.compile(r"^\d{5,}|(?<=^-)\d{5,}")
"""Numbers that are shown with commas; four digits may be a year."""


def with_unit(figures: str, unit: str | None) -> str:
    """Return a number as it's shown: 0.95, 95%, $20, 39,000 people.

    Args:
        figures: of the number, without commas.
        unit: of the question, if it has one.
    """
    shown = _LONG.sub(lambda whole: f"{int(whole[0]):,}", figures)
    if not unit:
        return shown
    if is_money(unit) and len(unit) == 1:
        return f"{unit}{shown}"
    return f"{shown}%" if unit == "%" else f"{shown} {unit}"


def read_number(posed: Posed, question: NumberQuestion | EstimateQuestion, typed: str, locale: str) -> Fraction:
    """Return the number that was typed.

    Args:
        posed: what was asked.
        question: the one posed.
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
        question: the one posed.
        typed: as typed; what's stored has its number in plain figures, whatever commas mean to the learner.
        locale: the learner's, or "".

    Raises:
        Refusal: it's no single number.
    """
    number = read_number(posed, question, typed, locale)
    given = _plain(number)
    value = Fraction(question.value)
    credit = closeness(number, value, question.within)
    answer = with_unit(question.value, question.unit)
    if credit == FULL:
        return judgement(
            Verdict.RIGHT, given, text(strong("✓ Spot on!")), *explained(question.explanation, right=True)
        )
    off = with_unit(in_figures(abs(number - value)), question.unit)
    if credit >= HALF:
        said = text(strong("✓ Close!"), f" You're off by {off}.")
        return Judgement(
            Verdict.RIGHT, given, (said, named(answer), *explained(question.explanation, right=True)), credit
        )
    said = text(strong("◐ Not that close:" if credit else "✗ Not close:"), f" you're off by {off}.")
    return Judgement(
        Verdict.WRONG, given, (said, named(answer), *explained(question.explanation, right=False)), credit
    )


def _plain(number: Fraction) -> str:
    """Return a number in figures alone, as exactly as they're worth storing."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def in_figures(number: Fraction) -> str:
    """Return a number in figures: no more than three places, or three figures, after the point."""
    if number.denominator == 1:
        return str(number.numerator)
    value = float(number)
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
