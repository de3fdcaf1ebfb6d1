"""Whether a stored answer still fits its question: the pack may have changed since. Pure."""

from typing import assert_never

from bot.content.gaps import gapped
from bot.content.model import Pack
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
from bot.features.quizzes.parts import fillings_of
from bot.features.quizzes.questions import rights_of


def still_fits(pack: Pack, question: Question, given: str) -> bool:
    """Return whether a stored answer has the form of an answer to this question.

    It hasn't if the question had another type, or more options, when it was answered.

    Args:
        pack: the pack of the question.
        question: the current version of the question.
        given: the answer, as it's stored.
    """
    match question:
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return True
        case ClozeQuestion():
            return len(fillings_of(given)) == len(gapped(question.text).gaps)
        case MatchQuestion():
            return len(given) == len(question.pairs) and _are_among(given, len(rights_of(question)))
        case OrderQuestion():
            return len(set(given)) == len(given) and _are_among(given, len(question.items))
        case SeveralQuestion():
            return _are_among(given, len(question.options))
        case ChoiceQuestion():
            return _is_one_of(given, len(question.options))
        case MistakeQuestion():
            return _is_one_of(given, len(question.parts))
        case TrueFalseQuestion():
            return _is_one_of(given, 2)
        case WhichSideQuestion():
            return _is_one_of(given, len(pack.sides) + 1)
        case _:
            assert_never(question)


def _is_one_of(given: str, count: int) -> bool:
    return len(given) == 1 and _are_among(given, count)


def _are_among(given: str, count: int) -> bool:
    """Return whether an answer consists of valid indexes, one digit each."""
    return bool(given) and set(given) <= {str(number) for number in range(count)}
