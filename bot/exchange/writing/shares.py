"""What learning platforms want in figures: shares of the points, and how far off a number may be. Pure."""

from decimal import ROUND_DOWN, Decimal

from bot.content.question import ChoiceQuestion, NumberQuestion, SeveralQuestion

_FRACTIONS = Decimal("0.00001")
"""To which Moodle knows shares of the points."""


def shares(question: ChoiceQuestion | SeveralQuestion) -> list[Decimal]:
    """Return what each option is worth in percent; where several are right, a wrong one costs all."""
    right = sum(option.correct for option in question.options)
    worth = (Decimal(100) / right).quantize(_FRACTIONS, ROUND_DOWN) if right > 1 else Decimal(100)
    wrong = Decimal(-100 if isinstance(question, SeveralQuestion) else 0)
    return [worth if option.correct else wrong for option in question.options]


def tolerance(question: NumberQuestion) -> str:
    """Return how far off a number may be, as a number."""
    written = question.tolerance or "0"
    if "%" not in written:
        return written
    share = Decimal(written.rstrip(" %")) / 100
    return f"{(abs(Decimal(question.value)) * share).normalize():f}"
