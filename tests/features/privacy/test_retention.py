"""Old data is deleted automatically, on both databases."""

import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.features.learners.store import notices
from bot.features.lessons.store import reads
from bot.features.quizzes.model import Quiz
from bot.features.quizzes.store import answers, quizzes
from bot.language.people import MemberKey
from bot.language.plain import plain
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import (
    answer,
    card,
    challenge,
    challenge_player,
    challenge_turn,
    game,
    game_answer,
    game_board,
    game_event,
    game_result,
    game_venue,
    link_code,
    metadata,
    notice,
    occurrence,
    quiz,
    review,
    schedule,
    seen,
)
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot
from tests.features.games.hosted import Bot as Games
from tests.features.reviews.desk import START, Learner, asker_named
from tests.notices import take
from tests.rows import change, rows
from tests.storage.test_store import an_answer

ROOT = Path(__file__).parents[3]


async def test_old_answers_and_the_reviews_of_those_who_stopped_are_deleted(database: Database) -> None:
    ana, ben, cleo = (Learner(database, asker_named(name)) for name in ("Ana", "Ben", "Cleo"))
    code = plain(await ben.linking.offer(ben.asker)).partition("/link code:")[2][:9]
    await cleo.linking.accept(cleo.asker, code)
    for learner in (ana, ben):
        await review_one(learner)
    cleo.wait(days=80)
    await review_one(cleo)
    for number, days in enumerate((0, 20, 80)):
        at = START + timedelta(days=days)
        await answers.record(database.writer, an_answer(quiz=f"q{number}", at=at))
        reads.add(database.writer, MemberKey("web:a", "ana"), "pets", [f"tip:{number}"], at)
        taken = Quiz("web:a", f"q{number}", "ana", "pets", ("walks",), 1, at)
        await database.transact(partial(quizzes.create, started=taken))
    await database.writer.flush()
    await database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, START + timedelta(days=30)))
    assert await rows(database, select(answer.c.quiz)) == [("q2",)]
    assert await rows(database, select(quiz.c.id)) == [("q2",)]
    assert await rows(database, select(seen.c.item)) == [("tip:2",)]
    reviewers = await rows(database, select(review.c.member).distinct())
    assert sorted(reviewers) == [("ben",), ("cleo",)]  # one learner, who still reviews
    assert await rows(database, select(card.c.member).distinct()) == [("ben",)]


async def review_one(learner: Learner) -> None:
    named = learner.shown(await learner.start())
    assert named is not None
    await learner.rate(named, 4)


@pytest.mark.both_databases
async def test_challenges_that_closed_long_ago_are_deleted(database: Database) -> None:
    bot = Bot(database, FakeClock())
    for hours in (1, 100):
        announced = await bot.say(f"/challenge 1 30 closes:{hours}h")
        await bot.answer("Ana", await bot.begin("Ana", announced))
        bot.clock.go(hours=2)
        await bot.post()
    await database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, bot.clock.now))
    for table in (challenge, challenge_player, challenge_turn):
        assert len(await rows(database, select(table))) == 1  # what is open stays
    bot.close()


async def test_a_game_is_deleted_after_a_while_and_its_results_when_the_operator_says(database: Database) -> None:
    bot = Games(database)
    journal = await bot.start(1, mode="everyone")
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.answer(journal, "Ana")
    await bot.until_over(journal)
    now = bot.clock.now()
    gone = (game, game_event, game_answer, game_venue, game_board)
    await database.transact(lambda transaction: PERSONAL_DATA.expire(transaction, now + timedelta(days=89)))
    assert [await rows(database, select(table)) == [] for table in gone] == [False] * 5
    await database.transact(lambda transaction: PERSONAL_DATA.expire(transaction, now + timedelta(days=91)))
    assert [await rows(database, select(table)) == [] for table in gone] == [True] * 5
    assert len(await rows(database, select(game_result))) == 1
    await database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, now + timedelta(days=1)))
    assert await rows(database, select(game_result)) == []
    await bot.close()


async def test_a_game_that_is_on_stays_however_old(database: Database) -> None:
    bot = Games(database)
    await bot.start(1, mode="everyone")
    later = bot.clock.now() + timedelta(days=1000)
    await database.transact(lambda transaction: PERSONAL_DATA.expire(transaction, later))
    await database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, later))
    assert len(await rows(database, select(game))) == len(await rows(database, select(game_venue))) == 1
    await bot.close()


async def test_the_schedule_of_a_challenge_is_deleted_with_it(database: Database) -> None:
    bot = Bot(database, FakeClock())
    await bot.say("/challenge 1 30 closes:1h")
    bot.clock.go(hours=2)
    await bot.post()
    assert len(await rows(database, select(schedule))) == 2  # its results, and its nudge
    await database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, bot.clock.now))
    assert await rows(database, select(schedule)) == await rows(database, select(occurrence)) == []
    bot.close()


async def test_old_codes_and_notices_that_were_told_are_deleted(database: Database) -> None:
    ana = Learner(database, asker_named("Ana"))
    await ana.linking.offer(ana.asker)
    for subject, told in (("one", START), ("two", None)):
        await database.transact(partial(notices.add, tenant="web:a", subject=subject, sentence="", at=START))
        if told is not None:
            await take(database, "web:a", told)
    for days, left in ((89, (1, 2)), (91, (0, 1))):
        at = START + timedelta(days=days)
        await database.transact(partial(PERSONAL_DATA.expire, now=at))
        assert (len(await rows(database, select(link_code))), len(await rows(database, select(notice)))) == left


def test_the_docs_say_when_the_rows_of_every_table_are_deleted() -> None:
    """Compare them with the table in docs/privacy.md, whose first column names them."""
    lines = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "privacy.md").read_text(), re.MULTILINE)
    named = [name for line in lines for name in re.findall(r"`(\w+)`", line)]
    assert sorted(named) == sorted(metadata.tables)


async def test_reviews_whose_time_cannot_be_read_keep_no_others(sqlite_database: Database) -> None:
    """On SQLite only: PostgreSQL accepts nothing but numbers there."""
    for name in ("Ana", "Ben", "Cleo"):
        await review_one(Learner(sqlite_database, asker_named(name)))
    await change(sqlite_database, text("UPDATE review SET at = 'of old' WHERE member = 'ben'"))
    await sqlite_database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, START + timedelta(days=30)))
    assert await rows(sqlite_database, select(review.c.member)) == [("ben",)]
