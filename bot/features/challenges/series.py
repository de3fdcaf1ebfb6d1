"""Questions that a schedule asks its channel, one at a time: which comes next, how long it's open, who never misses.

Pure.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.content.question import Question
from bot.features.quizzes.questions import is_derived

BEFORE_THE_NEXT = timedelta(minutes=10)
"""How long before the next question the last one is answered, at the latest."""

_SHORTEST = timedelta(hours=1)
"""What a question is open for at least, even if the next one comes sooner: when it's posted by hand, or late."""


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """How often a channel was asked a question, and how it went the last time.

    Args:
        times: how often.
        answered: how many answered it.
        correct: how many of them were right.
    """

    times: int
    answered: int = 0
    correct: int = 0

    @property
    def missed(self) -> float:
        """Return the share of answers that were wrong; a half where nobody answered."""
        return 1 - self.correct / self.answered if self.answered else 0.5


NEVER = AskedBefore(0)
"""What has never been asked."""


def by_current(asked: Mapping[str, AskedBefore], current: Callable[[str], str]) -> dict[str, AskedBefore]:
    """Return what has been asked, by the id that the question has now: what was asked most often under any counts.

    Args:
        asked: what has been asked, by the id that the question had then.
        current: tells the id that a question has now.
    """
    found: dict[str, AskedBefore] = {}
    for question, each in asked.items():
        found[current(question)] = max(found.get(current(question), each), each, key=lambda had: had.times)
    return found


def choose(questions: Sequence[Question], asked: Mapping[str, AskedBefore], random: Random) -> Question:
    """Return the question that a channel is asked next.

    None comes again before all have been asked. In the next round, those come first that most got wrong; before that,
    written questions come before derived ones. Among these, it's one whose objectives were asked least.

    Args:
        questions: what there is to ask; at least one.
        asked: what has been asked, by the question's id.
        random: decides between equals.
    """
    objectives: Counter[str] = Counter()
    for each in questions:
        for objective in each.objectives:
            objectives[objective] += asked.get(each.id, NEVER).times

    def key(of: Question) -> tuple[int, float, bool, int, float]:
        had = asked.get(of.id, NEVER)
        missed = had.missed if had.times else 0.0
        return had.times, -missed, is_derived(of), max(objectives[each] for each in of.objectives), random.random()

    return min(questions, key=key)


def closes_at(opened: datetime, lasts: timedelta, following: datetime | None) -> datetime:
    """Return when a question closes: in time before the next one.

    Args:
        opened: when it was asked, in UTC.
        lasts: for how long it's to be open.
        following: when the next one comes; None if none does.
    """
    latest = opened + lasts if following is None else min(opened + lasts, following - BEFORE_THE_NEXT)
    return latest if latest - opened >= min(_SHORTEST, lasts) else opened + min(_SHORTEST, lasts)


def streak(answered: Sequence[bool]) -> int:
    """Return how many questions in a row were answered, up to the latest.

    Args:
        answered: whether each was, the latest first.
    """
    return next((count for count, was in enumerate(answered) if not was), len(answered))


def streaks(rounds: Sequence[Collection[str]]) -> dict[str, int]:
    """Return how many questions in a row each member has answered, of those who answered the latest.

    Args:
        rounds: who answered each question, the latest first.
    """
    latest = rounds[0] if rounds else ()
    return {member: streak([member in each for each in rounds]) for member in latest}
