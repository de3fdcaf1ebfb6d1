"""What comes next: learning cards that are due, then reviews, then new cards, within the limits of a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, literal_column, select

from bot.features.reviews.model import (
    AHEAD,
    MANY,
    CardState,
    DailyLimits,
    LeftToday,
    Outlook,
    Phase,
    Queue,
    Upcoming,
)
from bot.features.reviews.store import cards as states
from bot.features.reviews.store.cards import IN_DECK
from bot.features.reviews.store.decks import OpenDeck
from bot.language.people import Learner, MemberKey
from bot.storage.tables import card as cards
from bot.storage.tables import review
from bot.storage.times import maybe_moment, to_milliseconds
from bot.storage.transaction import Transaction, Values

_MOST_COUNTED = 1_000

_IN_QUEUE = IN_DECK & (cards.c.queue == bindparam("queue_"))
_BY_NOW = cards.c.wake <= bindparam("now_")
_SOON = cards.c.wake <= bindparam("soon_")
_ON_TOPIC = cards.c.topic == bindparam("topic_")
_NEXT = states.chosen(cards.c.queue == bindparam("queue_"), _BY_NOW).order_by(cards.c.wake).limit(1)
_NEXT_ON_TOPIC = (
    states.chosen(cards.c.queue == bindparam("queue_"), _BY_NOW, _ON_TOPIC).order_by(cards.c.wake).limit(1)
)
_WAKING = states.chosen(cards.c.queue == int(Queue.BURIED), _BY_NOW)
_EARLIEST = select(cards.c.wake).where(_IN_QUEUE).order_by(cards.c.wake).limit(1)
_NO_END = 2**62


def _counted(queue: Queue, most: str, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Make a count of the cards in a queue, up to the number that a parameter names, so that it takes no time."""
    here = IN_DECK & (cards.c.queue == int(queue))
    within: Select[Any] = select(literal_column("1")).select_from(cards).where(here, *conditions)
    return select(func.count()).select_from(within.limit(bindparam(most)).subquery()).scalar_subquery()


_OUTLOOK = select(
    _counted(Queue.REVIEW, "most_", _BY_NOW),
    _counted(Queue.NEW, "most_"),
    _counted(Queue.SUSPENDED, "most_"),
)


def _given(phase: Phase) -> ColumnElement[int]:
    """Make a count of the ratings of cards in a phase, without those taken back."""
    counts = case(
        (review.c.phase != int(phase), 0), (review.c.undid.is_(None), 1), (review.c.undid >= bindparam("since_"), -1)
    )
    return func.coalesce(func.sum(counts), 0)


_DONE = select(_given(Phase.NEW).label("new"), _given(Phase.REVIEW).label("reviews")).where(
    (review.c.tenant == bindparam("self_tenant"))
    & (review.c.member == bindparam("self_member"))
    & (review.c.at >= bindparam("since_"))
)


