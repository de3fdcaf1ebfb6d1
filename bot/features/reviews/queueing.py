"""Finds the next card: learning cards that are due, then reviews, then new cards, within the day's limits.

today.py decides how many of them, and in which order.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.features.reviews import today
from bot.features.reviews.model import CardState, DailyLimits, LeftToday, Upcoming
from bot.features.reviews.store import cards, queue
from bot.features.reviews.store.decks import OpenDeck
from bot.features.reviews.today import DayCounts
from bot.language.people import Learner
from bot.storage.transaction import Transaction


def unbury(transaction: Transaction, opened: OpenDeck, at: datetime) -> None:
    """Move buried cards whose time is up back to their queues.

    Args:
        transaction: to write in.
        opened: the deck, opened and locked in this transaction.
        at: now, in UTC.
    """
    cards.keep(transaction, opened.key, today.unburied_now(queue.waking(transaction, opened, at)))


def upcoming(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> Upcoming:
    """Return a learner's next card, ignoring buried ones.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction; reviews in all packs count towards the limits.
        limits: the day's limits.
        at: now, in UTC.
    """
    left = _left(transaction, opened, limits, at)
    for turn in today.turns(left, at):
        first = queue.first(transaction, opened, turn.queue, turn.until) if turn.left else None
        if first is not None:
            return Upcoming(first, left, early=turn.early)
    return Upcoming(None, left)


def left_today(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> LeftToday:
    """Return how many cards are left today, including buried ones that a session would move back to their queues.

    Args:
        transaction: to read in.
        opened: the deck, opened in this transaction; reviews in all packs count towards the limits.
        limits: the day's limits.
        at: now, in UTC.
    """
    waking = today.unburied_now(queue.waking(transaction, opened, at))
    return _left(transaction, opened, limits, at, waking)


def allowance(transaction: Transaction, learner: Learner, limits: DailyLimits) -> DayCounts:
    """Return how many new cards and how many reviews are still allowed today, over all packs.

    Args:
        transaction: to read in.
        learner: the learner.
        limits: the day's limits.
    """
    done = [queue.done(transaction, each, limits.since) for each in learner.selves]
    return today.allowance(done, DayCounts(limits.new, limits.reviews))


def _left(
    transaction: Transaction,
    opened: OpenDeck,
    limits: DailyLimits,
    at: datetime,
    besides: Iterable[CardState] = (),
) -> LeftToday:
    """Return how many cards are left today: those in the queues, and those about to return to them."""
    me, *others = opened.learner.selves
    most = allowance(transaction, Learner(opened.learner.home, tuple(others)), limits)
    counts = queue.QueueCounts(limits.since, at, today.soon(at), most)
    mine, waiting = queue.counted(transaction, opened, me, counts)  # one query: most have one self
    return today.left_of(waiting, today.allowance([mine], most), besides, opened.topic, at)
