"""On which days a learner learned, and on which of the others nothing was due."""

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
from bot.storage.transaction import Transaction, Wanted

_QUARTER = timedelta(minutes=15) // timedelta(milliseconds=1)
"""Whatever the zone, a day turns with a quarter of an hour; there are fewer of them than of answers."""


def _quarters(table: Table) -> Select[Any]:
    """Make a statement for the quarters of an hour in which a member did something."""
    quarter = table.c.at // literal(_QUARTER)
    return select(quarter).where(of_member(table) & (table.c.at >= bindparam("since_"))).distinct()


_ANSWERED = _quarters(answer)
_REVIEWED = _quarters(review).where(review.c.undid.is_(None))
_READ = _quarters(seen)
_SAID = _quarters(tip_feedback).where(among(tip_feedback.c.pack, tip_feedback.c.tip))
# Answers in a challenge are kept with the others once it has closed.
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
    """Return the learner's days on which they learned.

    They did if they answered a question, alone, in a game or in a challenge; reviewed a card; read something for the
    first time; or said what they made of a tip.

    Args:
        transaction: to read in.
        learner: who.
        packs: those that are installed.
        since: the first day.
        zone: the learner's.
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
    """Return whether a card was due on a day that has waited ever since: then nobody has to look at the log.

    Args:
        transaction: to read in.
        learner: who.
        packs: those that are installed; one at least.
        day: the learner's day.
        zone: the learner's.
    """
    since, until = (to_milliseconds(day_start(each, zone)) for each in (day, day + timedelta(days=1)))
    between = {"since_": since, "until_": until}
    values: Wanted = {**key_of(learner.home), **between, "packs_": [pack.id for pack in packs]}
    return bool(transaction.rows(_WAITS, values))


def ratings(transaction: Transaction, learner: Learner, packs: Collection[Pack], zone: tzinfo) -> list[Rated]:
    """Return all ratings of the cards that still come back to a learner.

    Args:
        transaction: to read in.
        learner: who.
        packs: those that are installed: cards of others don't come back.
        zone: the learner's.
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
    """Make a function that returns the learner's day of a moment; many moments are in one quarter of an hour."""

    @cache
    def of(quarter: int) -> date:
        return learning_day(from_milliseconds(quarter * _QUARTER), zone)

    return lambda milliseconds: of(milliseconds // _QUARTER)
