"""Tips: a place sees each one before any comes again, no matter who asks."""

from datetime import timedelta
from itertools import count

import pytest

from bot.features.authoring.actions import ReportItem
from bot.features.lessons.actions import SayOfTip, ShowTip, ShowTopic
from bot.features.lessons.model import TipShelf
from bot.features.lessons.tip import TipRequest, Tips
from bot.features.lessons.tip_pages import post, show
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.model import Answer
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.language.actions import decode
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.features.lessons.asking import asker
from tests.packs import pets

PETS = pets()
CARE, HOME = PETS.topics


async def titles(chooser: Tips, number: int, **where: str) -> list[str]:
    """The ids of the next tips."""
    return [(await chooser.next(PETS, None, asker(minute=minute, **where))).shown[0][4:] for minute in range(number)]


async def test_a_place_sees_each_tip_once_before_any_comes_again(database: Database) -> None:
    chooser = Tips(database)
    shown = [
        (await chooser.next(PETS, None, asker(name, minute=minute))).shown
        for minute, name in enumerate(("Ana", "Ben", "Cleo") * 2)
    ]
    assert sorted(shown[:3]) == sorted(shown[3:]) == [("tip:sand",), ("tip:walk",), ("tip:water",)]
    assert shown[3] != shown[2]


async def test_each_place_has_its_own_rounds_and_its_own_order(database: Database) -> None:
    chooser = Tips(database)
    orders = [await titles(chooser, 3, place=f"place{number}") for number in range(12)]
    assert {tuple(sorted(order)) for order in orders} == {("sand", "walk", "water")}
    assert len({tuple(order) for order in orders}) > 2


async def test_a_topic_keeps_to_itself(database: Database) -> None:
    chooser = Tips(database)
    shown = {(await chooser.next(PETS, CARE, asker(minute=minute))).shown for minute in range(6)}
    assert shown == {("tip:walk",), ("tip:sand",)}


async def test_a_topic_without_tips_is_refused(sqlite_database: Database) -> None:
    pack = PETS.model_copy(update={"tips": PETS.tips[:2]})
    with pytest.raises(Refusal, match=r"There are no tips on The home yet; try another topic\."):
        await Tips(sqlite_database).next(pack, HOME, asker())
    empty = PETS.model_copy(update={"tips": ()})
    with pytest.raises(Refusal, match=r"no tips in Pets compared yet; suggest one with /suggest tip"):
        await Tips(sqlite_database).next(empty, None, asker())


async def test_what_the_team_answers_wrong_comes_sooner(database: Database) -> None:
    numbers = count()

    async def answer(question: str, *, correct: bool, days_ago: int = 1, tenant: str = "web:playground") -> None:
        at = asker().at - timedelta(days=days_ago)
        given = Answer(
            tenant, f"q{next(numbers)}", 0, "ben", "pets", question, "care", correct, "1", at, 100 * correct
        )
        assert await answers.record(database.writer, given)

    questions = {
        tip.id: next(each.id for each in bank(PETS).values() if set(tip.objectives) & set(each.objectives))
        for tip in PETS.tips
    }
    chooser = Tips(database)
    for number, first in enumerate(("walk", "water", "sand")):
        await answer(questions[first], correct=False, tenant=f"web:{number}")
        await answer(questions[first], correct=False, tenant=f"web:{number}")
        for other in questions.values():
            await answer(other, correct=True, tenant=f"web:{number}")
            await answer(other, correct=False, days_ago=31, tenant=f"web:{number}")
        lesson = await chooser.next(PETS, None, asker(tenant=f"web:{number}"))
        teaches = PETS.tip_by_id[lesson.shown[0][4:]].objectives
        assert set(teaches) & set(PETS.tip_by_id[first].objectives)


async def test_what_everybody_knows_comes_last(database: Database) -> None:
    chooser = Tips(database)
    for place in ("one", "two", "three", "four"):
        for member, tip, known in (
            ("ana", "walk", True),
            ("ben", "walk", True),
            ("ana", "sand", True),
            ("ben", "sand", False),
            ("ana", "water", True),
            ("ana", "water", False),
        ):
            await chooser.say(PETS, PETS.tip_by_id[tip], asker(member, tenant=f"web:{place}"), known=known)
        assert (await titles(chooser, 3, tenant=f"web:{place}", place=place))[2] == "walk"


async def test_a_preview_shows_the_next_tip(database: Database) -> None:
    chooser = Tips(database)
    wanted = TipRequest(TipShelf("web:playground", "general", "pets"), "#general", PETS, None)
    for minute in range(7):
        coming = await chooser.preview(wanted, asker(minute=minute).at)
        lesson = await chooser.next(PETS, None, asker(minute=minute))
        assert lesson.shown == (f"tip:{coming.id}",)


def test_a_tip_names_its_source_and_leads_on() -> None:
    lesson = show(PETS, PETS.tip_by_id["water"], within=HOME)
    said = plain(lesson.message)
    assert said.startswith("Fresh water\n===========\n\nChange a third of the water every week.")
    assert said.endswith("— Pets compared · The home")
    assert [decode(button.press) for button in buttons(lesson.message)] == [
        StartQuiz("pets", "home"),
        ShowTopic("pets", "home"),
        ShowTip("pets", "home"),
        SayOfTip("pets", "water", known=False),
        SayOfTip("pets", "water", known=True),
        ReportItem("pets", "tip", "water"),
    ]
    unbound = show(PETS, PETS.tip_by_id["water"])
    assert decode(buttons(unbound.message)[2].press) == ShowTip("pets", "")
    posted = post(PETS, PETS.tip_by_id["water"])
    assert not posted.private
    labels = [each.label for each in buttons(posted)]
    assert labels == ["Quiz me on this", "Tell me more", "Useful", "Knew that", "Something's wrong here"]
