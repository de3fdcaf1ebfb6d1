"""Days in a row: what counts, what doesn't break the row, and what does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.challenges.model import Challenge, Participant, TurnAnswer
from bot.features.challenges.store import challenges, participants
from bot.features.learners import settings
from bot.features.lessons.store import reads, tips
from bot.features.progress import own
from bot.features.progress.streaks import Rated, free_days, row_of
from bot.features.quizzes.store import answers
from bot.language.plain import plain
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.reviews.desk import Learner, asker_named
from tests.storage.test_store import an_answer

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def days_of(*numbers: int) -> frozenset[date]:
    return frozenset(MONDAY + number * DAY for number in numbers)


def streak(today: int, learned: Sequence[int], free: Sequence[int] = ()) -> int:
    return row_of(MONDAY + today * DAY, days_of(*learned), lambda day: day in days_of(*free)).days


@pytest.mark.parametrize(
    ("today", "learned", "free", "expected"),
    [
        (0, [], [], 0),
        (0, [0], [], 1),
        (1, [0], [], 1),  # today isn't over
        (2, [0], [], 0),
        (2, [0], [1], 1),  # nothing was due yesterday
        (4, [0, 4], [1, 2], 1),
        (4, [0, 4], [1, 2, 3], 2),
        (7, [4], [], 1),  # Friday to Monday
        (7, [4, 7], [], 2),
        (7, [4, 5, 7], [], 3),  # a Saturday counts if it's used
        (8, [4], [], 0),  # Monday has passed
        (9, [0, 1, 2, 3, 4, 7, 8, 9], [], 8),
        (5, [3], [], 0),  # a weekend doesn't make up for Friday
    ],
)
def test_a_row_goes_on(today: int, learned: Sequence[int], free: Sequence[int], expected: int) -> None:
    assert streak(today, learned, free) == expected


_DAYS = st.frozensets(st.integers(0, 40), max_size=30)


@given(_DAYS, _DAYS, st.integers(0, 40))
def test_a_row_counts_days_of_learning_with_no_working_day_lost_between(
    learned: frozenset[int], free: frozenset[int], today: int
) -> None:
    row = row_of(MONDAY + today * DAY, days_of(*learned), lambda day: day in days_of(*free))
    lost = [
        day
        for day in range(today)
        if day not in learned
        and day not in free
        and (MONDAY + day * DAY).weekday() < 5
        and day >= min(learned, default=99)
    ]
    since = max(lost, default=-1)
    assert row.days == len([day for day in learned if since < day <= today])


@given(_DAYS, _DAYS, st.integers(0, 40), st.integers(0, 40))
def test_learning_more_never_shortens_a_row(
    learned: frozenset[int], free: frozenset[int], today: int, more: int
) -> None:
    assert streak(today, list(learned | {more}), list(free)) >= streak(today, list(learned), list(free))


@given(_DAYS, _DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_day_with_nothing_due_never_shortens_a_row(
    learned: frozenset[int], free: frozenset[int], today: int, more: int
) -> None:
    assert streak(today, list(learned), list(free | {more})) >= streak(today, list(learned), list(free))


_HISTORY = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 12), st.booleans()), max_size=25)
"""Each is a card, days since the last event, days until the card is due, and whether the rating is taken back."""


@given(_HISTORY, st.integers(0, 20))
def test_free_days_are_those_with_cards_waiting_and_none_due(
    history: list[tuple[int, int, int, bool]], after: int
) -> None:
    log: list[Rated] = []
    day, numbers = 0, dict.fromkeys(range(3), 0)
    due: dict[int, int] = {}
    expected: set[date] = set()
    events: dict[int, list[tuple[int, int | None]]] = {}
    before: dict[int, list[int | None]] = {card: [] for card in range(3)}
    for card, wait, interval, undo in history:
        day += wait
        numbers[card] += 1
        log.append(Rated(("pets", str(card)), numbers[card], MONDAY + day * DAY, MONDAY + (day + interval) * DAY))
        events.setdefault(day, []).append((card, day + interval))
        if undo:
            numbers[card] += 1
            log.append(Rated(("pets", str(card)), numbers[card], MONDAY + day * DAY, None))
            events[day].append((card, None))
    today = day + after
    for now in range(today + 1):
        for card, until in events.get(now, ()):
            if until is None:
                earlier = before[card].pop()
                due.pop(card) if earlier is None else due.update({card: earlier})
            else:
                before[card].append(due.get(card))
                due[card] = until
        if now not in events and due and all(each > now for each in due.values()):
            expected.add(MONDAY + now * DAY)
    found = free_days(MONDAY, MONDAY + today * DAY, reversed(log))
    assert found - {MONDAY + now * DAY for now in events} == expected


async def row(learner: Learner) -> int:
    study = await settings.study(learner.asker, learner.chosen)
    return (await own.standing(learner.pack, learner.asker, study, learner.reviews)).streak


@pytest.fixture
def ana(database: Database) -> Learner:
    return Learner(database)  # on a Monday, at nine


async def review_all(learner: Learner, rating: int) -> None:
    page = await learner.start()
    while (named := learner.shown(page)) is not None:
        page = await learner.rate(named, rating)


async def answer(learner: Learner, quiz: str) -> None:
    given = an_answer(tenant=learner.me.tenant, member=learner.me.member)
    await answers.record(learner.database.writer, replace(given, quiz=quiz, at=learner.asker.at))


async def test_every_way_of_learning_counts(ana: Learner) -> None:
    await answer(ana, "monday")
    assert await row(ana) == 1
    ana.wait(days=1)
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.rate(named, 1)
    assert await row(ana) == 2
    ana.wait(days=1)
    reads.add(ana.database.writer, ana.me, "pets", ["tip:walk"], ana.asker.at)
    await ana.database.writer.flush()
    assert await row(ana) == 3
    ana.wait(days=1)
    tip, at = ana.pack.tips[0], ana.asker.at
    await ana.database.transact(lambda transaction: tips.say(transaction, ana.me, "pets", tip.id, at, known=True))
    assert await row(ana) == 4
    ana.wait(days=4)  # Monday: the weekend doesn't matter, but Friday is lost, as a card was due
    assert await row(ana) == 0


async def test_somebody_elses_learning_does_not_count(ana: Learner) -> None:
    ben = Learner(ana.database, asker_named("Ben"))
    await answer(ben, "theirs")
    assert (await row(ana), await row(ben)) == (0, 1)


async def test_quizzes_alone_need_no_weekend(ana: Learner) -> None:
    for number in range(12):
        if ana.asker.at.weekday() < 5:
            await answer(ana, f"day-{number}")
        ana.wait(days=1)
    assert await row(ana) == 10
    ana.wait(days=1)
    assert await row(ana) == (10 if ana.asker.at.weekday() in (5, 6, 0) else 0)


async def test_someone_who_has_reviewed_all_keeps_the_row_until_a_card_comes_back(ana: Learner) -> None:
    await review_all(ana, 4)
    earliest = min(state.memory.due for state in await ana.reviews.states(ana.pack, ana.asker) if state.memory.due)
    while ana.asker.at + DAY < earliest:
        ana.wait(days=1)
        assert await row(ana) == 1
    ana.wait(days=1)  # something is due today
    assert await row(ana) == 1
    while ana.asker.at.weekday() != 2:
        ana.wait(days=1)
    ana.wait(days=1)
    assert await row(ana) == 0  # at least Wednesday passed with cards due
    await review_all(ana, 3)
    assert await row(ana) == 1


async def test_cards_put_away_are_not_due(ana: Learner) -> None:
    first = ana.shown(await ana.start())
    assert first is not None
    again = ana.undoable(await ana.rate(first, 1))
    assert again is not None
    await ana.reviews.put_aside(again, ana.asker, for_good=True)
    await review_all(ana, 4)
    ana.wait(days=2)
    assert await row(ana) == 1
    await ana.reviews.bring_back(ana.pack, ana.asker)
    assert await row(ana) == 0


async def test_an_answer_in_a_challenge_counts_before_it_closes(ana: Learner) -> None:
    at, tenant, member = ana.asker.at, ana.me.tenant, ana.me.member
    made = Challenge(
        tenant, "c1", "general", "#general", "pets", "", ("tank-text",), 1, timedelta(seconds=30), 1, at, at + 7 * DAY
    )

    def take(transaction: Transaction) -> None:
        challenges.add(transaction, made)
        participants.join(transaction, made, Participant(member, "Ana", ""), at)
        participants.show(transaction, made, member, 0, at)
        assert participants.answer(transaction, made, member, 0, TurnAnswer("aquarium", True, at, 100))

    assert await row(ana) == 0
    await ana.database.transact(take)
    assert await row(ana) == 1


async def test_linked_selves_share_one_row(ana: Learner) -> None:
    there = Learner(ana.database, asker_named("Anna", replace(ana.asker.tenant, key="slack:1")))
    await answer(ana, "monday")
    there.wait(days=1)
    await answer(there, "tuesday")
    code = plain(await ana.linking.offer(ana.asker)).partition("/link code:")[2][:9]
    await there.linking.accept(replace(there.asker, at=ana.asker.at), code)
    assert await row(there) == 2


async def test_a_long_row_is_counted_whole(ana: Learner) -> None:
    for number in range(100):
        await answer(ana, f"day-{number}")
        ana.wait(days=1)
    assert await row(ana) == 100


async def test_the_day_turns_by_the_learners_zone(ana: Learner) -> None:
    await ana.choose(zone="Pacific/Auckland")
    ana.asker = replace(ana.asker, at=datetime(2026, 3, 2, 14, 59, tzinfo=UTC))  # 03:59 on Tuesday there
    await answer(ana, "late")
    ana.asker = replace(ana.asker, at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    await answer(ana, "early")
    assert await row(ana) == 2
