"""What comes next: learning cards that are due, then reviews, then new cards, within the limits of a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, literal_column, select

from bot.features.learners.store.learners import Learner
from bot.features.reviews.store import cards as states
from bot.features.reviews.store.cards import ON_SHELF, CardState, Phase, Queue, Shelf
from bot.storage.tables import card as cards
from bot.storage.tables import review
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

AHEAD = timedelta(minutes=20)
"""A learning card that comes back so soon is shown at once where nothing else is left (as Anki does,
https://docs.ankiweb.net/deck-options.html#learn-ahead-limit)."""

MANY = 100
"""Cards left today are counted no further, as counting takes time and nobody needs to know."""

_MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
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
class Left:
    """How many cards are left today, up to MANY of each."""

    new: int
    learning: int
    reviews: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.reviews


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What comes next.

    Args:
        state: the next card, or None where nothing is left today.
        left: how many cards are left today, that one included.
    """

    state: CardState | None
    left: Left


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a deck stands once nothing is left today.

    Args:
        due: when the next card comes back, in UTC, if any does.
        waiting: cards that are due but beyond today's limit, 1,000 at most.
        unseen: new cards beyond today's limit, 1,000 at most.
        suspended: cards that the learner does not want to see, 1,000 at most.
    """

    due: datetime | None
    waiting: int
    unseen: int
    suspended: int


_IN_QUEUE = ON_SHELF & (cards.c.queue == bindparam("queue_"))
_BY_NOW = cards.c.wake <= bindparam("now_")
_ON_TOPIC = cards.c.topic == bindparam("topic_")
_NEXT = states.chosen(cards.c.queue == bindparam("queue_"), _BY_NOW).order_by(cards.c.wake).limit(1)
_NEXT_ON_TOPIC = (
    states.chosen(cards.c.queue == bindparam("queue_"), _BY_NOW, _ON_TOPIC).order_by(cards.c.wake).limit(1)
)
_WAKING = states.chosen(cards.c.queue == int(Queue.BURIED), _BY_NOW)
_EARLIEST = select(cards.c.wake).where(_IN_QUEUE).order_by(cards.c.wake).limit(1)
_NO_END = 2**62


def _counted(queue: Queue, most: str, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """How many cards wait in a queue, up to the number that a parameter names, so that it takes no time to count."""
    here = ON_SHELF & (cards.c.queue == int(queue))
    within: Select[Any] = select(literal_column("1")).select_from(cards).where(here, *conditions)
    return select(func.count()).select_from(within.limit(bindparam(most)).subquery()).scalar_subquery()


def _counts(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(
        _counted(Queue.NEW, "most_new_", *conditions),
        _counted(Queue.LEARNING, "most_", _BY_NOW, *conditions),
        _counted(Queue.REVIEW, "most_reviews_", _BY_NOW, *conditions),
    )


_LEFT = _counts()
_LEFT_ON_TOPIC = _counts(_ON_TOPIC)
_OUTLOOK = select(
    _counted(Queue.REVIEW, "most_", _BY_NOW),
    _counted(Queue.NEW, "most_"),
    _counted(Queue.SUSPENDED, "most_"),
)

_DONE = (
    select(
        review.c.phase,
        func.sum(case((review.c.undid.is_(None), 1), (review.c.undid >= bindparam("since_"), -1), else_=0)),
    )
    .where(
        (review.c.tenant == bindparam("tenant_"))
        & (review.c.member == bindparam("member_"))
        & (review.c.at >= bindparam("since_"))
    )
    .group_by(review.c.phase)
)


def upcoming(
    transaction: Transaction, shelf: Shelf, learner: Learner, topic: str, limits: Limits, at: datetime
) -> Upcoming:
    """The next card of a shelf.

    Args:
        transaction: to work in; buried cards whose time has come return to their queues.
        shelf: at the learner's home.
        learner: whose reviews of today count against the limits, whatever the pack.
        topic: the id of the topic to keep to, or "".
        limits: of the day.
        at: now, in UTC.
    """
    now = to_milliseconds(at)
    _unbury(transaction, shelf, now)
    left = _left(transaction, shelf, learner, topic, limits, now)
    for queue, wanted, until in (
        (Queue.LEARNING, left.learning, now),
        (Queue.REVIEW, left.reviews, now),
        (Queue.NEW, left.new, _NO_END),
        (Queue.LEARNING, True, to_milliseconds(at + AHEAD)),
    ):
        found = _first(transaction, shelf, queue, topic, until) if wanted else None
        if found is not None:
            return Upcoming(found, left if left.total else replace(left, learning=1))
    return Upcoming(None, left)


def outlook(transaction: Transaction, shelf: Shelf, at: datetime) -> Outlook:
    """How a deck stands once nothing is left today."""
    now = to_milliseconds(at)
    earliest = [
        wake
        for queue in (Queue.LEARNING, Queue.REVIEW, Queue.BURIED)
        for (wake,) in transaction.rows(_EARLIEST, {**shelf.values, "queue_": int(queue)})
    ]
    due = min((wake for wake in earliest if wake > now), default=None)
    ((waiting, unseen, suspended),) = transaction.rows(
        _OUTLOOK, {**shelf.values, "now_": now, "most_": _MOST_COUNTED}
    )
    return Outlook(None if due is None else from_milliseconds(due), waiting, unseen, suspended)


def allowance(transaction: Transaction, learner: Learner, limits: Limits) -> tuple[int, int]:
    """How many new cards and how many reviews the day still takes, whatever the pack."""
    done = {Phase.NEW: 0, Phase.REVIEW: 0}
    for tenant, member in learner.selves:
        today: Values = {"tenant_": tenant, "member_": member, "since_": to_milliseconds(limits.since)}
        for phase, count in transaction.rows(_DONE, today):
            done[phase] = done.get(phase, 0) + int(count)
    return max(0, limits.new - done[Phase.NEW]), max(0, limits.reviews - done[Phase.REVIEW])


def _left(transaction: Transaction, shelf: Shelf, learner: Learner, topic: str, limits: Limits, now: int) -> Left:
    new, due = allowance(transaction, learner, limits)
    values: Values = {
        **shelf.values,
        "now_": now,
        "most_": MANY,
        "most_new_": min(MANY, new),
        "most_reviews_": min(MANY, due),
    }
    if topic:
        return Left(*transaction.rows(_LEFT_ON_TOPIC, {**values, "topic_": topic})[0])
    return Left(*transaction.rows(_LEFT, values)[0])


def _first(transaction: Transaction, shelf: Shelf, queue: Queue, topic: str, until: int) -> CardState | None:
    values: Values = {**shelf.values, "queue_": int(queue), "now_": until}
    rows = transaction.rows(_NEXT_ON_TOPIC, {**values, "topic_": topic}) if topic else transaction.rows(_NEXT, values)
    return states.read(rows[0]) if rows else None


def _unbury(transaction: Transaction, shelf: Shelf, now: int) -> None:
    rows: Sequence[CardState] = [states.read(row) for row in transaction.rows(_WAKING, {**shelf.values, "now_": now})]
    if rows:
        states.keep(transaction, shelf, [replace(state, buried=None) for state in rows])
