"""Figures about a learner's reviews."""

from datetime import datetime

from sqlalchemy import bindparam, select

from bot.features.learners.store.learners import Learner
from bot.features.reviews.model import Counted, Phase, Rating
from bot.storage.tables import review
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_BETWEEN = (
    (review.c.tenant == bindparam("tenant_"))
    & (review.c.member == bindparam("member_"))
    & (review.c.at >= bindparam("since_"))
    & (review.c.at < bindparam("until_"))
)
_GIVEN = select(
    review.c.at, review.c.pack, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.undid
).where(_BETWEEN)


def counted(transaction: Transaction, learner: Learner, since: datetime, until: datetime) -> Counted:
    """Return a learner's ratings of some time, on all packs.

    Args:
        transaction: to read in.
        learner: who.
        since: the first moment, in UTC.
        until: the first moment after, in UTC.
    """
    given = asked = recalled = 0
    for tenant, member in learner.selves:
        rows = transaction.rows(_GIVEN, {"tenant_": tenant, "member_": member, **_span(since, until)})
        undone = {(undid, pack, card, number - 1) for _, pack, card, number, _, _, undid in rows if undid is not None}
        for at, pack, card, number, rating, phase, undid in rows:
            if undid is None and (at, pack, card, number) not in undone:
                given += 1
                asked += phase == Phase.REVIEW
                recalled += phase == Phase.REVIEW and rating > Rating.AGAIN
    return Counted(given, asked, recalled)


def _span(since: datetime, until: datetime) -> dict[str, int]:
    return {"since_": to_milliseconds(since), "until_": to_milliseconds(until)}
