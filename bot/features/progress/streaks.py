"""Streaks: which of a learner's days count, and which don't break a streak. Pure: the days are passed in.

A day counts if they learned in any way. These days don't end a streak: today, as it isn't over; a weekend without
learning; and a day on which no flashcard was due, because all of them were to come back later. Any other day does.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating of a card, or of taking one back.

    Args:
        card: the pack's id and the card's.
        number: the repetition number, which grows with each one.
        day: the learner's day on which it happened.
        due: the learner's day on which the card was to come back; None if a rating was taken back.
    """

    card: tuple[str, str]
    number: int
    day: date
    due: date | None


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row.

    Args:
        days: the number of days on which the learner learned.
        ended: whether the day that ended it was found; if not, it may reach further back than the days given.
    """

    days: int
    ended: bool


def row_of(today: date, learned: Collection[date], is_free: Callable[[date], bool]) -> Streak:
    """Return the streak up to today.

    Args:
        today: the learner's day.
        learned: the days on which they learned, as far back as needed.
        is_free: returns whether nothing was due on a day.
    """
    first = min(learned, default=today + _DAY)
    days, day = 0, today
    while day >= first:
        if day in learned:
            days += 1
        elif day != today and day.weekday() < _SATURDAY and not is_free(day):
            return Streak(days, ended=True)
        day -= _DAY
    return Streak(days, ended=False)


def free_days(since: date, today: date, ratings: Iterable[Rated]) -> frozenset[date]:
    """Return the days up to today on which a learner had reviewed cards, but none was due.

    Args:
        since: the first day to check.
        today: the last day to check.
        ratings: all ratings of all cards that still come back, in any order.
    """
    by_card: dict[tuple[str, str], list[Rated]] = {}
    for each in sorted(ratings, key=lambda each: each.number):
        sequence = by_card.setdefault(each.card, [])
        if each.due is not None:
            sequence.append(each)
        elif sequence:  # ignore the rating that was taken back
            sequence.pop()
    length = (today - since).days + 1
    held, due = [0] * (length + 1), [0] * (length + 1)
    for sequence in by_card.values():
        for rated, until in _spells(sequence, today + _DAY):
            _mark(held, rated.day + _DAY, until, since)
            _mark(due, rated.due or until, until, since)
    days = zip(accumulate(held), accumulate(due), strict=True)
    return frozenset(since + number * _DAY for number, (has, wait) in enumerate(days) if has and not wait)


def _spells(sequence: Sequence[Rated], end: date) -> Iterable[tuple[Rated, date]]:
    """Yield each rating of a card with the day of the next one, or with the end."""
    yield from ((before, after.day) for before, after in pairwise(sequence))
    if sequence:
        yield sequence[-1], end


def _mark(changes: list[int], begin: date, end: date, since: date) -> None:
    """Add a span to a list of day-to-day changes: +1 on its first day, −1 on the day after its last."""
    first, last = (min(max(0, (day - since).days), len(changes) - 1) for day in (begin, end))
    if first < last:
        changes[first] += 1
        changes[last] -= 1
