"""Counts how many of the cards that came back were still known. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.features.reviews.model import Phase, Rating, RecallCounts


class StandingRating(NamedTuple):
    """A rating that wasn't taken back.

    Args:
        at: when, in UTC.
        pack: the id of the card's pack.
        phase: the card's phase before the rating.
        rating: how well the card was remembered.
    """

    at: datetime
    pack: str
    phase: int
    rating: int


def counted(ratings: Iterable[StandingRating]) -> RecallCounts:
    """Count ratings."""
    given = asked = recalled = 0
    for each in ratings:
        given += 1
        asked += each.phase == Phase.REVIEW
        recalled += each.phase == Phase.REVIEW and each.rating > Rating.AGAIN
    return RecallCounts(given, asked, recalled)


def by_span(ratings: Iterable[StandingRating], pack: str, bounds: Sequence[datetime]) -> list[RecallCounts]:
    """Count the ratings in one pack, span by span.

    Args:
        ratings: the ratings in all spans.
        pack: the pack's id.
        bounds: the boundaries of the spans, in UTC; one more than there are spans.
    """
    spans: list[list[StandingRating]] = [[] for _ in bounds[1:]]
    for each in ratings:
        if each.pack == pack:
            spans[bisect_right(bounds, each.at) - 1].append(each)
    return [counted(span) for span in spans]
