"""Tip: each once in a place before any comes again, whoever asks."""

from random import Random

import pytest

from bot import actions
from bot.lessons.tip import next_tip, show
from bot.message import Refusal
from bot.plain import buttons, plain
from bot.press import decode
from bot.store.database import Database
from tests.lessons.asking import asker
from tests.packs import pets

PETS = pets()
CARE, HOME = PETS.topics


async def test_a_place_sees_each_tip_once_before_any_comes_again(database: Database) -> None:
    random = Random(3)
    shown = [
        (await next_tip(PETS, None, asker(name, minute=minute), database, random)).shown
        for minute, name in enumerate(("Ana", "Ben", "Cleo") * 2)
    ]
    assert sorted(shown[:3]) == sorted(shown[3:]) == [("tip:sand",), ("tip:walk",), ("tip:water",)]
    assert shown[3] != shown[2]


async def test_each_place_has_its_own_rounds(database: Database) -> None:
    random = Random(3)
    for place in ("general", "random"):
        shown = {(await next_tip(PETS, None, asker(place=place), database, random)).shown for _ in range(3)}
        assert len(shown) == 3


async def test_a_topic_keeps_to_itself(database: Database) -> None:
    shown = {(await next_tip(PETS, CARE, asker(), database, Random(seed))).shown for seed in range(6)}
    assert shown == {("tip:walk",), ("tip:sand",)}


async def test_a_topic_without_tips_is_refused(sqlite_database: Database) -> None:
    pack = PETS.model_copy(update={"tips": PETS.tips[:2]})
    with pytest.raises(Refusal, match=r"There are no tips on The home yet; try another topic\."):
        await next_tip(pack, HOME, asker(), sqlite_database, Random(1))


def test_a_tip_names_its_source_and_leads_on() -> None:
    lesson = show(PETS, PETS.tip_by_id["water"], within=HOME)
    said = plain(lesson.message)
    assert said.startswith("Fresh water\n===========\n\nChange a third of the water every week.")
    assert said.endswith("— Pets compared · The home")
    assert [decode(button.press) for button in buttons(lesson.message)] == [
        actions.StartQuiz("pets", "home"),
        actions.ShowTopic("pets", "home"),
        actions.ShowTip("pets", "home"),
    ]
    unbound = show(PETS, PETS.tip_by_id["water"])
    assert decode(buttons(unbound.message)[2].press) == actions.ShowTip("pets", "")
