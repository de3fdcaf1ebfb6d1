"""What is old goes by itself, on both databases."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot.features.learners import linking
from bot.features.lessons.store.reads import Marks
from bot.features.privacy.store import retention
from bot.features.quizzes.model import Quiz
from bot.features.quizzes.store import answers, quizzes
from bot.language.plain import plain
from bot.storage.database import Database
from bot.storage.tables import answer, card, challenge, challenge_player, challenge_turn, quiz, review, seen
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot
from tests.features.reviews.desk import START, Learner, asker_named
from tests.storage.test_store import an_answer


async def test_old_answers_and_the_reviews_of_those_who_stopped_go(database: Database) -> None:
    ana, ben, cleo = (Learner(database, asker_named(name)) for name in ("Ana", "Ben", "Cleo"))
    code = plain(await linking.offer(ben.asker, database)).partition("/link code:")[2][:9]
    await linking.accept(cleo.asker, code, database)
    for learner in (ana, ben):
        await review_one(learner)
    cleo.wait(days=80)
    await review_one(cleo)
    marks = Marks(database.writer)
    for number, days in enumerate((0, 20, 80)):
        at = START + timedelta(days=days)
        await answers.record(database.writer, an_answer(quiz=f"q{number}", at=at))
        marks.add("web:a", "ana", "pets", (f"tip:{number}",), at)
        taken = Quiz("web:a", f"q{number}", "ana", "pets", ("walks",), 1, at)
        await database.transact(partial(quizzes.create, started=taken))
    await database.writer.flush()
    await database.transact(lambda transaction: retention.prune(transaction, START + timedelta(days=30)))
    async with database.reading() as connection:
        assert (await connection.execute(select(answer.c.quiz))).scalars().all() == ["q2"]
        assert (await connection.execute(select(quiz.c.id))).scalars().all() == ["q2"]
        assert (await connection.execute(select(seen.c.item))).scalars().all() == ["tip:2"]
        reviewers = (await connection.execute(select(review.c.member).distinct())).scalars()
        assert sorted(reviewers) == ["ben", "cleo"]  # one learner, who still reviews
        assert set((await connection.execute(select(card.c.member).distinct())).scalars()) == {"ben"}


async def review_one(learner: Learner) -> None:
    named = learner.shown(await learner.start())
    assert named is not None
    await learner.rate(named, 4)


async def test_challenges_that_closed_long_ago_go(database: Database) -> None:
    bot = Bot(database, FakeClock())
    for hours in (1, 100):
        announced = await bot.say(f"/challenge 1 30 closes:{hours}h")
        await bot.answer("Ana", await bot.begin("Ana", announced))
        bot.clock.go(hours=2)
        await bot.post()
    await database.transact(lambda transaction: retention.prune(transaction, bot.clock.now))
    async with database.reading() as connection:
        for table in (challenge, challenge_player, challenge_turn):
            assert len((await connection.execute(select(table))).all()) == 1  # what is open stays
    bot.close()
