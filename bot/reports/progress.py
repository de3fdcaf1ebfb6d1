"""Progress: what a learner has read, answered and reviewed, how well it is known, and what comes back when."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.actions import ShowProgress, StartReview
from bot.call import Asker
from bot.content.model import Pack
from bot.lessons import progress as answered
from bot.lessons.lesson import Lesson, key, teachings
from bot.lessons.settings import Study
from bot.message import Block, Button, Buttons, Facts, Footer, Heading, Image, Table, message, text
from bot.pictures.progress import Bar, ProgressCard
from bot.press import encode
from bot.reviews.deck import Deck
from bot.reviews.scheduling import day_start, learning_day, retrievability
from bot.reviews.session import Reviews
from bot.store import answers, cards, review_statistics, seen
from bot.store.answers import Tally
from bot.store.cards import ABSENT_POSITION, CardState
from bot.store.database import Database
from bot.store.learners import Learner
from bot.store.review_statistics import Counted
from bot.store.reviews import Opened
from bot.store.transaction import Transaction

FORECAST = 14
"""Days for which is foretold what comes back."""

_LONGEST_STREAK = 1_000
_MONTH = timedelta(days=30)
_WEAKEST = 3
"""Objectives named as those to look at next."""


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well something is known.

    Args:
        learnt: its cards that have been learnt.
        cards: all its cards.
        known: the share (0…1) of all its cards that would be remembered now, as FSRS expects.
    """

    learnt: int
    cards: int
    known: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner stands.

    Args:
        streak: days in a row with a review, up to today or yesterday.
        today: reviews of today.
        month: those of the last 30 days.
        forecast: cards that come back in each of the next days, today first, with those that are overdue.
        topics, objectives: mastery by id.
        tallies: quiz answers by topic.
        read: items read by topic.
    """

    streak: int
    today: int
    month: Counted
    forecast: Sequence[int]
    topics: Mapping[str, Mastery]
    objectives: Mapping[str, Mastery]
    tallies: Mapping[str, Tally]
    read: Mapping[str, int]


async def standing(pack: Pack, asker: Asker, study: Study, reviews: Reviews, database: Database) -> Standing:
    """How a learner stands in a pack, over all selves that they have linked."""
    days = _days(asker.at, study)

    def look(
        transaction: Transaction, opened: Opened
    ) -> tuple[list[CardState], Learner, int, Counted, Counted, list[int]]:
        until = days[0][1]
        return (
            cards.everything(transaction, opened.shelf),
            opened.learner,
            _streak(transaction, opened.learner, asker.at, study),
            review_statistics.counted(transaction, opened.learner, days[0][0], until),
            review_statistics.counted(transaction, opened.learner, until - _MONTH, until),
            review_statistics.forecast(
                transaction, opened.shelf, [(datetime(1970, 1, 1, tzinfo=UTC), until), *days[1:]]
            ),
        )

    states, learner, streak, today, month, forecast = await reviews.look(pack, asker, look)
    tallies: dict[str, Tally] = {}
    keys: set[str] = set()
    async with database.read() as connection:
        for tenant, member in learner.selves:
            for topic, tally in (await answers.tally(connection, tenant, member, pack.id)).items():
                had = tallies.get(topic, answered.NOTHING)
                tallies[topic] = Tally(had.right + tally.right, had.total + tally.total)
            keys |= await seen.items(connection, tenant, member, pack.id)
    return Standing(
        streak=streak,
        today=today.given,
        month=month,
        forecast=forecast,
        topics=_mastery(reviews.deck(pack), states, asker.at, by_objective=False),
        objectives=_mastery(reviews.deck(pack), states, asker.at, by_objective=True),
        tallies=tallies,
        read=Counter(pack.topic_of(item).id for item in teachings(pack) if key(item) in keys),
    )


def page(pack: Pack, stands: Standing, picture: Image | None = None) -> Lesson:
    """Progress in words, or with its picture instead of the table."""
    said = message(*blocks(pack, stands, picture), Footer(pack.title), private=True, replaces=True)
    return Lesson(said, pack.id)


def blocks(pack: Pack, stands: Standing, picture: Image | None = None) -> list[Block]:
    """The same as part of a message."""
    there_is = Counter(pack.topic_of(item).id for item in teachings(pack))
    rows = tuple(
        (
            topic.title,
            f"{stands.read.get(topic.id, 0)} of {there_is[topic.id]}",
            answered.share(stands.tallies.get(topic.id, answered.NOTHING)),
            _learnt(stands.topics.get(topic.id)),
        )
        for topic in pack.topics
    )
    right = sum(tally.right for tally in stands.tallies.values())
    total = sum(tally.total for tally in stands.tallies.values())
    onward = [*answered.onward(pack, stands.tallies, stands.read), Button("Review", encode(StartReview(pack.id)))]
    shown: list[Block] = [
        Heading(f"Your progress: {pack.title}"),
        text(answered.greeting(right, total)),
        Facts(_facts(pack, stands)),
    ]
    if picture is None:
        shown.append(Table(("Topic", "Read", "Answered right", "Cards known"), rows))
        onward.append(Button("As a picture", encode(ShowProgress(pack.id, picture=True))))
    else:
        shown.append(picture)
    return [*shown, Buttons(tuple(onward))]


def card(pack: Pack, stands: Standing) -> ProgressCard:
    """What the picture shows."""
    objectives: dict[str, list[float]] = defaultdict(list)
    for objective in pack.objectives:
        mastery = stands.objectives.get(objective.id)
        if mastery is not None:
            objectives[objective.topic].append(round(mastery.known, 2))
    bars = tuple(
        Bar(topic.title, round(stands.topics[topic.id].known, 2), tuple(objectives[topic.id]))
        for topic in pack.topics
        if topic.id in stands.topics
    )
    return ProgressCard(
        title="Your progress",
        subtitle=pack.title,
        figures=(
            (str(stands.streak), "day in a row" if stands.streak == 1 else "days in a row"),
            (str(stands.month.given), "reviews in 30 days"),
            (_percent(stands.month.recalled, stands.month.asked), "remembered"),
        ),
        bars=bars,
        forecast=tuple(stands.forecast),
        footer=f"{pack.title} · a dot is an objective, filled as far as it is known",
    )


def _facts(pack: Pack, stands: Standing) -> tuple[tuple[str, str], ...]:
    month = stands.month
    facts = [
        ("Days in a row", str(stands.streak)),
        ("Reviews", f"{stands.today} today, {month.given} in 30 days"),
        ("Remembered when they came back", _percent(month.recalled, month.asked)),
        ("Coming back", _forecast(stands.forecast)),
    ]
    begun = [each for each in pack.objectives if (stands.objectives.get(each.id) or _NO_CARDS).learnt]
    weakest = sorted(begun, key=lambda each: stands.objectives[each.id].known)[:_WEAKEST]
    if weakest:
        named = "\n".join(
            f"• {each.statement} ({round(100 * stands.objectives[each.id].known)} %)" for each in weakest
        )
        facts.append(("Least known of what you have begun", named))
    return tuple(facts)


_NO_CARDS = Mastery(0, 0, 0.0)


def _forecast(forecast: Sequence[int]) -> str:
    return f"{forecast[0]} today, {forecast[1]} tomorrow, {sum(forecast)} within two weeks"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def _learnt(mastery: Mastery | None) -> str:
    return f"{mastery.learnt} of {mastery.cards} ({round(100 * mastery.known)} %)" if mastery else "–"


def _days(at: datetime, study: Study) -> list[tuple[datetime, datetime]]:
    """The learner's next days, today first, as (beginning, end)."""
    today = learning_day(at, study.zone)
    starts = [day_start(today + timedelta(days=number), study.zone) for number in range(FORECAST + 1)]
    return list(pairwise(starts))


