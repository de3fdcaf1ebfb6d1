"""Spoilers: questions that answer each other, or ask the same, so that one quiz shouldn't have both. Pure."""

from dataclasses import dataclass

from bot.content.gaps import gapped
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    FreeTextQuestion,
    Question,
    SeveralQuestion,
    prompt_of,
)
from bot.language.stop_words import STOP_WORDS
from bot.language.text import singular, words

_FEWEST_SHARED = 2
"""With at least this many words that say something, a prompt within another asks the same."""


@dataclass(frozen=True, slots=True)
class Gist:
    """The words of a question that say something.

    Args:
        prompt: those of what it asks.
        answers: those of each answer that's accepted, as a whole; none if it isn't answered with words.
        stands_alone: whether it's about nothing but its prompt: no case, figure or image.
    """

    prompt: frozenset[str]
    answers: tuple[frozenset[str], ...]
    stands_alone: bool


def gist_of(question: Question) -> Gist:
    """Return the words of a question that say something."""
    answers: tuple[str, ...] = ()
    match question:
        case ChoiceQuestion() | SeveralQuestion():
            answers = (" ".join(option.text for option in question.options if option.correct),)
        case FreeTextQuestion():
            answers = question.answers
        case ClozeQuestion():
            answers = (" ".join(gapped(question.text).answers),)
    alone = question.case is None and question.figure is None and question.image is None
    return Gist(_telling(prompt_of(question)), tuple(filter(None, map(_telling, answers))), alone)


def is_spoiler(one: Gist, other: Gist) -> bool:
    """Return whether one of two questions gives away the other's answer, or both ask the same."""
    return _gives_away(one, other) or _gives_away(other, one) or _asks_the_same(one, other)


def _gives_away(one: Gist, other: Gist) -> bool:
    """Return whether a question's prompt has the other's answer; if they're on one subject, its own answer counts."""
    told = [one.prompt, *(one.answers if one.prompt & other.prompt else ())]
    return any(answer <= each for answer in other.answers for each in told)


def _asks_the_same(one: Gist, other: Gist) -> bool:
    shared = one.prompt & other.prompt
    is_within = len(shared) >= _FEWEST_SHARED and len(shared) == min(len(one.prompt), len(other.prompt))
    return is_within and one.stands_alone and other.stands_alone


def _telling(text: str) -> frozenset[str]:
    return frozenset(singular(word) for word in words(text) if word not in STOP_WORDS)
