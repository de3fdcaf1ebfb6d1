"""What a learner knows of a deck, and what rating a card or taking that back makes of it. Pure: the time is given."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from bot.language.moments import whole_milliseconds

ABSENT_POSITION = -1
"""The position of a card that has left its pack; should it come back, so does its history."""

AHEAD = timedelta(minutes=20)
"""A learning card that comes back so soon is shown at once if nothing else is left (as Anki does,
https://docs.ankiweb.net/deck-options.html#learn-ahead-limit)."""

MANY = 100
"""Cards left today are counted no further, as counting takes time and nobody needs to know."""

_MILLISECOND = timedelta(milliseconds=1)


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """How far a card has been learnt."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Queue(IntEnum):
    """Where a card waits."""

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
"""Where a card waits that is neither gone nor put aside."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of how well a card is remembered.

    Args:
        phase: how far it has been learnt.
        step: of learning or relearning.
        stability: days until it's remembered with a chance of 90 %.
        difficulty: from 1 to 10.
        due: when it comes back, in UTC.
        last: when it was reviewed last, in UTC.
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
        number: which repetition of the card it was, from 1.
        rating: how well it was remembered; 0 if a rating was taken back.
        phase: of the card before.
        interval: milliseconds until the card was due again.
        undid: when the rating that was taken back had been given, or None.
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
    """A card as a learner has it.

    Args:
        card: its id within the pack.
        topic: the id of its topic.
        position: its place among new cards, or ABSENT_POSITION.
        memory: what's known of it.
        reps: how often it has been rated or a rating taken back; a press that names another number is an old one.
        suspended: the learner doesn't want to see it.
        buried: until when it stays away, in UTC, or None.
        before: what was known before the last rating, if that can still be taken back.
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
        """Return where the card waits."""
        if self.position == ABSENT_POSITION:
            return Queue.ABSENT
        if self.suspended:
            return Queue.SUSPENDED
        if self.buried is not None:
            return Queue.BURIED
        return _QUEUES[self.memory.phase]


@dataclass(frozen=True, slots=True)
class Change:
    """What a rating, or taking one back, makes of a card.

    Args:
        state: the card as it is now.
        entry: what the log says of it.
    """

    state: CardState
    entry: Review


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """How much a learner takes on in a day.

    Args:
        new: cards met for the first time.
        reviews: cards that come back after a day or more.
        since: when the day began, in UTC.
    """

    new: int
    reviews: int
    since: datetime


@dataclass(frozen=True, slots=True)
class LeftToday:
    """How many cards are left today, up to MANY of each.

    Of those being learnt, it's the ones that come back so soon that they'd be shown AHEAD of their time.
    """

    new: int
    learning: int
    reviews: int

    @property
    def total(self) -> int:
        """Return how many cards are left in all."""
        return self.new + self.learning + self.reviews


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What comes next.

    Args:
        state: the next card, or None if nothing is left today.
        left: how many cards are left today, that one included.
        early: whether it's shown ahead of its time, as nothing else is due.
    """

    state: CardState | None
    left: LeftToday
    early: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a deck stands once nothing is left today.

    Args:
        due: when the next card comes back, in UTC, if any does.
        waiting: cards that are due but beyond today's limit, 1,000 at most.
        unseen: new cards beyond today's limit, 1,000 at most.
        suspended: cards that the learner doesn't want to see, 1,000 at most.
    """

    due: datetime | None
    waiting: int
    unseen: int
    suspended: int


@dataclass(frozen=True, slots=True)
class RecallCounts:
    """Ratings of some time that weren't taken back.

    Args:
        given: all of them.
        asked: those of cards that came back after a day or more.
        recalled: those of them that were still known.
    """

    given: int
    asked: int
    recalled: int


def moment_of(state: CardState, pressed: datetime) -> datetime:
    """Return when a press on a card counts: in whole milliseconds, and after the last one whatever the clocks say."""
    at = whole_milliseconds(pressed.astimezone(UTC))
    last = state.memory.last
    return at if last is None or at > last else last + _MILLISECOND


def rated(state: CardState, rating: Rating, memory: Memory, at: datetime) -> Change:
    """Rate a card.

    Args:
        state: the card before.
        rating: how well it was remembered.
        memory: what's known of it now.
        at: when it was rated, in UTC.
    """
    number = state.reps + 1
    interval = (memory.due - at) // _MILLISECOND if memory.due else 0
    return Change(
        CardState(state.card, state.topic, state.position, memory, number, state.suspended, before=state.memory),
        Review(at, state.card, number, rating, state.memory.phase, interval),
    )


def buried(siblings: Iterable[CardState], until: datetime) -> list[CardState]:
    """Bury the other cards of an item once one was rated, as that one has just given them away.

    That's new cards and those to be reviewed; one that's being learned can't wait (as in Anki,
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
    """Unbury the other cards of an item once a rating was taken back.

    Args:
        siblings: the other cards of that item.
        until: when the learner's day ends, in UTC.
    """
    return [replace(each, buried=None) for each in siblings if each.buried == until]


def taken_back(state: CardState, pressed: datetime) -> Change:
    """Take a card's last rating back.

    Args:
        state: the card, which has a rating to take back.
        pressed: when that was asked for, in UTC.

    Raises:
        ValueError: there's no rating to take back.
    """
    if state.before is None:
        raise ValueError(f"{state.card} has no rating to take back")
    restored = replace(state, memory=state.before, before=None, reps=state.reps + 1)
    at, phase = moment_of(state, pressed), restored.memory.phase
    entry = Review(at, state.card, restored.reps, 0, phase, 0, undid=state.memory.last)
    return Change(restored, entry)
