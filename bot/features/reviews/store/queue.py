"""Reads the queues in which cards wait: the first card of each, and the number of cards."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, literal_column, select

from bot.features.reviews.model import MANY, CardState, Outlook, Phase, Queue
from bot.features.reviews.store import cards as states
from bot.features.reviews.store.cards import IN_DECK
from bot.features.reviews.store.decks import OpenDeck
from bot.features.reviews.today import DayCounts, WaitingCards
from bot.language.people import MemberKey
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
    """Return a subquery that counts a queue's cards, up to the limit in the parameter `most`, so that it's fast."""
    here = IN_DECK & (cards.c.queue == int(queue))
    within: Select[Any] = select(literal_column("1")).select_from(cards).where(here, *conditions)
    return select(func.count()).select_from(within.limit(bindparam(most)).subquery()).scalar_subquery()


_OUTLOOK = select(
    _counted(Queue.REVIEW, "most_", _BY_NOW),
    _counted(Queue.NEW, "most_"),
    _counted(Queue.SUSPENDED, "most_"),
)


def _given(phase: Phase) -> ColumnElement[int]:
    """Return an expression that counts the ratings of cards in a phase, without those taken back."""
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
    """Return a statement for what one self has done today, and how many cards wait in each queue."""
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


class QueueCounts(NamedTuple):
    """The limits for counting the cards in queues.

    Args:
        since: when the day began, in UTC.
        at: now, in UTC.
        soon: until when a learning card counts, in UTC.
        most: the maximum number of new cards and of reviews to count, besides MANY.
    """

    since: datetime
    at: datetime
    soon: datetime
    most: DayCounts


def waking(transaction: Transaction, opened: OpenDeck, at: datetime) -> list[CardState]:
    """Return the buried cards whose time is up.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction.
        at: now, in UTC.
    """
    rows = transaction.rows(_WAKING, {**opened.key.values, "now_": to_milliseconds(at)})
    return [states.read(row) for row in rows]


def first(transaction: Transaction, opened: OpenDeck, queue: Queue, until: datetime | None) -> CardState | None:
    """Return the first card of a queue.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction.
        queue: the queue.
        until: only a card that wakes by this time, in UTC; None for any.
    """
    end = _NO_END if until is None else to_milliseconds(until)
    values: Values = {**opened.key.values, "queue_": int(queue), "now_": end}
    if opened.topic:
        rows = transaction.rows(_NEXT_ON_TOPIC, {**values, "topic_": opened.topic})
    else:
        rows = transaction.rows(_NEXT, values)
    return states.read(rows[0]) if rows else None


def done(transaction: Transaction, me: MemberKey, since: datetime) -> DayCounts:
    """Return what one self has done since the day began, over all packs.

    Args:
        transaction: to read in.
        me: the self.
        since: when the day began, in UTC.
    """
    ((new, reviews),) = transaction.rows(_DONE, _of_self(me, since))
    return DayCounts(new, reviews)


def counted(
    transaction: Transaction, opened: OpenDeck, me: MemberKey, counts: QueueCounts
) -> tuple[DayCounts, WaitingCards]:
    """Return what one self has done today, and how many cards wait in each queue of the deck.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction.
        me: the self.
        counts: the limits for counting.
    """
    values: Values = {
        **opened.key.values,
        **_of_self(me, counts.since),
        "now_": to_milliseconds(counts.at),
        "soon_": to_milliseconds(counts.soon),
        "most_": MANY,
        "most_new_": min(MANY, counts.most.new),
        "most_reviews_": min(MANY, counts.most.reviews),
    }
    if opened.topic:
        rows = transaction.rows(_TODAY_ON_TOPIC, {**values, "topic_": opened.topic})
    else:
        rows = transaction.rows(_TODAY, values)
    ((introduced, reviewed, new, learning, due),) = rows
    return DayCounts(introduced, reviewed), WaitingCards(new, learning, due)


def outlook(transaction: Transaction, opened: OpenDeck, at: datetime) -> Outlook:
    """Return the state of a deck when nothing is left today.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction.
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


def _of_self(me: MemberKey, since: datetime) -> dict[str, str | int]:
    return {"self_tenant": me.tenant, "self_member": me.member, "since_": to_milliseconds(since)}