def _streak(transaction: Transaction, learner: Learner, at: datetime, study: Study) -> int:
    """Days in a row with a review; today counts once there is one, and breaks nothing before."""
    today = learning_day(at, study.zone)

    def has_review(back: int) -> bool:
        day = today - timedelta(days=back)
        since, until = day_start(day, study.zone), day_start(day + timedelta(days=1), study.zone)
        return review_statistics.reviewed(transaction, learner, since, until)

    first = 0 if has_review(0) else 1
    length = 0
    while length < _LONGEST_STREAK and has_review(first + length):
        length += 1
    return length


def _mastery(deck: Deck, states: Sequence[CardState], at: datetime, *, by_objective: bool) -> dict[str, Mastery]:
    chances: dict[str, list[float | None]] = defaultdict(list)
    for state in states:
        if state.position == ABSENT_POSITION:
            continue
        chance = None if state.memory.stability is None else retrievability(state.memory, at)
        flashcard = deck.by_id[state.card]
        for group in flashcard.item.objectives if by_objective else (deck.topics[state.card],):
            chances[group].append(chance)
    return {
        group: Mastery(
            learnt=sum(chance is not None for chance in each),
            cards=len(each),
            known=sum(chance or 0.0 for chance in each) / len(each),
        )
        for group, each in chances.items()
    }
