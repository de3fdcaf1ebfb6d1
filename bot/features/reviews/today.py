"""What's left today: how many of the waiting cards, and in which order they come. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.features.reviews.model import AHEAD, MANY, CardState, LeftToday, Queue


class DayCounts(NamedTuple):
    """Numbers of new cards and of reviews in a day, either done or still allowed."""

    new: int
    reviews: int


class WaitingCards(NamedTuple):
    """Numbers of cards waiting in each queue, up to MANY of each."""

    new: int
    learning: int
    reviews: int


class QueueTurn(NamedTuple):
    """A queue to take the next card from, if it has any left today.

    Args:
        queue: the queue.
        left: the number of its cards left today.
        until: only cards that wake by this time, in UTC; None for any.
        early: whether such a card is shown before it's due.
    """

    queue: Queue
    left: int
    until: datetime | None
    early: bool = False


def turns(left: LeftToday, at: datetime) -> Iterable[QueueTurn]:
    """Return the queues in the order in which to try them; the first one with a card has the next card.

    Args:
        left: how many cards are left today.
        at: now, in UTC.
    """
    return (
        QueueTurn(Queue.LEARNING, left.learning, at),
        QueueTurn(Queue.REVIEW, left.reviews, at),
        QueueTurn(Queue.NEW, left.new, None),
        QueueTurn(Queue.LEARNING, left.learning, soon(at), early=True),
    )


def soon(at: datetime) -> datetime:
    """Return the time until which learning cards are shown early."""
    return at + AHEAD


def allowance(done: Iterable[DayCounts], most: DayCounts) -> DayCounts:
    """Return how many new cards and how many reviews are still allowed in a day.

    Args:
        done: what each self has done that day.
        most: the day's limits.
    """
    new, reviews = most
    for each in done:
        new, reviews = new - each.new, reviews - each.reviews
    return DayCounts(max(0, new), max(0, reviews))


def left_of(
    waiting: WaitingCards, most: DayCounts, besides: Iterable[CardState], topic: str, at: datetime
) -> LeftToday:
    """Return how many cards are left today: those in the queues, and those about to return to them.

    Args:
        waiting: the numbers of cards in the queues.
        most: how many are still allowed today.
        besides: cards that are about to return.
        topic: the id of the topic being reviewed; "" for all.
        at: now, in UTC.
    """
    more = Counter(each.queue for each in besides if topic in ("", each.topic) and _by_now(each, at))
    return LeftToday(
        new=min(waiting.new + more[Queue.NEW], most.new, MANY),
        learning=min(waiting.learning + more[Queue.LEARNING], MANY),
        reviews=min(waiting.reviews + more[Queue.REVIEW], most.reviews, MANY),
    )


def unburied_now(waking: Iterable[CardState]) -> list[CardState]:
    """Return buried cards whose time is up, as unburied."""
    return [replace(each, buried=None) for each in waking]


def _by_now(state: CardState, at: datetime) -> bool:
    """Return whether a card is due in its queue, so that it counts as left today."""
    return state.memory.due is None or state.memory.due <= (soon(at) if state.queue is Queue.LEARNING else at)
