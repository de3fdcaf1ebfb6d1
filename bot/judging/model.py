"""What a typed answer is judged by, and what comes of it. Pure: data alone."""

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
        answers: each of them.
        reply: why it's wrong.
    """

    answers: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question accepts.

    Args:
        answers: those that are right; the first is the one to show.
        match: how closely one of them has to be typed.
        rejected: tempting wrong answers.
        tolerance: how far a number may be off: "0.5", or a share of the right one: "5 %"; "" for not at all.
        unit: what a bare number counts, such as "°C"; "" where the answers say it, or there's none.
        language: the answers' own, such as "en" or "pt-BR".
        alone: more answers that are right, though not within other words: injection will do, and SQL injection won't.
    """

    answers: tuple[str, ...]
    match: Match = Match.FORGIVING
    rejected: tuple[RejectedAnswers, ...] = ()
    tolerance: str = ""
    unit: str = ""
    language: str = "en"
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What else is known where a question comes from, so that another word isn't taken for a slip.

    Args:
        words: folded words that are spelt right.
        names: terms and answers as `reading.name_of` gives them: each is a thing of its own.
    """

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a typed answer.

    Args:
        verdict: how good it is.
        answer: the right answer to name: the one that was meant, or the first.
        reply: what the author says to this very mistake, or "".
    """

    verdict: Verdict
    answer: str
    reply: str = ""
