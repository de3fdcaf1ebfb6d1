"""A learner's progress, and what a team knows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.content.model import Objective
from bot.content.question import Question
from bot.features.asking.missing import Missing
from bot.features.progress.beliefs import Belief
from bot.features.quizzes.model import Tally
from bot.features.reviews.model import RecallCounts

WEEKS = 8
"""Number of weeks that a team's report covers."""

WEEK = timedelta(days=7)

NO_ANSWERS = Tally(right=0, total=0)


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well the cards of a topic or an objective are known.

    Args:
        learnt: the number of its cards that have been learnt.
        cards: the number of all its cards.
        known: the share (0…1) of all its cards that FSRS expects to be remembered now.
    """

    learnt: int
    cards: int
    known: float


@dataclass(frozen=True, slots=True)
class OwnProgress:
    """A learner's progress in a pack.

    Args:
        streak: the number of days in a row on which they learned (bot/features/progress/streaks.py).
        today: the number of reviews today.
        month: the counts of reviews in the last 30 days.
        forecast: the number of cards that come back on each of the next days; the first is today, with overdue ones.
        topics, objectives: mastery by id.
        tallies: counts of quiz answers by topic.
        read: the number of items read by topic.
    """

    streak: int
    today: int
    month: RecallCounts
    forecast: Sequence[int]
    topics: Mapping[str, Mastery]
    objectives: Mapping[str, Mastery]
    tallies: Mapping[str, Tally]
    read: Mapping[str, int]

    @property
    def has_begun(self) -> bool:
        """Return whether the learner has read, answered or reviewed anything."""
        return bool(self.month.given or any(self.forecast) or sum(self.read.values()) or self.tallies)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a learner.

    Args:
        begins: its first day, in the learner's time zone.
        right: the number of questions answered right.
        wrong: the number of questions answered wrong.
        reviews: the counts of card ratings.
    """

    begins: date
    right: int
    wrong: int
    reviews: RecallCounts


@dataclass(frozen=True, slots=True)
class OverWeeks:
    """A learner's past and coming weeks.

    Args:
        past: the last weeks, the oldest first; the last one ends today.
        coming: the number of cards that come back in each of the next weeks; the first includes overdue ones.
        expected: the share (0…1) of learnt cards that FSRS expects to be remembered now, and after each of the next
            weeks without a review; empty if none has been learnt.
    """

    past: Sequence[Week]
    coming: Sequence[int]
    expected: Sequence[float]


@dataclass(frozen=True, slots=True)
class Together:
    """Everyone's answers to some questions.

    Args:
        right, total: the number of right answers, and of all answers.
        members: how many people gave them.
    """

    right: int
    total: int
    members: int

    @property
    def share(self) -> float:
        """Return the share of right answers."""
        return self.right / self.total


@dataclass(frozen=True, slots=True)
class TooFew:
    """What can be said about a team if too few people have answered.

    Args:
        missing: what people ask for that the pack doesn't have.
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
        missed: the questions most often answered wrong, with everyone's answers.
        favoured: the objectives that the next tips favour.
        named: the names and shares of right answers of members who share their progress.
        by_week: all answers of each week; None for a week in which too few people answered.
        beliefs: the most common misconceptions.
        missing: what people ask for that the pack doesn't have.
        is_new: whether `missed` has only questions that were answered since the last report.
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
    is_new: bool = False
