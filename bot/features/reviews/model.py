"""A learner's cards, and how rating a card or taking a rating back changes them. Pure: the time is passed in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from bot.language.moments import whole_milliseconds

ABSENT_POSITION = -1
"""The position of a card that has left its pack; its history returns if the card does."""

AHEAD = timedelta(minutes=20)
"""A learning card that's due within this time is shown at once if nothing else is left (as in Anki,
https://docs.ankiweb.net/deck-options.html#learn-ahead-limit)."""

MANY = 100
"""Counting today's cards stops here, because it takes time and nobody needs a larger number."""

_MILLISECOND = timedelta(milliseconds=1)


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """A card's learning phase."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Queue(IntEnum):
    """The queue in which a card waits."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    BURIED = 3
    SUSPENDED = 4
    ABSENT = 5


_QUEUES = {
    Phase.NEW: Queue.NEW,
    Phase.LEARNING: Queue.LEARNING,
    Phase.REVIEW: Queue.REVIEW,
    Phase.RELEARNING: Queue.LEARNING,
}
"""The queue of a card that's neither absent nor put aside, by phase."""


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a card is remembered: FSRS's memory state and the schedule.

    Args:
        phase: the learning phase.
        step: the current learning or relearning step.
        stability: days until the probability of remembering it falls to 90 %.
        difficulty: from 1 to 10.
        due: when it comes back, in UTC.
        last: when it was last reviewed, in UTC.
        lapses: how often it was forgotten after it had been learnt.
    """

    phase: Phase = Phase.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last: datetime | None = None
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """One entry of the log: a card was rated, or its last rating taken back.

    Args:
        at: when, in UTC.
        card: its id within the pack.
        number: the card's repetition number, from 1.
        rating: how well it was remembered; 0 if a rating was taken back.
        phase: the card's phase before.
        interval: milliseconds until the card is due again.
        undid: the time of the rating that was taken back, or None.
    """

    at: datetime
    card: str
    number: int
    rating: int
    phase: Phase
    interval: int
    undid: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardState:
    """A learner's card.

    Args:
        card: its id within the pack.
        topic: the id of its topic.
        position: its position among new cards, or ABSENT_POSITION.
        memory: how well it's remembered.
        reps: the number of ratings and undos; a press that carries another number is outdated.
        suspended: whether the learner doesn't want to see it.
        buried: the time until which it's hidden, in UTC, or None.
        before: the memory before the last rating, if that can still be taken back.
    """

    card: str
    topic: str
    position: int
    memory: Memory = Memory()
    reps: int = 0
    suspended: bool = False
    buried: datetime | None = None
    before: Memory | None = None

    @property
    def queue(self) -> Queue:
        """Return the queue in which the card waits."""
        if self.position == ABSENT_POSITION:
            return Queue.ABSENT
        if self.suspended:
            return Queue.SUSPENDED
        if self.buried is not None:
            return Queue.BURIED
        return _QUEUES[self.memory.phase]


@dataclass(frozen=True, slots=True)
class Change:
    """The result of rating a card, or of taking a rating back.

    Args:
        state: the card after it.
        entry: the new log entry.
    """

    state: CardState
    entry: Review


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """How many cards a learner gets in a day.

    Args:
        new: the maximum number of new cards.
        reviews: the maximum number of cards that come back after a day or more.
        since: when the day began, in UTC.
    """

    new: int
    reviews: int
    since: datetime


@dataclass(frozen=True, slots=True)
class LeftToday:
    """How many cards are left today, up to MANY of each kind.

    Learning cards only count if they're due within AHEAD.
    """

    new: int
    learning: int
    reviews: int

    @property
    def total(self) -> int:
        """Return the total number of cards left."""
        return self.new + self.learning + self.reviews


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What comes next.

    Args:
        state: the next card, or None if nothing is left today.
        left: how many cards are left today, that one included.
        early: whether the card is shown before it's due, because nothing else is.
    """

    state: CardState | None
    left: LeftToday
    early: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """The state of a deck when nothing is left today.

    Args:
        due: when the next card comes back, in UTC, if any does.
        waiting: the number of cards that are due but beyond today's limit, counted up to 1,000.
        unseen: the number of new cards beyond today's limit, counted up to 1,000.
        suspended: the number of suspended cards, counted up to 1,000.
    """

    due: datetime | None
    waiting: int
    unseen: int
    suspended: int


@dataclass(frozen=True, slots=True)
class RecallCounts:
    """Counts of ratings in a period, without those that were taken back.

    Args:
        given: all ratings.
        asked: the ratings of cards that came back after a day or more.
        recalled: how many of those cards were still known.
    """

    given: int
    asked: int
    recalled: int


def moment_of(state: CardState, pressed: datetime) -> datetime:
    """Return the time of a press on a card: in whole milliseconds, and after the last one even if clocks differ."""
    at = whole_milliseconds(pressed.astimezone(UTC))
    last = state.memory.last
    return at if last is None or at > last else last + _MILLISECOND


def rated(state: CardState, rating: Rating, memory: Memory, at: datetime) -> Change:
    """Rate a card.

    Args:
        state: the card before.
        rating: how well it was remembered.
        memory: how well it's remembered after the rating.
        at: when it was rated, in UTC.
    """
    number = state.reps + 1
    interval = (memory.due - at) // _MILLISECOND if memory.due else 0
    return Change(
        CardState(state.card, state.topic, state.position, memory, number, state.suspended, before=state.memory),
        Review(at, state.card, number, rating, state.memory.phase, interval),
    )


def buried(siblings: Iterable[CardState], until: datetime) -> list[CardState]:
    """Bury a rated card's siblings, because it has just given their answers away.

    Only new cards and those due for review are buried; a learning card can't wait (as in Anki,
    https://docs.ankiweb.net/studying.html#siblings-and-burying).

    Args:
        siblings: the other cards of that item.
        until: when the learner's day ends, in UTC.
    """
    return [
        replace(each, buried=until)
        for each in siblings
        if each.queue is Queue.NEW
        or (each.queue is Queue.REVIEW and each.memory.due is not None and each.memory.due < until)
    ]


def unburied(siblings: Iterable[CardState], until: datetime) -> list[CardState]:
    """Unbury a card's siblings after its rating was taken back.

    Args:
        siblings: the other cards of that item.
        until: when the learner's day ends, in UTC.
    """
    return [replace(each, buried=None) for each in siblings if each.buried == until]


def taken_back(state: CardState, pressed: datetime) -> Change:
    """Take a card's last rating back.

    Args:
        state: the card, which has a rating to take back.
        pressed: when the learner asked for it, in UTC.

    Raises:
        ValueError: there's no rating to take back.
    """
    if state.before is None:
        raise ValueError(f"{state.card} has no rating to take back")
    restored = replace(state, memory=state.before, before=None, reps=state.reps + 1)
    at, phase = moment_of(state, pressed), restored.memory.phase
    entry = Review(at, state.card, restored.reps, 0, phase, 0, undid=state.memory.last)
    return Change(restored, entry)
