"""Figures about a learner's reviews."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.features.learners.store.learners import Learner
from bot.features.reviews.store.cards import Phase, Rating
from bot.storage.tables import review
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """Ratings of some time that were not taken back.

    Args:
        given: all of them.
        asked: those of cards that came back after a day or more.
        recalled: those of them that were still known.
    """

    given: int
    asked: int
    recalled: int


_BETWEEN = (
    (review.c.tenant == bindparam("tenant_"))
    & (review.c.member == bindparam("member_"))
    & (review.c.at >= bindparam("since_"))
    & (review.c.at < bindparam("until_"))
)
_ANY = select(review.c.at).where(_BETWEEN & review.c.undid.is_(None)).limit(1)
_GIVEN = select(
    review.c.at, review.c.pack, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.undid
).where(_BETWEEN)


def counted(transaction: Transaction, learner: Learner, since: datetime, until: datetime) -> Counted:
    """A learner's ratings of some time, on all packs."""
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


def reviewed(transaction: Transaction, learner: Learner, since: datetime, until: datetime) -> bool:
    """Whether a learner reviewed anything in some time."""
    return any(
        transaction.rows(_ANY, {"tenant_": tenant, "member_": member, **_span(since, until)})
        for tenant, member in learner.selves
    )


def _span(since: datetime, until: datetime) -> dict[str, int]:
    return {"since_": to_milliseconds(since), "until_": to_milliseconds(until)}
