"""Compute numbers that learning platforms need: shares of the points, and tolerances. Pure."""

from decimal import ROUND_DOWN, Decimal

from bot.content.question import ChoiceQuestion, NumberQuestion, SeveralQuestion

_FRACTIONS = Decimal("0.00001")
"""Moodle's precision for shares of the points, in percent."""


def shares(question: ChoiceQuestion | SeveralQuestion) -> list[Decimal]:
    """Return the percentage of the points for each option; if several are right, a wrong one costs all points."""
    right = sum(option.correct for option in question.options)
    worth = (Decimal(100) / right).quantize(_FRACTIONS, ROUND_DOWN) if right > 1 else Decimal(100)
    wrong = Decimal(-100 if isinstance(question, SeveralQuestion) else 0)
    return [worth if option.correct else wrong for option in question.options]


def tolerance(question: NumberQuestion) -> str:
    """Return a question's tolerance as an absolute number."""
    written = question.tolerance or "0"
    if "%" not in written:
        return written
    share = Decimal(written.rstrip(" %")) / 100
    return f"{(abs(Decimal(question.value)) * share).normalize():f}"
