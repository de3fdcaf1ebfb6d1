"""Reads a learner's ratings for statistics."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.features.reviews.recall import StandingRating
from bot.language.people import Learner
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import review
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_BETWEEN = of_member(review) & (review.c.at >= bindparam("since_")) & (review.c.at < bindparam("until_"))
_GIVEN = select(
    review.c.at, review.c.pack, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.undid
).where(_BETWEEN)


def standing(
    transaction: Transaction, learner: Learner, since: datetime, until: datetime
) -> Iterator[StandingRating]:
    """Yield a learner's ratings in a period, in all packs, that weren't taken back.

    Args:
        transaction: to read in.
        learner: the learner.
        since: the beginning of the period, in UTC.
        until: the end of the period, exclusive, in UTC.
    """
    for me in learner.selves:
        rows = transaction.rows(_GIVEN, {**key_of(me), **_span(since, until)})
        undone = {(undid, pack, card, number - 1) for _, pack, card, number, _, _, undid in rows if undid is not None}
        for at, pack, card, number, rating, phase, undid in rows:
            if undid is None and (at, pack, card, number) not in undone:
                yield StandingRating(from_milliseconds(at), pack, phase, rating)


def _span(since: datetime, until: datetime) -> dict[str, int]:
    return {"since_": to_milliseconds(since), "until_": to_milliseconds(until)}
