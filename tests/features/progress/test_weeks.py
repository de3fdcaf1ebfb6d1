"""Week by week: what was done, what comes back, what's remembered; on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.features.learners import settings
from bot.features.progress import team
from bot.features.progress.cards import own_card, team_weeks
from bot.features.progress.model import OverWeeks, TeamReport, Together
from bot.features.progress.own import standing
from bot.features.progress.weeks import COMING, PAST, over_weeks
from bot.features.quizzes.store import answers
from bot.pictures.progress import alt_text
from bot.storage.database import Database
from tests.features.progress.test_progress import review_all
from tests.features.reviews.desk import START, Learner, asker_named
from tests.packs import pets
from tests.storage.test_store import an_answer


@pytest.fixture
def ana(database: Database) -> Learner:
    return Learner(database)


async def weeks_of(learner: Learner) -> OverWeeks:
    study = await settings.study(learner.asker, learner.chosen)
    return await over_weeks(learner.pack, learner.asker, study, learner.reviews)


async def answer(learner: Learner, database: Database, *, right: bool, pack: str = "pets", **ago: float) -> None:
    at = learner.asker.at - timedelta(**ago)
    who = {"tenant": learner.me.tenant, "member": learner.me.member}
    given = an_answer(**who, quiz=f"{at}{right}{pack}", correct=right, at=at, pack=pack)
    assert await answers.record(database.writer, given)


@pytest.mark.both_databases
async def test_someone_who_has_done_nothing_has_empty_weeks(ana: Learner) -> None:
    found = await weeks_of(ana)
    assert len(found.past) == PAST
    assert all((week.right, week.wrong, week.reviews.given) == (0, 0, 0) for week in found.past)
    assert list(found.coming) == [0] * COMING
    assert list(found.expected) == []


async def test_answers_count_for_the_week_that_they_were_given_in(ana: Learner, database: Database) -> None:
    for days, right in ((0, True), (0, False), (6, True), (7, True), (54, False)):
        await answer(ana, database, right=right, days=days)
    await answer(ana, database, right=True, days=56)  # before the first week
    await answer(ana, database, right=True, days=1, pack="other")
    found = await weeks_of(ana)
    assert [(week.right, week.wrong) for week in found.past] == [(0, 1), *[(0, 0)] * 5, (1, 0), (2, 1)]
    assert found.past[-1].begins == date(2026, 2, 24)
    assert found.past[0].begins == date(2026, 1, 6)


async def test_a_week_ends_with_the_learners_day(ana: Learner, database: Database) -> None:
    """In Auckland it's 22:00 at the start; the day, and so the week, ends at 04:00 there, which is 15:00 UTC."""
    await ana.choose(zone="Pacific/Auckland")
    await answer(ana, database, right=True, days=7, hours=-5, minutes=-59)  # one minute before the week ends
    await answer(ana, database, right=True, days=7, hours=-6, minutes=-1)
    found = await weeks_of(ana)
    assert [week.right for week in found.past][-2:] == [1, 1]


async def test_what_was_reviewed_and_what_comes_back(ana: Learner) -> None:
    count = await review_all(ana, 4)
    found = await weeks_of(ana)
    assert found.past[-1].reviews.given == count
    assert sum(found.coming) <= count
    assert found.expected[0] > 0.99
    assert list(found.expected) == sorted(found.expected, reverse=True)
    assert len(found.expected) == COMING + 1
    ana.wait(days=60)
    later = await weeks_of(ana)
    assert all(week.reviews.given == 0 for week in later.past)
    assert later.coming[0] == count  # overdue ones come first
    assert later.expected[0] < found.expected[0]


async def test_remembering_counts_in_its_own_week(ana: Learner) -> None:
    await review_all(ana, 4)
    ana.wait(days=30)
    page = await ana.start()
    for rating in (3, 1):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, rating)
    found = await weeks_of(ana)
    assert [(week.reviews.asked, week.reviews.recalled) for week in found.past if week.reviews.asked] == [(2, 1)]


async def test_linked_selves_share_their_weeks(database: Database, ana: Learner) -> None:
    other = Learner(database, asker_named("Anna", replace(ana.asker.tenant, key="slack:1")))
    code = (await ana.linking.offer(ana.asker)).blocks
    said = "".join(str(block) for block in code)
    await other.linking.accept(other.asker, said.partition("/link code:")[2][:9])
    await answer(ana, database, right=True)
    await answer(other, database, right=False)
    for learner in (ana, other):
        week = (await weeks_of(learner)).past[-1]
        assert (week.right, week.wrong) == (1, 1)


async def test_a_beginners_picture_has_no_empty_bars(ana: Learner, database: Database) -> None:
    await answer(ana, database, right=True)
    study = await settings.study(ana.asker, ana.chosen)
    stands = await standing(ana.pack, ana.asker, study, ana.reviews)
    card = own_card(pets(), stands, await weeks_of(ana))
    assert card.bars == ()
    assert card.forecast == ()
    assert card.expected == ()
    assert ("1 of 1", "questions right") in card.figures
    assert "review a few cards" in card.footer
    assert "1 of 1 right" in alt_text(card)


async def test_someone_who_reviews_sees_what_to_expect(ana: Learner) -> None:
    await review_all(ana, 4)
    study = await settings.study(ana.asker, ana.chosen)
    stands = await standing(ana.pack, ana.asker, study, ana.reviews)
    card = own_card(pets(), stands, await weeks_of(ana))
    assert len(card.bars) == len(pets().topics)
    assert "if you stop reviewing" in alt_text(card)
    assert "reviews in 30 days" in alt_text(card)


def report_of(*weeks: Together | None) -> TeamReport:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    return TeamReport(
        members=6,
        everything=Together(30, 40, 0),
        weeks=[start + timedelta(days=7 * number) for number in range(len(weeks))],
        objectives=(),
        missed=(),
        favoured=(),
        named=(),
        missing=(),
        by_week=weeks,
        beliefs=(),
    )


def test_a_teams_picture_leaves_out_weeks_with_too_few_people() -> None:
    card = team_weeks(pets(), report_of(Together(9, 10, 5), None, Together(21, 30, 6)))
    assert card is not None
    assert [(week.begins, week.right, week.wrong) for week in card.weeks] == [
        ("5 Jan", 9, 1),
        ("12 Jan", 0, 0),
        ("19 Jan", 21, 9),
    ]
    assert [week.remembered for week in card.weeks] == [0.9, None, 0.7]
    assert "12 Jan" not in alt_text(card)
    assert "reviewed" not in alt_text(card)


def test_a_team_of_one_week_has_no_picture_of_weeks() -> None:
    assert team_weeks(pets(), report_of(None, Together(9, 10, 5))) is None


async def test_a_week_of_four_people_is_withheld(database: Database) -> None:
    for number in range(6):
        for days in (1, 20):
            if number < 4 or days == 1:
                at = START - timedelta(days=days)
                given = an_answer(member=f"m{number}", quiz=f"{number}{days}", at=at, tenant="web:a")
                assert await answers.record(database.writer, given)
    report = await database.read(lambda transaction: team.report(transaction, "web:a", pets(), START))
    assert report is not None
    assert [None if week is None else week.members for week in report.by_week] == [None] * 7 + [6]
