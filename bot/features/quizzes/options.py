"""What there is to choose from in a question, as a quiz shows it: letters, options, pairs. Pure."""

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
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import rights_of, shuffled, side_options


class ShownOption(NamedTuple):
    """One thing to choose.

    Args:
        stored: how an answer stores it.
        label: as it's shown.
        right: whether it's right.
    """

    stored: str
    label: str
    right: bool


def letter(position: int) -> str:
    """Return what's shown before an option, by its position from 0."""
    return ascii_uppercase[position]


def options_of(posed: Posed) -> list[ShownOption]:
    """Return a question's options as shown, in order; none if it isn't answered by choosing among them."""
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


def keys_of(posed: Posed, given: str) -> tuple[str, ...]:
    """Return how the options that an answer chose are stored: one, or those that were ticked.

    Args:
        posed: what was asked.
        given: the answer, as it's stored.
    """
    return tuple(given) if isinstance(posed.question, SeveralQuestion) else (given,)


def rights_shown(question: MatchQuestion, seed: int) -> Sequence[tuple[int, str]]:
    """Return what may stand on the right, as shown: its number in the pack's order, and its text.

    Args:
        question: whose pairs are to be found.
        seed: of the quiz.
    """
    rights = rights_of(question)
    return [(number, rights[number]) for number in shuffled(question, seed)]
