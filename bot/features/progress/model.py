"""How a learner stands, and what a team knows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.content.model import Objective
from bot.content.question import Question
from bot.features.asking.missing import Missing
from bot.features.progress.beliefs import Belief
from bot.features.quizzes.model import Tally
from bot.features.reviews.model import RecallCounts

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well something is known.

    Args:
        learnt: its cards that have been learnt.
        cards: all its cards.
        known: the share (0…1) of all its cards that would be remembered now, as FSRS expects.
    """

    learnt: int
    cards: int
    known: float


@dataclass(frozen=True, slots=True)
class OwnProgress:
    """How a learner stands.

    Args:
        streak: days in a row on which they learned (bot/features/progress/streaks.py).
        today: reviews of today.
        month: those of the last 30 days.
        forecast: cards that come back in each of the next days, today first, with those that are overdue.
        topics, objectives: mastery by id.
        tallies: quiz answers by topic.
        read: items read by topic.
    """

    streak: int
    today: int
    month: RecallCounts
    forecast: Sequence[int]
    topics: Mapping[str, Mastery]
    objectives: Mapping[str, Mastery]
    tallies: Mapping[str, Tally]
    read: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a learner's.

    Args:
        begins: its first day, in the learner's zone.
        right: questions answered right.
        wrong: questions answered wrong.
        reviews: ratings of cards.
    """

    begins: date
    right: int
    wrong: int
    reviews: RecallCounts


@dataclass(frozen=True, slots=True)
class OverWeeks:
    """How a learner has done week by week, and what's to come.

    Args:
        past: the last weeks, the oldest first; the last one ends today.
        coming: cards that come back in each of the next weeks, with those that are overdue in the first.
        expected: the share (0…1) of all cards that have been learnt that would be remembered now, and after each of
            the next weeks without a review, as FSRS expects; nothing if none has been learnt.
    """

    past: Sequence[Week]
    coming: Sequence[int]
    expected: Sequence[float]


@dataclass(frozen=True, slots=True)
class Together:
    """How some questions were answered by all.

    Args:
        right, total: answers.
        members: how many people gave them.
    """

    right: int
    total: int
    members: int


@dataclass(frozen=True, slots=True)
class TooFew:
    """What can be told of a team of which too few have answered.

    Args:
        missing: what people ask for, and the pack doesn't have.
    """

    missing: Sequence[Missing]


@dataclass(frozen=True, slots=True)
class TeamReport:
    """What a team knows.

    Args:
        members: how many people answered.
        everything: all their answers.
        weeks: when each week began, in UTC.
        objectives: for each objective, the weakest first, its share of right answers in each week.
        missed: the questions most often answered wrong, with how they were answered.
        favoured: the objectives that the next tips favour.
        named: the share of right answers of each who lets others see it, by name.
        by_week: all answers of each week; None for a week in which too few people answered.
        beliefs: what most believe that isn't so.
        missing: what people ask for, and the pack doesn't have.
    """

    members: int
    everything: Together
    weeks: Sequence[datetime]
    objectives: Sequence[tuple[Objective, tuple[float | None, ...]]]
    missed: Sequence[tuple[Question, Together]]
    favoured: Sequence[Objective]
    named: Sequence[tuple[str, float]]
    by_week: Sequence[Together | None]
    beliefs: Sequence[Belief]
    missing: Sequence[Missing]
