"""The misconceptions that wrong answers point to. Pure, without state or I/O."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import assert_never

from bot.content.answers import vocabulary, wanted
from bot.content.model import Misconception, Pack
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
    TypedQuestion,
    WhichSideQuestion,
)
from bot.features.quizzes.grading import judge_typed
from bot.features.quizzes.kept import still_fits
from bot.language.rich_text import Text, emphasis, strong, text

_MOST = 2
"""At most this many misconceptions are shown to a learner at once."""


def that_it_may_show(question: Question) -> frozenset[str]:
    """Return the ids of all misconceptions that an answer to this question can point to."""
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            found = [option.misconception for option in question.options]
        case MistakeQuestion():
            found = [part.misconception for part in question.parts]
        case TrueFalseQuestion() | WhichSideQuestion():
            found = [question.misconception]
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            found = [each.misconception for each in question.reject]
        case MatchQuestion() | ClozeQuestion() | OrderQuestion():
            found = []
        case _:
            assert_never(question)
    return frozenset(each for each in found if each is not None)


def shown_by(pack: Pack, question: Question, answer: str, *, right: bool) -> frozenset[str]:
    """Return the ids of the misconceptions that an answer points to.

    Args:
        pack: the pack of the question.
        question: the question.
        answer: the answer, as it's stored.
        right: whether it counts as right.
    """
    if right or not that_it_may_show(question) or not still_fits(pack, question, answer):
        return frozenset()
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            wrong = {number: each.misconception for number, each in enumerate(question.options) if not each.correct}
            found = [wrong.get(int(digit)) for digit in answer]
        case MistakeQuestion():
            picked = {number: each.misconception for number, each in enumerate(question.parts)}
            overlooked = (each.misconception for each in question.parts if each.fix is not None)
            found = [picked.get(int(answer)), *overlooked]
        case TrueFalseQuestion() | WhichSideQuestion():
            found = [question.misconception]
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            found = _typed(pack, question, answer)
        case MatchQuestion() | ClozeQuestion() | OrderQuestion():
            found = []
        case _:
            assert_never(question)
    return frozenset(each for each in found if each is not None)


def _typed(pack: Pack, question: TypedQuestion, answer: str) -> list[str | None]:
    reply = judge_typed(answer, wanted(question, pack), vocabulary(pack), "").reply
    return [each.misconception for each in question.reject if reply and each.reply == reply][:1]


def believed(pack: Pack, answers: Iterable[tuple[Question, str, bool]]) -> list[str]:
    """Return the ids of the misconceptions that some answers point to, most frequent first.

    Args:
        pack: the pack of the questions.
        answers: the question, the stored answer and whether it counts as right, for each.
    """
    beliefs = (shown_by(pack, question, answer, right=right) for question, answer, right in answers)
    return [name for name, _ in Counter(chain.from_iterable(map(sorted, beliefs))).most_common()]


def told(pack: Pack, names: Iterable[str]) -> list[Text]:
    """Return what to tell a learner about their possible misconceptions: kindly, and with the truth.

    Args:
        pack: the pack of the misconceptions.
        names: the ids of the misconceptions, likeliest first.
    """
    known = [pack.misconception_by_id[each] for each in dict.fromkeys(names) if each in pack.misconception_by_id]
    if not known:
        return []
    opening = "Many people believe this:" if len(known[:_MOST]) == 1 else "Many people believe these:"
    return [text(strong(opening)), *map(_told, known[:_MOST])]


def _told(each: Misconception) -> Text:
    return text(emphasis(f"“{each.belief}”"), "\nReally: ", each.truth)
