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


def still_fits(pack: Pack, question: Question, answer: str) -> bool:
    """Return whether a stored answer has the form of an answer to this question.

    It hasn't if the question had another type, or more options, when it was answered.

    Args:
        pack: the pack of the question.
        question: the current version of the question.
        answer: the answer, as it's stored.
    """
    match question:
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return True
        case ClozeQuestion():
            return len(fillings_of(answer)) == len(gapped(question.text).gaps)
        case MatchQuestion():
            return len(answer) == len(question.pairs) and _are_among(answer, len(rights_of(question)))
        case OrderQuestion():
            return len(set(answer)) == len(answer) and _are_among(answer, len(question.items))
        case SeveralQuestion():
            return _are_among(answer, len(question.options))
        case ChoiceQuestion():
            return _is_one_of(answer, len(question.options))
        case MistakeQuestion():
            return _is_one_of(answer, len(question.parts))
        case TrueFalseQuestion():
            return _is_one_of(answer, 2)
        case WhichSideQuestion():
            return _is_one_of(answer, len(pack.sides) + 1)
        case _:
            assert_never(question)


def _is_one_of(answer: str, count: int) -> bool:
    return len(answer) == 1 and _are_among(answer, count)


def _are_among(answer: str, count: int) -> bool:
    """Return whether an answer consists of valid indexes, one digit each."""
    return bool(answer) and set(answer) <= {str(number) for number in range(count)}
