"""What a day still takes: how many cards are left of those that wait, in which order they come, and when. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.features.reviews.model import AHEAD, MANY, CardState, LeftToday, Queue


class DayCounts(NamedTuple):
    """How many cards are met for the first time in a day, and how many come back: so many were, or still may be."""

    new: int
    reviews: int


class WaitingCards(NamedTuple):
    """How many cards wait in each queue, up to MANY of each."""

    new: int
    learning: int
    reviews: int


class QueueTurn(NamedTuple):
    """A queue whose turn it is, if there are any cards left of it today.

    Args:
        queue: which.
        left: how many cards are left of it today.
        until: when a card must have woken, in UTC; None for any.
        early: whether it's shown ahead of its time.
    """

    queue: Queue
    left: int
    until: datetime | None
    early: bool = False


def turns(left: LeftToday, at: datetime) -> Iterable[QueueTurn]:
    """Return the order in which the queues have their turn: the first that has a card has the next one.

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
    """Return until when learning cards are shown ahead of their time."""
    return at + AHEAD


def allowance(done: Iterable[DayCounts], most: DayCounts) -> DayCounts:
    """Return how many new cards and how many reviews a day still takes.

    Args:
        done: what was done in it, by each self.
        most: how much it takes in all.
    """
    new, reviews = most
    for each in done:
        new, reviews = new - each.new, reviews - each.reviews
    return DayCounts(max(0, new), max(0, reviews))


def left_of(
    waiting: WaitingCards, most: DayCounts, besides: Iterable[CardState], topic: str, at: datetime
) -> LeftToday:
    """Return what's left today: what waits in the queues, and cards that are about to return to them.

    Args:
        waiting: in the queues.
        most: how much the day still takes.
        besides: cards that are about to return.
        topic: the one that's kept to; "" for all.
        at: now, in UTC.
    """
    more = Counter(each.queue for each in besides if topic in ("", each.topic) and _by_now(each, at))
    return LeftToday(
        new=min(waiting.new + more[Queue.NEW], most.new, MANY),
        learning=min(waiting.learning + more[Queue.LEARNING], MANY),
        reviews=min(waiting.reviews + more[Queue.REVIEW], most.reviews, MANY),
    )


def unburied_now(waking: Iterable[CardState]) -> list[CardState]:
    """Return buried cards whose time has come, as they are once that's over."""
    return [replace(each, buried=None) for each in waking]


def _by_now(state: CardState, at: datetime) -> bool:
    """Return whether a card's turn in its queue has come, so that it counts as left today."""
    return state.memory.due is None or state.memory.due <= (soon(at) if state.queue is Queue.LEARNING else at)
