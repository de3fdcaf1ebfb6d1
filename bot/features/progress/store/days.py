"""Reads the days on which a learner learned, and what's needed to tell on which other days nothing was due."""

from collections.abc import Callable, Collection
from datetime import date, timedelta, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, literal, select

from bot.content.model import Pack
from bot.features.progress.streaks import Rated
from bot.features.reviews.model import Queue
from bot.features.reviews.scheduling import day_start, learning_day
from bot.language.people import Learner
from bot.runtime.bulkhead import readable
from bot.storage.keys import among, wanted
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import answer, card, challenge, challenge_turn, review, seen, tip_feedback
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction

_QUARTER = timedelta(minutes=15) // timedelta(milliseconds=1)
"""A quarter of an hour in milliseconds. In every time zone, a day begins on one, and they're fewer than answers."""


def _quarters(table: Table) -> Select[Any]:
    """Return a statement that selects the quarters of an hour in which a member did something."""
    quarter = table.c.at // literal(_QUARTER)
    return select(quarter).where(of_member(table) & (table.c.at >= bindparam("since_"))).distinct()


_ANSWERED = _quarters(answer)
_REVIEWED = _quarters(review).where(review.c.undid.is_(None))
_READ = _quarters(seen)
_SAID = _quarters(tip_feedback).where(among(tip_feedback.c.pack, tip_feedback.c.tip))
# When a challenge closes, its answers are stored with all others.
_TRIED = _quarters(challenge_turn).where(
    challenge_turn.c.challenge.in_(
        select(challenge.c.id).where((challenge.c.tenant == bindparam("tenant_")) & challenge.c.closed.is_(None))
    )
)
_WAITS = (
    select(card.c.card)
    .where(
        of_member(card)
        & card.c.queue.in_((int(Queue.LEARNING), int(Queue.REVIEW)))
        & (card.c.due < bindparam("until_"))
        & (card.c.last < bindparam("since_"))
        & card.c.pack.in_(bindparam("packs_", expanding=True))
    )
    .limit(1)
)
_LOG = select(review.c.pack, review.c.card, review.c.number, review.c.at, review.c.interval, review.c.undid).where(
    of_member(review)
)
_PUT_AWAY = select(card.c.pack, card.c.card).where(
    of_member(card) & card.c.queue.in_((int(Queue.SUSPENDED), int(Queue.ABSENT)))
)


def learned(
    transaction: Transaction, learner: Learner, packs: Collection[Pack], since: date, zone: tzinfo
) -> frozenset[date]:
    """Return the days on which a learner learned.

    These count: answering a question, whether alone, in a game or in a challenge; reviewing a card; reading something
    for the first time; and rating a tip.

    Args:
        transaction: to read in.
        learner: the learner.
        packs: the installed packs.
        since: the first day.
        zone: the learner's time zone.
    """
    tips = [(pack.id, tip.id) for pack in packs for tip in pack.tips]
    statements = [_ANSWERED, _REVIEWED, _READ, _TRIED, *([_SAID] if tips else [])]
    about = wanted(tips) if tips else {}
    quarters = {
        int(quarter)
        for me in learner.selves
        for statement in statements
        for (quarter,) in transaction.rows(
            statement,
            {
                **key_of(me),
                "since_": to_milliseconds(day_start(since, zone)),
                **(about if statement is _SAID else {}),
            },
        )
    }
    return frozenset(readable("day of learning", (quarter * _QUARTER for quarter in quarters), _days(zone)))


def waits_since(transaction: Transaction, learner: Learner, packs: Collection[Pack], day: date, zone: tzinfo) -> bool:
    """Return whether a card was due on a day and still waits; if so, there's no need to read the log.

    Args:
        transaction: to read in.
        learner: the learner.
        packs: the installed packs; not empty.
        day: the learner's day.
        zone: the learner's time zone.
    """
    since, until = (to_milliseconds(day_start(each, zone)) for each in (day, day + timedelta(days=1)))
    between = {"since_": since, "until_": until}
    values: QueryValues = {**key_of(learner.home), **between, "packs_": [pack.id for pack in packs]}
    return bool(transaction.rows(_WAITS, values))


def ratings(transaction: Transaction, learner: Learner, packs: Collection[Pack], zone: tzinfo) -> list[Rated]:
    """Return all ratings of the cards that a learner still gets.

    Args:
        transaction: to read in.
        learner: the learner.
        packs: the installed packs; cards of other packs don't come back.
        zone: the learner's time zone.
    """
    away = set(transaction.rows(_PUT_AWAY, key_of(learner.home)))
    installed = {pack.id for pack in packs}
    day = _days(zone)
    return [
        Rated((pack, name), number, day(at), None if undid is not None else day(at + interval))
        for me in learner.selves
        for pack, name, number, at, interval, undid in transaction.rows(_LOG, key_of(me))
        if pack in installed and (pack, name) not in away
    ]


def _days(zone: tzinfo) -> Callable[[int], date]:
    """Return a function that maps milliseconds to the learner's day; it caches each quarter of an hour."""

    @cache
    def of(quarter: int) -> date:
        return learning_day(from_milliseconds(quarter * _QUARTER), zone)

    return lambda milliseconds: of(milliseconds // _QUARTER)
