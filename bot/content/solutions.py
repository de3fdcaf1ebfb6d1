"""A question's right answer in words, and why it's right. Pure."""

import re
from collections.abc import Sequence
from typing import assert_never

from bot.content.gaps import BETWEEN_GAPS, gapped
from bot.content.item import BOTH
from bot.content.model import Pack, Side
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.judging.unit_names import is_money
from bot.language.text import ended, words

_LONG = re.compile(r"^\d{5,}|(?<=^-)\d{5,}")
"""Matches digits that are shown with commas; a four-digit number may be a year."""


def solution(pack: Pack, question: Question) -> tuple[str, str]:
    """Return the right answer as text, and why it's right ("" if the question doesn't say).

    Args:
        pack: the question's pack.
        question: the question.
    """
    why = why_right(question)
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            right = [option for option in question.options if option.correct]
            return "; ".join(option.text for option in right), why
        case TrueFalseQuestion():
            return "True" if question.answer else "False", why
        case WhichSideQuestion():
            return dict(side_options(pack.sides))[question.answer], why
        case FreeTextQuestion():
            return question.answers[0], why
        case NumberQuestion() | EstimateQuestion():
            return with_unit(question.value, question.unit), why
        case MatchQuestion():
            pairs = "; ".join(f"{pair.left} → {pair.right}" for pair in question.pairs)
            return pairs, why
        case ClozeQuestion():
            return BETWEEN_GAPS.join(gapped(question.text).answers), why
        case MistakeQuestion():
            mistake = next(part for part in question.parts if part.fix is not None)
            return f"{mistake.text} (should be: {mistake.fix})", why
        case OrderQuestion():
            return " → ".join(question.items), why
        case _:
            assert_never(question)


def why_right(question: Question) -> str:
    """Return why the right answer is right; "" if the question doesn't say."""
    if isinstance(question, ChoiceQuestion | SeveralQuestion):
        return " ".join(option.why for option in question.options if option.correct and option.why)
    return question.explanation.right if question.explanation else ""


def told(pack: Pack, question: Question) -> str:
    """Return the right answer with its reason, in sentences; only the reason if that says the answer, too.

    Args:
        pack: the question's pack.
        question: the question.
    """
    answer, why = solution(pack, question)
    if isinstance(question, ClozeQuestion):
        answer = gapped(question.text).filled
    if set(words(answer)) <= set(words(why)):
        return why
    return f"{ended(answer)} {why}".rstrip()


def side_options(sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Return the answers to a which-side question, as (id, name): every side, and all of them together."""
    both = "Both" if len(sides) == 2 else "All of them"
    return [*((side.id, side.name) for side in sides), (BOTH, both)]


def with_unit(figures: str, unit: str | None) -> str:
    """Return a number as text, with its unit: 0.95, 95%, $20, 39,000 people.

    Args:
        figures: the number's digits, without commas.
        unit: the question's unit, if it has one.
    """
    spelt = _LONG.sub(lambda whole: f"{int(whole[0]):,}", figures)
    if not unit:
        return spelt
    if is_money(unit) and len(unit) == 1:
        return f"{unit}{spelt}"
    return f"{spelt}%" if unit == "%" else f"{spelt} {unit}"
