"""A question within a quiz, game or challenge. Pure, without state or I/O."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.challenges.actions import TryChoice, TryOrder, TryWords
from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords
from bot.features.quizzes.actions import ChooseAnswer, PickNext, TypeAnswer
from bot.language.actions import Action


@dataclass(frozen=True, slots=True)
class AnswerActions:
    """The actions that answer a question; each takes the quiz's id and the position.

    Args:
        choose: answers with an option; also takes the option's index.
        type: opens a form.
        pick: adds to an order; also takes the digits picked so far.
    """

    choose: Callable[[str, int, int], Action]
    type: Callable[[str, int], Action]
    pick: Callable[[str, int, str], Action]


ALONE = AnswerActions(ChooseAnswer, TypeAnswer, PickNext)
IN_GAME = AnswerActions(PlayChoice, PlayWords, PlayOrder)
IN_CHALLENGE = AnswerActions(TryChoice, TryWords, TryOrder)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question within one quiz, game or challenge.

    Args:
        pack: the question's pack.
        question: the question.
        quiz: the id of the quiz, game or challenge.
        position: the question's position in it, from 0.
        seed: its seed, which decides the order of the options.
        answer_actions: the actions that answer the question.
    """

    pack: Pack
    question: Question
    quiz: str
    position: int
    seed: int
    answer_actions: AnswerActions = ALONE
