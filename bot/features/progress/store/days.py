"""On which days a learner learned, and on which of the others nothing was due."""

from collections.abc import Collection
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Select, Table, bindparam, literal, select

from bot.content.model import Pack
from bot.features.progress.streaks import Rated
from bot.features.reviews.model import Queue
from bot.features.reviews.scheduling import day_start, learning_day
from bot.language.people import Learner
from bot.storage.keys import among, wanted
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import answer, card, challenge, challenge_turn, review, seen, tip_feedback
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

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
    (challenge.c.tenant == challenge_turn.c.tenant)
    & (challenge.c.id == challenge_turn.c.challenge)
    & challenge.c.closed.is_(None)
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
    return frozenset(learning_day(from_milliseconds(quarter * _QUARTER), zone) for quarter in quarters)


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
    return [
        Rated((pack, name), number, _day(at, zone), None if undid is not None else _day(at + interval, zone))
        for me in learner.selves
        for pack, name, number, at, interval, undid in transaction.rows(_LOG, key_of(me))
        if pack in installed and (pack, name) not in away
    ]


def _day(milliseconds: int, zone: tzinfo) -> date:
    moment: datetime = from_milliseconds(milliseconds)
    return learning_day(moment, zone)
