"""A learner's progress, on both databases."""

from dataclasses import replace

import pytest

from bot.features.learners import settings
from bot.features.progress import own, own_pages
from bot.features.progress.cards import own_card
from bot.features.progress.model import OwnProgress
from bot.features.progress.weeks import over_weeks
from bot.features.quizzes.store import answers
from bot.language.plain import plain
from bot.storage.database import Database
from tests.features.reviews.desk import Learner, asker_named
from tests.packs import pets
from tests.storage.test_store import an_answer


async def stands(learner: Learner) -> OwnProgress:
    study = await settings.study(learner.asker, learner.chosen)
    return await own.standing(learner.pack, learner.asker, study, learner.reviews)


async def review_all(learner: Learner, rating: int) -> int:
    count = 0
    page = await learner.start()
    while (named := learner.shown(page)) is not None and count < 20:
        page = await learner.rate(named, rating)
        count += 1
    return count


@pytest.fixture
def ana(database: Database) -> Learner:
    return Learner(database)


async def test_someone_who_has_done_nothing(ana: Learner) -> None:
    found = await stands(ana)
    assert (found.streak, found.today, found.month.given) == (0, 0, 0)
    assert found.forecast == [0] * 14
    assert all(mastery.known == 0 and mastery.learnt == 0 for mastery in found.topics.values())
    said = plain(own_pages.page(pets(), found).message)
    assert "You haven't started yet." in said
    assert "0" not in said
    assert "–" not in said


async def test_days_in_a_row_count_up_to_yesterday(ana: Learner) -> None:
    await ana.choose(new_cards=1)
    for day in range(4):
        ana.wait(days=1 if day else 0)
        await review_all(ana, 1)  # so that there's always something due
        assert (await stands(ana)).streak == day + 1
    ana.wait(days=1)
    assert (await stands(ana)).streak == 4
    ana.wait(days=3)  # over the weekend, to Monday
    assert (await stands(ana)).streak == 0


async def test_what_comes_back_is_forecast(ana: Learner) -> None:
    count = await review_all(ana, 4)
    found = await stands(ana)
    assert found.today == count == len(ana.reviews.deck(ana.pack).cards)
    assert sum(found.forecast) == count
    assert found.forecast[0] == 0
    ana.wait(days=13)
    found = await stands(ana)
    assert found.forecast[0] == count  # overdue ones count for today
    assert sum(found.forecast) == count


async def test_a_card_that_was_not_known_comes_back_today(ana: Learner) -> None:
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.rate(named, 1)
    assert (await stands(ana)).forecast[0] == 1
    ana.wait(days=1)
    assert (await stands(ana)).forecast[0] == 1, "as many as a reminder says are due"


async def test_remembering_is_counted_on_cards_that_came_back_and_not_on_those_taken_back(ana: Learner) -> None:
    await review_all(ana, 4)
    ana.wait(days=30)
    page = await ana.start()
    for rating in (3, 1, 3):
        named = ana.shown(page)
        assert named is not None
        page = await ana.rate(named, rating)
    undo = ana.undoable(page)
    assert undo is not None
    await ana.reviews.undo(undo, ana.asker)
    month = (await stands(ana)).month
    assert (month.asked, month.recalled) == (2, 1)
    assert "Remembered when they came back: 50%" in plain(own_pages.page(pets(), await stands(ana)).message)


async def test_mastery_grows_with_reviews_and_fades_with_time(ana: Learner) -> None:
    await review_all(ana, 4)
    fresh = await stands(ana)
    assert all(mastery.known > 0.99 for mastery in fresh.topics.values())
    assert fresh.objectives.keys() <= {objective.id for objective in pets().objectives}
    ana.wait(days=200)
    faded = await stands(ana)
    assert all(faded.topics[topic].known < fresh.topics[topic].known for topic in fresh.topics)
    assert "Least known so far" in plain(own_pages.page(pets(), faded).message)
    study = await settings.study(ana.asker, ana.chosen)
    card = own_card(pets(), faded, await over_weeks(pets(), ana.asker, study, ana.reviews))
    assert [bar.title for bar in card.bars] == [topic.title for topic in pets().topics]
    assert all(len(bar.dots) >= 1 for bar in card.bars)


async def test_linked_selves_share_their_progress(database: Database, ana: Learner) -> None:
    other = Learner(database, asker_named("Anna", replace(ana.asker.tenant, key="slack:1")))
    code = plain(await ana.linking.offer(ana.asker)).partition("/link code:")[2][:9]
    await other.linking.accept(other.asker, code)
    named = ana.shown(await ana.start())
    assert named is not None
    await ana.rate(named, 4)
    for learner, right in ((ana, True), (other, False)):
        who = {"tenant": learner.me.tenant, "member": learner.me.member}
        await answers.record(database.writer, an_answer(**who, correct=right))
    for learner in (ana, other):
        found = await stands(learner)
        assert found.month.given == 1
        assert (found.tallies["care"].right, found.tallies["care"].total) == (1, 2)
    await other.linking.separate(other.asker)
    assert (await stands(other)).month.given == 0
    assert (await stands(ana)).tallies["care"].total == 1
