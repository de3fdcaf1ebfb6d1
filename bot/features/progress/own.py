"""Computes a learner's progress: what they've read and done, how well they know it, and what comes back when."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from bot.content.model import Pack
from bot.features.learners.settings import Study
from bot.features.lessons.lesson import topics_taught
from bot.features.lessons.store import reads
from bot.features.progress.model import NO_ANSWERS, Mastery, OwnProgress
from bot.features.progress.store import days
from bot.features.progress.streaks import free_days, row_of
from bot.features.quizzes.model import Tally
from bot.features.quizzes.store import answers
from bot.features.reviews import recall
from bot.features.reviews.model import ABSENT_POSITION, CardState, Queue
from bot.features.reviews.scheduling import day_start, learning_day, retrievability
from bot.features.reviews.session import Reviews
from bot.features.reviews.store import statistics
from bot.language.people import Learner
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

FORECAST = 14
"""Number of days, today included, for which returning cards are counted."""

_USUAL_STREAK = timedelta(days=60)
_LONGEST_STREAK = timedelta(days=1_000)
_MONTH = timedelta(days=30)


async def standing(
    pack: Pack, asker: Asker, study: Study, reviews: Reviews, others: Collection[Pack] = ()
) -> OwnProgress:
    """Return a learner's progress in a pack, over all their linked selves.

    Args:
        pack: the pack.
        asker: one of the selves.
        study: the learner's settings for reviews.
        reviews: gives access to the learner's cards.
        others: other packs in which they may have learned; these count for the streak.
    """
    coming = _days(asker.at, study)
    today, until = coming[0]
    deck, taught = reviews.deck(pack), topics_taught(pack)
    packs = {each.id: each for each in (*others, pack)}.values()

    def look(transaction: Transaction, learner: Learner, states: Sequence[CardState]) -> OwnProgress:
        read = _read(transaction, learner, pack)
        known = begun(states)
        return OwnProgress(
            streak=_streak(transaction, learner, asker.at, study, packs),
            today=recall.counted(statistics.standing(transaction, learner, today, until)).given,
            month=recall.counted(statistics.standing(transaction, learner, until - _MONTH, until)),
            forecast=coming_back(known, coming),
            topics=_mastery(known, asker.at, deck.topic_sizes, lambda card: (deck.topics[card],)),
            objectives=_mastery(known, asker.at, deck.objective_sizes, lambda card: deck.by_id[card].item.objectives),
            tallies=_tallies(transaction, learner, pack),
            read=Counter(taught[item] for item in {taught.current(each) for each in read} if item in taught),
        )

    return await reviews.look(pack, asker, look)


def _days(at: datetime, study: Study) -> list[tuple[datetime, datetime]]:
    """Return the learner's next days, today first, as pairs (start, end)."""
    today = learning_day(at, study.zone)
    starts = [day_start(today + timedelta(days=number), study.zone) for number in range(FORECAST + 1)]
    return list(pairwise(starts))


def _streak(transaction: Transaction, learner: Learner, at: datetime, study: Study, packs: Collection[Pack]) -> int:
    """Return the length of the streak; only look back beyond 60 days if it's that long."""
    today = learning_day(at, study.zone)

    @cache
    def free() -> frozenset[date]:
        ratings = days.ratings(transaction, learner, packs, study.zone)
        return free_days(today - _LONGEST_STREAK, today, ratings)

    def is_free(day: date) -> bool:
        return not days.waits_since(transaction, learner, packs, day, study.zone) and day in free()

    for back in (_USUAL_STREAK, _LONGEST_STREAK):
        learned = days.learned(transaction, learner, packs, today - back, study.zone)
        row = row_of(today, learned, is_free)
        if row.ended:
            break
    return row.days


def _tallies(transaction: Transaction, learner: Learner, pack: Pack) -> dict[str, Tally]:
    """Count the quiz answers of all selves together by topic."""
    sums: dict[str, Tally] = {}
    for me in learner.selves:
        for topic, tally in answers.tally(transaction, me, pack.id).items():
            had = sums.get(topic, NO_ANSWERS)
            sums[topic] = Tally(had.right + tally.right, had.total + tally.total)
    return sums


def _read(transaction: Transaction, learner: Learner, pack: Pack) -> frozenset[str]:
    """Return the items that any of the selves has read."""
    return frozenset[str]().union(*(reads.items(transaction, me, pack.id) for me in learner.selves))


def begun(states: Sequence[CardState]) -> list[CardState]:
    """Return the cards that have been reviewed and are still in the deck."""
    return [each for each in states if each.memory.stability is not None and each.position != ABSENT_POSITION]


def coming_back(known: Sequence[CardState], spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return how many cards come back in each of some spans; overdue ones count in the first.

    Args:
        known: the cards that have been reviewed.
        spans: consecutive spans without gaps, as pairs (start, end).
    """
    ends = [end for _, end in spans]
    found = [0] * len(spans)
    for state in known:
        due = state.memory.due
        if state.queue in (Queue.LEARNING, Queue.REVIEW) and due is not None and due < ends[-1]:
            found[bisect_right(ends, due)] += 1
    return found


def _mastery(
    states: Sequence[CardState], at: datetime, sizes: Mapping[str, int], groups: Callable[[str], Sequence[str]]
) -> dict[str, Mastery]:
    """Return how well groups of cards are known.

    Args:
        states: the cards that have been reviewed.
        at: now, in UTC.
        sizes: the number of cards in the deck by group.
        groups: returns the groups of a card, given its id.
    """
    chances: dict[str, list[float]] = defaultdict(list)
    for state in states:
        chance = retrievability(state.memory, at)
        for group in groups(state.card):
            chances[group].append(chance)
    return {
        group: Mastery(len(chances[group]), size, sum(chances[group]) / size) if group in chances else _unknown(size)
        for group, size in sizes.items()
    }


@cache
def _unknown(cards: int) -> Mastery:
    return Mastery(learnt=0, cards=cards, known=0.0)
