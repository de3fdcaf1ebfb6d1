"""Week by week: what a learner did in the last weeks, and what FSRS expects in the next ones."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.content.model import Pack
from bot.features.learners.settings import Study
from bot.features.progress.model import WEEK, OverWeeks, Week
from bot.features.progress.own import begun, coming_back
from bot.features.quizzes.store import answers
from bot.features.reviews import recall
from bot.features.reviews.model import CardState
from bot.features.reviews.scheduling import day_start, learning_day, retrievability
from bot.features.reviews.session import Reviews
from bot.features.reviews.store import statistics
from bot.language.people import Learner
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

PAST = 8
COMING = 4
"""Number of weeks shown: past ones, including the one that ends today, and coming ones."""


async def over_weeks(pack: Pack, asker: Asker, study: Study, reviews: Reviews) -> OverWeeks:
    """Return a learner's past and coming weeks in a pack, over all their linked selves.

    Args:
        pack: the pack.
        asker: one of the selves.
        study: the learner's settings for reviews.
        reviews: gives access to the learner's cards.
    """
    tomorrow = learning_day(asker.at, study.zone) + timedelta(days=1)
    days = [tomorrow + number * WEEK for number in range(-PAST, COMING + 1)]
    bounds = [day_start(day, study.zone) for day in days]

    def look(transaction: Transaction, learner: Learner, states: Sequence[CardState]) -> OverWeeks:
        right, wrong = _answered(transaction, learner, pack, bounds[: PAST + 1])
        spans = bounds[: PAST + 1]
        rated = recall.by_span(statistics.standing(transaction, learner, spans[0], spans[-1]), pack.id, spans)
        known = begun(states)
        return OverWeeks(
            past=[Week(days[week], right[week], wrong[week], rated[week]) for week in range(PAST)],
            coming=coming_back(known, list(pairwise(bounds[PAST:]))),
            expected=_expected(known, asker.at),
        )

    return await reviews.look(pack, asker, look)


def _answered(
    transaction: Transaction, learner: Learner, pack: Pack, bounds: Sequence[datetime]
) -> tuple[Counter[int], Counter[int]]:
    """Count right and wrong answers by the week's number."""
    right, wrong = Counter[int](), Counter[int]()
    for me in learner.selves:
        for at, is_right in answers.given_since(transaction, me, pack.id, bounds[0]):
            (right if is_right else wrong)[bisect_right(bounds, at) - 1] += 1
    return right, wrong


def _expected(known: Sequence[CardState], at: datetime) -> list[float]:
    """Return the mean probability that a card is remembered, now and after each of the next weeks."""
    if not known:
        return []
    return [
        sum(retrievability(state.memory, at + week * WEEK) for state in known) / len(known)
        for week in range(COMING + 1)
    ]
