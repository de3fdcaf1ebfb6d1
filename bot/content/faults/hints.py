"""Check whether a question's hint gives its answer away, or says nothing new."""

from collections.abc import Iterator, Sequence
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
    prompt_of,
)
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.language.text import words


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each hint that contains a right answer but no wrong one, or only repeats the question."""
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if question.hint is None:
            continue
        if words(question.hint) == words(prompt_of(question)):
            yield entry.warning("the hint only repeats the question; give a clue that leads to the answer", "hint")
        right, wrong = _answers(question, loaded.pack)
        revealed = next((answer for answer in right if _says(question.hint, answer)), None)
        if revealed and not any(_says(question.hint, answer) for answer in wrong):
            yield entry.warning(f"the hint says the answer, “{revealed}”; give a clue that leads there", "hint")


def _answers(question: Question, pack: Pack) -> tuple[Sequence[str], Sequence[str]]:
    """Return the texts of a question's right and wrong answers; none for kinds whose answers aren't words."""
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            right = [option.text for option in question.options if option.correct]
            return right, [option.text for option in question.options if not option.correct]
        case WhichSideQuestion():
            names = {side.id: (side.name, *side.aliases) for side in pack.sides}
            wrong = [name for side, others in names.items() if side != question.answer for name in others]
            return names.get(question.answer, ()), wrong
        case FreeTextQuestion():
            return question.answers, ()
        case NumberQuestion() | EstimateQuestion():
            return (question.value,), ()
        case ClozeQuestion():
            return [answer for gap in gapped(question.text).gaps for answer in gap], question.decoys
        case TrueFalseQuestion() | MatchQuestion() | MistakeQuestion() | OrderQuestion():
            return (), ()
        case _:
            assert_never(question)


def _says(text: str, answer: str) -> bool:
    """Return whether a text contains the words of an answer in sequence."""
    text_words, answer_words = words(text), words(answer)
    return bool(answer_words) and any(
        text_words[at : at + len(answer_words)] == answer_words for at in range(len(text_words))
    )
