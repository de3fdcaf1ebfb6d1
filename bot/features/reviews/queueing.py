"""What comes next: learning cards that are due, then reviews, then new cards, within the limits of a day.

How much that is, and in which order, today.py says.
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
    """Return the buried cards whose time has come to their queues.

    Args:
        transaction: to write in.
        opened: in this transaction, and held.
        at: now, in UTC.
    """
    cards.keep(transaction, opened.key, today.unburied_now(queue.waking(transaction, opened, at)))


def upcoming(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> Upcoming:
    """Return the next card of a learner, of those that aren't buried.

    Args:
        transaction: to read in.
        opened: in this transaction; reviews of all packs count against the limits.
        limits: of the day.
        at: now, in UTC.
    """
    left = _left(transaction, opened, limits, at)
    for turn in today.turns(left, at):
        first = queue.first(transaction, opened, turn.queue, turn.until) if turn.left else None
        if first is not None:
            return Upcoming(first, left, early=turn.early)
    return Upcoming(None, left)


def left_today(transaction: Transaction, opened: OpenDeck, limits: DailyLimits, at: datetime) -> LeftToday:
    """Return how many cards are left today, with the buried ones that a session would return to their queues.

    Args:
        transaction: to read in.
        opened: in this transaction; reviews of all packs count against the limits.
        limits: of the day.
        at: now, in UTC.
    """
    waking = today.unburied_now(queue.waking(transaction, opened, at))
    return _left(transaction, opened, limits, at, waking)


def allowance(transaction: Transaction, learner: Learner, limits: DailyLimits) -> DayCounts:
    """Return how many new cards and how many reviews the day still takes, whatever the pack.

    Args:
        transaction: to read in.
        learner: who.
        limits: of the day.
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
    """Return what's left today: what waits in the queues, and cards that are about to return to them."""
    me, *others = opened.learner.selves
    most = allowance(transaction, Learner(opened.learner.home, tuple(others)), limits)
    counts = queue.QueueCounts(limits.since, at, today.soon(at), most)
    mine, waiting = queue.counted(transaction, opened, me, counts)  # in one statement, as most have one self alone
    return today.left_of(waiting, today.allowance([mine], most), besides, opened.topic, at)
