"""Days in a row: which of a learner's days count, and which break nothing. Pure: the days are given.

A day counts on which they learned in any way. The row goes on over today, which isn't over; over a weekend without
learning; and over a day on which nothing was due, as all their flashcards were to come back later. Others end it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Rated:
    """A card was rated, or its last rating taken back.

    Args:
        card: its id, with its pack's.
        number: which repetition it was; grows with each.
        day: the learner's day on which that happened.
        due: the learner's day on which the card came back; None if a rating was taken back.
    """

    card: tuple[str, str]
    number: int
    day: date
    due: date | None


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row.

    Args:
        days: on which the learner learned.
        ended: whether a day ends it that's known; otherwise it may go on before the days that were looked at.
    """

    days: int
    ended: bool


def row_of(today: date, learned: Collection[date], is_free: Callable[[date], bool]) -> Streak:
    """Return the days in a row up to today.

    Args:
        today: the learner's day.
        learned: the days on which they learned, as far back as is looked at.
        is_free: tells whether nothing was due on a day.
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
    """Return the days up to today on which a learner had cards coming back, but none was due.

    Args:
        since: the first day looked at.
        today: the last.
        ratings: of all cards that still come back, from the first of each on, in any order.
    """
    by_card: dict[tuple[str, str], list[Rated]] = {}
    for each in sorted(ratings, key=lambda each: each.number):
        sequence = by_card.setdefault(each.card, [])
        if each.due is not None:
            sequence.append(each)
        elif sequence:  # the rating before is as if it had never been
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
    """Yield each rating of a card with the day on which the next one came, or the end."""
    yield from ((before, after.day) for before, after in pairwise(sequence))
    if sequence:
        yield sequence[-1], end


def _mark(changes: list[int], begin: date, end: date, since: date) -> None:
    """Count one more from a day on, and one less from another; by how much each day's count differs from the last."""
    first, last = (min(max(0, (day - since).days), len(changes) - 1) for day in (begin, end))
    if first < last:
        changes[first] += 1
        changes[last] -= 1
