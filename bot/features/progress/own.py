"""A learner's progress: what they've read, answered and reviewed, how well they know it, and what comes back when."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from bot.content.model import Pack
from bot.features.learners.settings import Study
from bot.features.lessons.actions import ShowTopics
from bot.features.lessons.lesson import Lesson, topics_taught
from bot.features.lessons.store import reads
from bot.features.progress import side_by_side as answered
from bot.features.progress.actions import ShowProgress
from bot.features.progress.model import Mastery, OwnProgress
from bot.features.progress.store import days
from bot.features.progress.streaks import free_days, row_of
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.model import Tally
from bot.features.quizzes.store import answers
from bot.features.reviews import recall
from bot.features.reviews.actions import StartReview
from bot.features.reviews.model import ABSENT_POSITION, CardState, Queue
from bot.features.reviews.scheduling import day_start, learning_day, retrievability
from bot.features.reviews.session import Reviews
from bot.features.reviews.store import statistics
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Facts, Footer, Heading, Table, message
from bot.language.people import Learner
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.storage.transaction import Transaction

FORECAST = 14
"""Number of days, today included, for which returning cards are counted."""

_USUAL_STREAK = timedelta(days=60)
_LONGEST_STREAK = timedelta(days=1_000)
_MONTH = timedelta(days=30)
_WEAKEST = 3
"""Number of weakest objectives that are listed."""


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


def page(pack: Pack, progress: OwnProgress, picture: Drawing | None = None) -> Lesson:
    """Return progress as a lesson, with a table or a picture.

    Args:
        pack: the pack.
        progress: the learner's progress in it.
        picture: shown instead of the table; None for the table.
    """
    content = message(*blocks(pack, progress, picture), Footer(pack.title), private=True, replaces=True)
    return Lesson(content, pack.id)


def blocks(pack: Pack, progress: OwnProgress, picture: Drawing | None = None) -> list[Block]:
    """Return progress as part of a message, with a table or a picture.

    Args:
        pack: the pack.
        progress: the learner's progress in it.
        picture: shown instead of the table; None for the table.
    """
    if not has_begun(progress):
        return _invitation(pack)
    totals = Counter(topics_taught(pack).values())
    rows = tuple(
        (
            topic.title,
            f"{progress.read.get(topic.id, 0)} of {totals[topic.id]}",
            answered.share(progress.tallies.get(topic.id, answered.NOTHING)),
            _learnt(progress.topics.get(topic.id)),
        )
        for topic in pack.topics
    )
    right = sum(tally.right for tally in progress.tallies.values())
    total = sum(tally.total for tally in progress.tallies.values())
    onward = [*answered.onward(pack, progress.tallies, progress.read), Button("Review", encode(StartReview(pack.id)))]
    content: list[Block] = [
        Heading(f"Your progress: {pack.title}"),
        text(answered.greeting(right, total)),
        Facts(_facts(pack, progress)),
    ]
    if picture is None:
        content.append(Table(("Topic", "Read", "Answered right", "Cards known"), rows))
        onward.append(Button("As a picture", encode(ShowProgress(pack.id, picture=True))))
    else:
        content.append(picture)
    return [*content, Buttons(tuple(onward))]


def has_begun(progress: OwnProgress) -> bool:
    """Return whether a learner has read, answered or reviewed anything."""
    return bool(progress.month.given or any(progress.forecast) or sum(progress.read.values()) or progress.tallies)


def _invitation(pack: Pack) -> list[Block]:
    """Return what newcomers see before there's any progress to show."""
    return [
        Heading(f"Your progress: {pack.title}"),
        text("You haven't started yet. Answer three questions, and I'll show you here what you know."),
        Buttons(
            (
                Button("Three questions", encode(StartQuiz(pack.id, questions=3)), Emphasis.PRIMARY),
                Button("Look around first", encode(ShowTopics(pack.id))),
                Button("My flashcards", encode(StartReview(pack.id))),
            )
        ),
    ]


def _facts(pack: Pack, progress: OwnProgress) -> tuple[tuple[str, str], ...]:
    month = progress.month
    facts = [("Days in a row", str(progress.streak))]
    if month.given or any(progress.forecast):
        facts += [
            ("Reviews", f"{progress.today} today, {month.given} in 30 days"),
            ("Remembered when they came back", percent(month.recalled, month.asked)),
            ("Coming back", _forecast(progress.forecast)),
        ]
    learnt = [each for each in pack.objectives if (progress.objectives.get(each.id) or _NO_CARDS).learnt]
    weakest = sorted(learnt, key=lambda each: progress.objectives[each.id].known)[:_WEAKEST]
    if weakest:
        named = "\n".join(
            f"• {each.statement} ({round(100 * progress.objectives[each.id].known)}%)" for each in weakest
        )
        facts.append(("Least known so far", named))
    return tuple(facts)


_NO_CARDS = Mastery(0, 0, 0.0)


def _forecast(forecast: Sequence[int]) -> str:
    return f"{forecast[0]} today, {forecast[1]} tomorrow, {sum(forecast)} within two weeks"


def percent(part: int, whole: int) -> str:
    """Return a part of a whole in per cent; a dash if the whole is 0."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def _learnt(mastery: Mastery | None) -> str:
    return f"{mastery.learnt} of {mastery.cards} ({round(100 * mastery.known)}%)" if mastery else "–"


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
            had = sums.get(topic, answered.NOTHING)
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
        if state.queue is Queue.REVIEW and due is not None and due < ends[-1]:
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
