"""Questions that a schedule asks a channel, one at a time: which is next, when it closes, and streaks. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.content.question import Question
from bot.features.quizzes.questions import is_derived

BEFORE_THE_NEXT = timedelta(minutes=10)
"""A question closes at least this long before the next one is asked."""

_SHORTEST = timedelta(hours=1)
"""Minimum time a question stays open, even if the next one comes sooner because one was late or posted by hand."""


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """How often a channel was asked a question, and the outcome of the last time.

    Args:
        times: how often it was asked.
        answered: the number of people who answered it.
        correct: the number of right answers among them.
    """

    times: int
    answered: int = 0
    correct: int = 0

    @property
    def missed(self) -> float:
        """Return the share of wrong answers; 0.5 if nobody answered."""
        return 1 - self.correct / self.answered if self.answered else 0.5


NEVER = AskedBefore(0)
"""The record of a question that has never been asked."""


def by_current(earlier: Mapping[str, AskedBefore], current: Callable[[str], str]) -> dict[str, AskedBefore]:
    """Return the records by current question id; if several old ids map to one, keep the one asked most often.

    Args:
        earlier: the records, by the id that the question had then.
        current: returns the current id of a question.
    """
    found: dict[str, AskedBefore] = {}
    for question, each in earlier.items():
        found[current(question)] = max(found.get(current(question), each), each, key=lambda had: had.times)
    return found


def choose(questions: Sequence[Question], earlier: Mapping[str, AskedBefore], random: Random) -> Question:
    """Return the question to ask a channel next.

    No question comes again before all have been asked. Then those come first that most people got wrong. In the first
    round, written questions come before derived ones. Among equals, choose one whose objectives were asked least.

    Args:
        questions: the questions to choose from; at least one.
        earlier: the records, by question id.
        random: breaks ties.
    """
    objectives: Counter[str] = Counter()
    for each in questions:
        for objective in each.objectives:
            objectives[objective] += earlier.get(each.id, NEVER).times

    def key(of: Question) -> tuple[int, float, bool, int, float]:
        had = earlier.get(of.id, NEVER)
        missed = had.missed if had.times else 0.0
        return had.times, -missed, is_derived(of), max(objectives[each] for each in of.objectives), random.random()

    return min(questions, key=key)


def closes_at(opened: datetime, lasts: timedelta, following: datetime | None) -> datetime:
    """Return when a question closes: early enough before the next one.

    Args:
        opened: when it was asked, in UTC.
        lasts: how long it would stay open.
        following: when the next question is asked, in UTC; None if there's none.
    """
    latest = opened + lasts if following is None else min(opened + lasts, following - BEFORE_THE_NEXT)
    return latest if latest - opened >= min(_SHORTEST, lasts) else opened + min(_SHORTEST, lasts)


def streak(answered: Sequence[bool]) -> int:
    """Return how many questions in a row were answered, up to the latest.

    Args:
        answered: whether each question was answered, latest first.
    """
    return next((count for count, was in enumerate(answered) if not was), len(answered))


def streaks(participants_by_question: Sequence[Collection[str]]) -> dict[str, int]:
    """Return how many questions in a row each member has answered, for those who answered the latest one.

    Args:
        participants_by_question: ids of those who answered each question, latest first.
    """
    latest = participants_by_question[0] if participants_by_question else ()
    return {member: streak([member in each for each in participants_by_question]) for member in latest}
