"""The judge's input and result. Pure data."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How good a typed answer is."""

    RIGHT = "right"
    MISSPELT = "misspelt"
    NEAR = "near"
    WRONG = "wrong"

    @property
    def counts(self) -> bool:
        """Whether it counts as right."""
        return self is Verdict.RIGHT or self is Verdict.MISSPELT


class Match(StrEnum):
    """How closely an answer has to be typed."""

    EXACT = "exact"
    FORGIVING = "forgiving"
    WORDS = "words"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class RejectedAnswers:
    """Tempting wrong answers, and what to say to someone who gives one.

    Args:
        answers: the wrong answers.
        reply: why they're wrong.
    """

    answers: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question accepts.

    Args:
        answers: the right answers; the first is the one to show.
        match: how closely one of them has to be matched.
        rejected: tempting wrong answers.
        tolerance: the allowed error of a number: "0.5", or a percentage of the right number: "5 %"; "" for none.
        unit: the unit of a bare number, such as "°C"; "" if the answers include it, or there's none.
        language: the answers' language, such as "en" or "pt-BR".
        standalone: further right answers, but only without other words: “injection” counts, “SQL injection” doesn't.
        prompt: the question, whose words may be repeated around an answer; "" if it isn't known.
    """

    answers: tuple[str, ...]
    match: Match = Match.FORGIVING
    rejected: tuple[RejectedAnswers, ...] = ()
    tolerance: str = ""
    unit: str = ""
    language: str = "en"
    standalone: tuple[str, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Other words and names in a question's pack, so that one of them isn't taken for a misspelling.

    Args:
        words: correctly spelt words, folded.
        names: terms and answers, as returned by `reading.name_of`, each for a separate thing.
    """

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of judging a typed answer.

    Args:
        verdict: how good the answer is.
        answer: the right answer to show: the one that was meant, or the first.
        reply: the author's reply to this particular mistake, or "".
    """

    verdict: Verdict
    answer: str
    reply: str = ""
