"""Scheduling: when a card comes back. Pure: the time is always passed in.

FSRS computes how long a card is remembered (https://github.com/open-spaced-repetition/py-fsrs); this module turns
that into a day in the learner's time zone.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import fsrs
from fsrs.scheduler import FUZZ_RANGES

from bot.features.reviews.model import CardState, Change, Memory, Phase, Rating, Review, moment_of, rated

DAY_BEGINS = timedelta(hours=4)
"""A learner's day begins this long after midnight, so that late at night it's still today."""

LONGEST = 36_500
"""The longest interval, in days."""

_SHORTEST_FUZZED = 2.5
"""Shorter intervals, in days, aren't fuzzed."""

_STATES = {
    Phase.NEW: fsrs.State.Learning,
    Phase.LEARNING: fsrs.State.Learning,
    Phase.REVIEW: fsrs.State.Review,
    Phase.RELEARNING: fsrs.State.Relearning,
}
_PHASES = {
    fsrs.State.Learning: Phase.LEARNING,
    fsrs.State.Review: Phase.REVIEW,
    fsrs.State.Relearning: Phase.RELEARNING,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a learner's cards are scheduled.

    Args:
        retention: the share of cards (0…1) that should still be known when they come back.
        zone: the learner's time zone.
    """

    retention: float
    zone: tzinfo


def rate_card(state: CardState, rating: Rating, pressed: datetime, plan: Plan) -> Change:
    """Rate a card.

    Args:
        state: the learner's card.
        rating: how well it was remembered.
        pressed: when the learner pressed the button, in UTC.
        plan: the learner's plan.
    """
    at = moment_of(state, pressed)
    memory = rate(state.memory, rating, at, plan, seed_of(state.card, state.reps + 1))
    return rated(state, rating, memory, at)


def rate(memory: Memory, rating: Rating, at: datetime, plan: Plan, seed: str) -> Memory:
    """Return a card's memory state after a rating.

    Args:
        memory: the memory state before.
        rating: how well it was remembered.
        at: when, in UTC.
        plan: the learner's plan.
        seed: identifies the card and its repetition; it spreads cards that were learnt together over neighbouring
            days, always in the same way.
    """
    before = fsrs.Card(
        card_id=0,
        state=_STATES[memory.phase],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due or at,
        last_review=memory.last,
    )
    card, _ = _scheduler(plan.retention).review_card(before, fsrs.Rating(int(rating)), at)
    interval = card.due - at
    if card.state is fsrs.State.Review:
        days = fuzzed(interval.days, zlib.crc32(seed.encode()) / 2**32)
        due = day_start(learning_day(at, plan.zone) + timedelta(days=days), plan.zone)
    else:
        due = at + interval
    lapsed = memory.phase is Phase.REVIEW and rating is Rating.AGAIN
    return Memory(
        phase=_PHASES[card.state],
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=due,
        last=at,
        lapses=memory.lapses + lapsed,
    )


def fold(reviews: Iterable[Review], plan: Plan) -> tuple[Memory, Memory | None]:
    """Return a card's memory state after all its reviews, given in any order, and the one before the last review.

    Reviews that were taken back are ignored. The day on which the card comes back is based on the current plan.
    """
    ordered = sorted(reviews, key=lambda review: (review.at, review.number))
    undone = {(review.undid, review.number - 1) for review in ordered if review.undid is not None}
    memory, before = Memory(), None
    for review in ordered:
        if review.undid is None and (review.at, review.number) not in undone:
            seed = seed_of(review.card, review.number)
            memory, before = rate(memory, Rating(review.rating), review.at, plan, seed), memory
    return memory, before


def previews(memory: Memory, at: datetime, plan: Plan, seed: str) -> dict[Rating, str]:
    """Return the interval after each rating, in words.

    Args:
        memory: the card's memory state.
        at: now, in UTC.
        plan: the learner's plan.
        seed: identifies the card and its next repetition.
    """
    return {rating: _interval(rate(memory, rating, at, plan, seed), at, plan) for rating in Rating}


def seed_of(card: str, number: int) -> str:
    """Return the seed for a repetition of a card.

    Args:
        card: the card's id.
        number: the repetition's number, from 1.
    """
    return f"{card}:{number}"


def learning_day(at: datetime, zone: tzinfo) -> date:
    """Return the learner's day that a moment belongs to; it begins at 04:00."""
    return (at.astimezone(zone) - DAY_BEGINS).date()


def day_start(day: date, zone: tzinfo) -> datetime:
    """Return when a learner's day begins, in UTC; an hour later if a clock change skips 04:00."""
    begins = datetime(day.year, day.month, day.day, tzinfo=zone) + DAY_BEGINS
    return begins.astimezone(UTC)


def retrievability(memory: Memory, at: datetime) -> float:
    """Return the probability that a card is still known; 0 if it was never learnt."""
    if memory.stability is None or memory.last is None:
        return 0.0
    card = fsrs.Card(card_id=0, stability=memory.stability, due=at, last_review=memory.last)
    return float(_scheduler(0.9).get_card_retrievability(card, at))


def fuzzed(days: int, share: float) -> int:
    """Vary an interval a little, within the same range as py-fsrs.

    Args:
        days: the interval.
        share: the position within the range, from 0 to just under 1.
    """
    if days < _SHORTEST_FUZZED:
        return days
    delta = 1.0 + sum(
        each["factor"] * max(min(float(days), each["end"]) - each["start"], 0.0) for each in FUZZ_RANGES
    )
    least = max(2, round(days - delta))
    most = min(round(days + delta), LONGEST)
    return least + int(share * (most - least + 1))


def in_words(interval: timedelta) -> str:
    """Return an interval as a button shows it: 10 min, 3 h, 5 days, 4 months, 1.5 years."""
    minutes = max(1, round(interval / timedelta(minutes=1)))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = round(interval / timedelta(days=1))
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    if days < 365:
        return f"{round(days / 30.4)} months"
    years = f"{days / 365:.1f}".removesuffix(".0")
    return "1 year" if years == "1" else f"{years} years"


def _interval(after: Memory, at: datetime, plan: Plan) -> str:
    due = after.due or at
    if after.phase is not Phase.REVIEW:
        return in_words(due - at)
    return in_words(learning_day(due, plan.zone) - learning_day(at, plan.zone))


@lru_cache(64)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(desired_retention=retention, maximum_interval=LONGEST, enable_fuzzing=False)
