"""Whether an answer that's kept can be one to the question as it stands now: a pack may have changed since. Pure."""

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
    """Return whether a stored answer has the shape of one to this question.

    It hasn't where the question was of another type when it was answered, or had more to choose from.

    Args:
        pack: where the question comes from.
        question: as it stands now.
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
    """Return whether all of an answer is numbers of things, a digit each."""
    return bool(given) and set(given) <= {str(number) for number in range(count)}