def _today(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Make one statement for what one self has done today, and what waits in each queue."""
    done = _DONE.subquery()
    return select(
        done.c.new,
        done.c.reviews,
        _counted(Queue.NEW, "most_new_", *conditions),
        _counted(Queue.LEARNING, "most_", _SOON, *conditions),
        _counted(Queue.REVIEW, "most_reviews_", _BY_NOW, *conditions),
    )


_TODAY = _today()
_TODAY_ON_TOPIC = _today(_ON_TOPIC)


def unbury(transaction: Transaction, opened: OpenDeck, at: datetime) -> None:
    """Return the buried cards whose time has come to their queues.

    Args:
        transaction: to write in.
        opened: in this transaction, and held.
        at: now, in UTC.
    """
    states.keep(transaction, opened.key, _waking(transaction, opened, to_milliseconds(at)))


def upcoming(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> Upcoming:
    """Return the next card of a learner, of those that aren't buried.

    Args:
        transaction: to read in.
        opened: in this transaction; reviews of all packs count against the limits.
        limits: of the day.
        at: now, in UTC.
    """
    now = to_milliseconds(at)
    left = _left(transaction, opened, limits, now)
    for queue, count, until in (
        (Queue.LEARNING, left.learning, now),
        (Queue.REVIEW, left.reviews, now),
        (Queue.NEW, left.new, _NO_END),
        (Queue.LEARNING, left.learning, _soon(now)),
    ):
        first = _first(transaction, opened, queue, until) if count else None
        if first is not None:
            return Upcoming(first, left, early=until == _soon(now))
    return Upcoming(None, left)


def left_today(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> LeftToday:
    """Return how many cards are left today, with the buried ones that a session would return to their queues.

    Args:
        transaction: to read in.
        opened: in this transaction; reviews of all packs count against the limits.
        limits: of the day.
        at: now, in UTC.
    """
    now = to_milliseconds(at)
    return _left(transaction, opened, limits, now, _waking(transaction, opened, now))


def outlook(transaction: Transaction, opened: OpenDeck, at: datetime) -> Outlook:
    """Return how a deck stands once nothing is left today.

    Args:
        transaction: to read in.
        opened: in this transaction.
        at: now, in UTC.
    """
    now = to_milliseconds(at)
    earliest = [
        wake
        for queue in (Queue.LEARNING, Queue.REVIEW, Queue.BURIED)
        for (wake,) in transaction.rows(_EARLIEST, {**opened.key.values, "queue_": int(queue)})
    ]
    due = min((wake for wake in earliest if wake > now), default=None)
    values: Values = {**opened.key.values, "now_": now, "most_": _MOST_COUNTED}
    ((waiting, unseen, suspended),) = transaction.rows(_OUTLOOK, values)
    return Outlook(maybe_moment(due), waiting, unseen, suspended)


def allowance(transaction: Transaction, learner: Learner, limits: DailyLimits) -> tuple[int, int]:
    """Return how many new cards and how many reviews the day still takes, whatever the pack.

    Args:
        transaction: to read in.
        learner: who.
        limits: of the day.
    """
    new, due = limits.new, limits.reviews
    for me in learner.selves:
        ((introduced, reviewed),) = transaction.rows(_DONE, _of_self(me, limits))
        new, due = new - introduced, due - reviewed
    return max(0, new), max(0, due)


def _left(
    transaction: Transaction, opened: OpenDeck, limits: DailyLimits, now: int, besides: Iterable[CardState] = ()
) -> LeftToday:
    """Return what's left today: what waits in the queues, and cards that are about to return to them."""
    first, *others = opened.learner.selves
    most_new, most_due = limits.new, limits.reviews
    if others:
        most_new, most_due = allowance(transaction, Learner(opened.learner.home, tuple(others)), limits)
    values: Values = {
        **opened.key.values,
        **_of_self(first, limits),
        "now_": now,
        "soon_": _soon(now),
        "most_": MANY,
        "most_new_": min(MANY, most_new),
        "most_reviews_": min(MANY, most_due),
    }
    if opened.topic:
        rows = transaction.rows(_TODAY_ON_TOPIC, {**values, "topic_": opened.topic})
    else:
        rows = transaction.rows(_TODAY, values)
    ((introduced, reviewed, new, learning, due),) = rows
    more = Counter(each.queue for each in besides if opened.topic in ("", each.topic) and _by_now(each, now))
    left_new, left_due = max(0, most_new - introduced), max(0, most_due - reviewed)
    return LeftToday(
        new=min(new + more[Queue.NEW], left_new, MANY),
        learning=min(learning + more[Queue.LEARNING], MANY),
        reviews=min(due + more[Queue.REVIEW], left_due, MANY),
    )


def _soon(now: int) -> int:
    """Return until when learning cards are shown ahead of their time."""
    return now + AHEAD // timedelta(milliseconds=1)


def _of_self(me: MemberKey, limits: DailyLimits) -> dict[str, str | int]:
    return {"self_tenant": me.tenant, "self_member": me.member, "since_": to_milliseconds(limits.since)}


def _first(transaction: Transaction, opened: OpenDeck, queue: Queue, until: int) -> CardState | None:
    values: Values = {**opened.key.values, "queue_": int(queue), "now_": until}
    if opened.topic:
        rows = transaction.rows(_NEXT_ON_TOPIC, {**values, "topic_": opened.topic})
    else:
        rows = transaction.rows(_NEXT, values)
    return states.read(rows[0]) if rows else None


def _by_now(state: CardState, now: int) -> bool:
    """Return whether a card's turn in its queue has come, so that it counts as left today."""
    until = _soon(now) if state.queue is Queue.LEARNING else now
    return state.memory.due is None or to_milliseconds(state.memory.due) <= until


def _waking(transaction: Transaction, opened: OpenDeck, now: int) -> list[CardState]:
    """Return the buried cards whose time has come, as they are once that's over."""
    rows = transaction.rows(_WAKING, {**opened.key.values, "now_": now})
    return [replace(states.read(row), buried=None) for row in rows]
