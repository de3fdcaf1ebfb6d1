"""A question as it stands in a quiz, a game or a challenge. Pure, without state or I/O."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.challenges.actions import TryChoice, TryOrder, TryWords
from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords
from bot.features.quizzes.actions import ChooseAnswer, PickNext, TypeAnswer
from bot.language.actions import Action


@dataclass(frozen=True, slots=True)
class Means:
    """The actions by which a question is answered; each takes the quiz's id and the position.

    Args:
        choose: also takes the number of an option.
        type: opens a form.
        pick: also takes the digits picked so far.
    """

    choose: Callable[[str, int, int], Action]
    type: Callable[[str, int], Action]
    pick: Callable[[str, int, str], Action]


ALONE = Means(ChooseAnswer, TypeAnswer, PickNext)
IN_GAME = Means(PlayChoice, PlayWords, PlayOrder)
IN_CHALLENGE = Means(TryChoice, TryWords, TryOrder)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as it stands in one quiz, game or challenge.

    Args:
        pack: where it comes from.
        question: what's asked.
        quiz: the quiz's id.
        position: of the question in the quiz, from 0.
        seed: of the quiz: decides the order of options.
        means: how it is answered.
    """

    pack: Pack
    question: Question
    quiz: str
    position: int
    seed: int
    means: Means = ALONE
