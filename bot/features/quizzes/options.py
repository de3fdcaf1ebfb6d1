"""The choices of a question as a quiz shows them: letters, options, pairs. Pure."""

from collections.abc import Sequence
from string import ascii_uppercase
from typing import NamedTuple, assert_never

from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.content.solutions import side_options
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import rights_of, shuffled


class ShownOption(NamedTuple):
    """An option of a question.

    Args:
        stored: its encoding in a stored answer.
        label: its text, as it's shown.
        right: whether it's right.
    """

    stored: str
    label: str
    right: bool


def letter(position: int) -> str:
    """Return the letter of an option, by its position from 0."""
    return ascii_uppercase[position]


def options_of(posed: Posed) -> list[ShownOption]:
    """Return a question's options in the order they're shown; none if it isn't answered by choosing."""
    question = posed.question
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            order = [(number, question.options[number]) for number in shuffled(question, posed.seed)]
            return [
                ShownOption(str(number), f"{letter(place)}. {option.text}", option.correct)
                for place, (number, option) in enumerate(order)
            ]
        case MistakeQuestion():
            return [
                ShownOption(str(number), f"{letter(number)}. {part.text}", part.fix is not None)
                for number, part in enumerate(question.parts)
            ]
        case TrueFalseQuestion():
            return [ShownOption("1", "True", question.answer), ShownOption("0", "False", not question.answer)]
        case WhichSideQuestion():
            sides = side_options(posed.pack.sides)
            return [
                ShownOption(str(number), name, side == question.answer) for number, (side, name) in enumerate(sides)
            ]
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion():
            return []
        case MatchQuestion() | ClozeQuestion() | OrderQuestion():
            return []
        case _:
            assert_never(question)


def keys_of(posed: Posed, answer: str) -> tuple[str, ...]:
    """Return the encodings of the options that an answer chose: one, or all that were ticked.

    Args:
        posed: the question.
        answer: the answer, as it's stored.
    """
    return tuple(answer) if isinstance(posed.question, SeveralQuestion) else (answer,)


def rights_shown(question: MatchQuestion, seed: int) -> Sequence[tuple[int, str]]:
    """Return the right-hand sides in the order they're shown, each with its index in the pack's order.

    Args:
        question: the match question.
        seed: the quiz's seed.
    """
    rights = rights_of(question)
    return [(number, rights[number]) for number in shuffled(question, seed)]
