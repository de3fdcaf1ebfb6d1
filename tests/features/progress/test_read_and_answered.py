"""Progress in what a member has read and answered, by topic, and where to go on."""

from bot.features.learners import settings
from bot.features.lessons.actions import ShowTopic
from bot.features.lessons.lesson import Lesson
from bot.features.lessons.store import reads
from bot.features.progress import own, own_pages
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.model import Answer
from bot.features.quizzes.store import answers
from bot.language.actions import Action, decode
from bot.language.message import Message, Table
from bot.language.people import Tenant
from bot.language.plain import buttons, plain
from bot.language.rich_text import in_words
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.reviews.desk import Learner
from tests.packs import pets

PETS = pets()


async def give(database: Database, topic: str, *marks: bool, member: str = "ana", tenant: str = "") -> None:
    """Record a member's answers on a topic, right or wrong."""
    for position, correct in enumerate(marks):
        given = Answer(
            tenant=tenant or asker().tenant.key,
            quiz=f"{member}-{topic}",
            position=position,
            member=member,
            pack="pets",
            question="walks-choice",
            topic=topic,
            correct=correct,
            given="0",
            at=NOW,
            credit=100 * correct,
        )
        assert await answers.record(database.writer, given)


async def progress_of_ana(database: Database) -> Lesson:
    learner = Learner(database)
    study = await settings.study(asker(), learner.chosen)
    return own_pages.page(PETS, await own.standing(PETS, asker(), study, learner.reviews))


def rows(said: Message) -> dict[str, tuple[str, ...]]:
    table = next(block for block in said.blocks if isinstance(block, Table))
    return {name: tuple(cells[:2]) for name, *cells in (tuple(map(in_words, row)) for row in table.rows)}


def onward(said: Message) -> list[Action]:
    pressed = [decode(button.press) for button in buttons(said)]
    return [each for each in pressed if isinstance(each, StartQuiz | ShowTopic)]


async def test_a_newcomer_is_invited(database: Database) -> None:
    lesson = await progress_of_ana(database)
    said = plain(lesson.message)
    assert "You haven't started yet." in said
    assert onward(lesson.message) == [StartQuiz("pets", questions=3)]
    assert lesson.message.private
    assert lesson.shown == ()


async def test_what_was_read_and_answered_is_counted_by_topic(database: Database) -> None:
    await give(database, "care", True, True, False)
    await give(database, "home", False)
    reads.add(database.writer, asker().key, "pets", ["tip:walk", "term:aquarium", "tip:gone"], NOW)
    await give(database, "home", True, member="ben")  # this write waits for the earlier ones
    said = (await progress_of_ana(database)).message
    assert rows(said) == {"Daily care": ("1 of 7", "2 of 3"), "The home": ("1 of 3", "0 of 1")}
    assert "2 of 4 answers right so far (50%)." in plain(said)
    assert "Reviews" not in plain(said), "nobody reviews yet, so there's nothing to count"


async def test_shares_are_rounded_as_on_the_leaderboard(database: Database) -> None:
    await give(database, "care", True, True, False)
    assert "2 of 3 answers right so far (67%)." in plain((await progress_of_ana(database)).message)


async def test_a_topic_that_is_not_begun_is_only_named(database: Database) -> None:
    await give(database, "care", True)
    said = (await progress_of_ana(database)).message
    assert list(rows(said)) == ["Daily care"]
    assert "New to you: The home" in plain(said)


async def test_others_answers_and_other_tenants_do_not_count(database: Database) -> None:
    await give(database, "care", True, member="ben")
    await give(database, "care", True, tenant=Tenant("discord:1", "Elsewhere").key)
    assert "You haven't started yet." in plain((await progress_of_ana(database)).message)


async def test_it_leads_to_what_is_weakest_and_what_is_unread(database: Database) -> None:
    await give(database, "care", True, True, True)
    await give(database, "home", False, False, False)
    reads.add(database.writer, asker().key, "pets", ["tip:walk"], NOW)
    await give(database, "care", True, member="ben")  # as above, waits for the earlier write
    assert onward((await progress_of_ana(database)).message) == [
        StartQuiz("pets", "home"),
        ShowTopic("pets", "home"),
    ]
