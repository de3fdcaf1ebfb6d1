"""Figures about a learner's reviews."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.features.reviews.model import Phase, Rating, RecallCounts
from bot.language.people import Learner
from bot.storage.personal_data import of_member
from bot.storage.tables import review
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_BETWEEN = of_member(review) & (review.c.at >= bindparam("since_")) & (review.c.at < bindparam("until_"))
_GIVEN = select(
    review.c.at, review.c.pack, review.c.card, review.c.number, review.c.rating, review.c.phase, review.c.undid
).where(_BETWEEN)


def counted(transaction: Transaction, learner: Learner, since: datetime, until: datetime) -> RecallCounts:
    """Return a learner's ratings of some time, on all packs.

    Args:
        transaction: to read in.
        learner: who.
        since: the first moment, in UTC.
        until: the first moment after, in UTC.
    """
    return _sum(_rated(transaction, learner, since, until))


def by_span(transaction: Transaction, learner: Learner, pack: str, bounds: Sequence[datetime]) -> list[RecallCounts]:
    """Return a learner's ratings on one pack, span by span.

    Args:
        transaction: to read in.
        learner: who.
        pack: its id.
        bounds: where each span begins and the one before ends, in UTC; one more than there are spans.
    """
    spans: list[list[_Rated]] = [[] for _ in bounds[1:]]
    for each in _rated(transaction, learner, bounds[0], bounds[-1]):
        if each.pack == pack:
            spans[bisect_right(bounds, each.at) - 1].append(each)
    return [_sum(span) for span in spans]


@dataclass(frozen=True, slots=True)
class _Rated:
    """A rating that stands: when, on which pack, in which phase of the card, and whether it was remembered."""

    at: datetime
    pack: str
    phase: int
    remembered: bool


def _rated(transaction: Transaction, learner: Learner, since: datetime, until: datetime) -> Iterator[_Rated]:
    """Yield the ratings of some time that weren't taken back."""
    for tenant, member in learner.selves:
        rows = transaction.rows(_GIVEN, {"tenant_": tenant, "member_": member, **_span(since, until)})
        undone = {(undid, pack, card, number - 1) for _, pack, card, number, _, _, undid in rows if undid is not None}
        for at, pack, card, number, rating, phase, undid in rows:
            if undid is None and (at, pack, card, number) not in undone:
                yield _Rated(from_milliseconds(at), pack, phase, rating > Rating.AGAIN)


def _sum(ratings: Iterable[_Rated]) -> RecallCounts:
    given = asked = recalled = 0
    for each in ratings:
        given += 1
        asked += each.phase == Phase.REVIEW
        recalled += each.phase == Phase.REVIEW and each.remembered
    return RecallCounts(given, asked, recalled)


def _span(since: datetime, until: datetime) -> dict[str, int]:
    return {"since_": to_milliseconds(since), "until_": to_milliseconds(until)}
