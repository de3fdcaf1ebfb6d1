"""Numeric answers: right within a margin, or estimates, which earn more the closer they are. Pure, without I/O."""

from fractions import Fraction

from bot.content.answers import wanted
from bot.content.question import EstimateQuestion, NumberQuestion
from bot.content.solutions import with_unit
from bot.features.quizzes.judgement import Judgement, OpeningLine, explained, judgement, named
from bot.features.quizzes.model import FULL
from bot.features.quizzes.posed import Posed
from bot.judging.estimates import closeness, number_in
from bot.judging.model import Verdict
from bot.language.refusals import Refusal
from bot.language.rich_text import text

HALF = FULL // 2
"""Minimum credit for an estimate to count as right."""


def read_number(posed: Posed, question: NumberQuestion | EstimateQuestion, typed: str, locale: str) -> Fraction:
    """Return the number in a typed answer.

    Args:
        posed: the question in its quiz.
        question: the same question.
        typed: the text.
        locale: the learner's locale, or "".

    Raises:
        Refusal: it isn't a single number, or it has the wrong unit.
    """
    number = number_in(typed, wanted(question, posed.pack), locale)
    if number is None:
        raise Refusal(f"Answer with one number, such as {with_unit('12', question.unit)}.")
    return number


def judge_estimate(posed: Posed, question: EstimateQuestion, typed: str, locale: str = "") -> Judgement:
    """Judge an estimate by how close it is.

    Args:
        posed: the question in its quiz.
        question: the same question.
        typed: the text; what's stored is the plain number, independent of the learner's locale.
        locale: the learner's locale, or "".

    Raises:
        Refusal: it isn't a single number.
    """
    number = read_number(posed, question, typed, locale)
    stored = _plain(number)
    value = Fraction(question.value)
    credit = closeness(number, value, question.within)
    answer = with_unit(question.value, question.unit)
    if credit == FULL:
        return judgement(
            Verdict.RIGHT, stored, OpeningLine("✓ Spot on!"), *explained(question.explanation, right=True)
        )
    off = with_unit(in_figures(abs(number - value)), question.unit)
    if credit >= HALF:
        opening = OpeningLine("✓ Close!", text(f" You're off by {off}."))
        below = (named(answer), *explained(question.explanation, right=True))
        return Judgement(Verdict.RIGHT, stored, opening, below, credit)
    opening = OpeningLine("◐ Not that close:" if credit else "✗ Not close:", text(f" you're off by {off}."))
    below = (named(answer), *explained(question.explanation, right=False))
    return Judgement(Verdict.WRONG, stored, opening, below, credit)


def _plain(number: Fraction) -> str:
    """Return a number in plain digits, with at most six decimal places."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def in_figures(number: Fraction) -> str:
    """Return a number in digits, with at most three decimal places, or three significant digits below 1."""
    if number.denominator == 1:
        return str(number.numerator)
    value = float(number)
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
