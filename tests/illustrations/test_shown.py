"""Wherever an item is shown, its case, pictures and code come with it: in answers, quizzes, reviews and posts."""

from datetime import UTC, datetime
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.delivery.delivery import Delivery
from bot.features.lessons.actions import RereadTip, ShowComparison, ShowExample
from bot.features.lessons.tip_pages import post
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import asked, pictured, present, present_alone
from bot.features.quizzes.questions import bank
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.actions import encode
from bot.language.codec import dump, load
from bot.language.controls import Buttons
from bot.language.message import Block, CodeBlock, Drawing, Heading, Image, Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker
from bot.language.rich_text import Text, in_words
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.platform import FakeClock, FakePort
from tests.packs import WORKSHOP, workshop
from tests.test_commands import Desk

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TENANT = Tenant("slack:a", "Acme")


@pytest.fixture
def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([WORKSHOP]), sqlite_database, pictures, Random(1), FakeClock(NOW))


@pytest.fixture
def desk(core: Core) -> Desk:
    ana = Member("ana", "Ana", administrator=True)
    return Desk(core.application, Asker(TENANT, Place("general", "#general"), ana, NOW))


def pictures_in(said: Message) -> list[str]:
    """Return the alternative texts of a message's pictures; all of them must have been drawn."""
    assert not any(isinstance(block, Drawing) for block in said.blocks)
    return [block.alt for block in said.blocks if isinstance(block, Image)]


def places(said: Message) -> list[type[Block]]:
    return [type(block) for block in said.blocks]


async def test_a_term_comes_with_its_formula(desk: Desk) -> None:
    (formula,) = pictures_in(await desk.say("/define kerf"))
    assert formula.startswith("The width that's lost")


async def test_a_tip_comes_with_its_case_above_and_its_picture_below(desk: Desk) -> None:
    said = await desk.press(encode(RereadTip("workshop", "teeth")))
    assert places(said)[:5] == [Heading, Text, Image, Text, Image]
    assert pictures_in(said) == [
        "The board: 200 cm; One piece: 60 cm.",
        "A saw with even teeth and a wooden grip.",
    ]


async def test_a_tip_comes_with_its_code(desk: Desk) -> None:
    said = await desk.press(encode(RereadTip("workshop", "list")))
    (code,) = [block for block in said.blocks if isinstance(block, CodeBlock)]
    assert code.language == "python"
    assert code.text.startswith("for piece in")


async def test_an_answer_to_a_question_comes_with_its_pictures(desk: Desk) -> None:
    said = await desk.say("/ask how do I let the saw do the work?")
    assert pictures_in(said) == [
        "The board: 200 cm; One piece: 60 cm.",
        "A saw with even teeth and a wooden grip.",
    ]


async def test_a_comparison_comes_with_its_figure_once(desk: Desk) -> None:
    told = await desk.press(encode(ShowComparison("workshop", "speed")))
    assert pictures_in(told) == ["Saw: a few strokes; File: a hundred strokes."]
    drawn = await desk.say("/compare use aspect:speed show:picture")
    assert len(pictures_in(drawn)) == 1


@pytest.mark.parametrize("solved", [False, True])
async def test_a_worked_example_comes_with_its_figure(desk: Desk, solved: bool) -> None:
    said = await desk.press(encode(ShowExample("workshop", "order", solved=solved)))
    assert pictures_in(said) == ["In a hurry: Cut → Done; With care: Measure → Cut → Smooth."]


async def test_a_quiz_asks_with_the_case_and_answers_without_it(desk: Desk) -> None:
    said = await desk.say("/quiz questions:20")
    seen = []
    while (heading := next(block.text for block in said.blocks if isinstance(block, Heading))).startswith("Question"):
        after = await desk.press(first_button(said), "kerf")
        if any("How much is left over?" in in_words(block) for block in said.blocks if isinstance(block, Text)):
            seen.append((pictures_in(said), pictures_in(after)))
        said = await desk.press(first_button(after))
    assert "right" in heading
    ((before, after_it),) = seen
    assert [alt[:9] for alt in before] == ["The board", "Board (cm"]
    assert [alt[:9] for alt in after_it] == ["Board (cm"]


def first_button(said: Message) -> str:
    return next(block for block in said.blocks if isinstance(block, Buttons)).buttons[0].press


async def test_a_posted_tip_is_kept_small_and_arrives_drawn(core: Core, desk: Desk) -> None:
    clock, port = FakeClock(NOW), FakePort(FakeClock(NOW))
    await desk.say("/schedule tip 09:00 weekdays zone:UTC")
    clock.true = datetime(2026, 3, 3, 9, 0, 5, tzinfo=UTC)
    await Planner(core.database, core.composers, clock, Random(2)).plan_due(["slack"])
    outbox = Delivery(
        core.database, {"slack": port}, clock, ScheduleOutcomes(core.composers), core.illustrator.illustrate
    )
    (waiting,) = await outbox.claim("slack", 50)
    assert len(waiting.payload) < 4_000
    await outbox.deliver(waiting)
    (taken,) = port.log
    beside = [block for block in load(waiting.payload).blocks if isinstance(block, Drawing | CodeBlock)]
    assert beside
    for block in beside:
        assert (block.alt if isinstance(block, Drawing) else block.text.splitlines()[0]) in taken.text


def test_every_post_can_be_stored() -> None:
    for tip in workshop().tips:
        said = post(workshop(), tip)
        assert load(dump(said)) == said


def test_a_question_is_read_with_its_picture_before_it_can_be_answered() -> None:
    question = bank(workshop())["how-many"]
    posed = Posed(workshop(), question, "q", 0, 1)
    assert [type(block) for block in asked(posed)] == [Text, Drawing, Text, Drawing]
    assert present(posed)[:4] == asked(posed)
    assert [type(block) for block in pictured(posed)] == [Drawing]
    assert not any(isinstance(block, Drawing) for block in present_alone(posed))


async def test_a_flashcard_shows_its_picture_with_the_question(core: Core, desk: Desk) -> None:
    seen: dict[str, tuple[list[str], list[str]]] = {}
    said = await desk.say("/review")
    while "Done for today" not in str(said):
        asked = " ".join(in_words(block) for block in said.blocks if isinstance(block, Text))
        after = await desk.press(first_button(said))
        seen[asked] = (pictures_in(said), pictures_in(after))
        said = await desk.press(next(each for each in buttons(after) if each.label.startswith("Easy")))
    (pieces,) = [each for asked, each in seen.items() if "How many whole pieces" in asked]
    assert [alt[:9] for alt in pieces[0]] == ["The board", "Whole alo"]
    assert [alt[:9] for alt in pieces[1]] == ["Whole alo"]
    (kerf,) = [each for asked, each in seen.items() if "the slot that a saw leaves" in asked]
    assert kerf == ([], ["The width that's lost is the number of cuts times 0.3 centimetres."])
    (speed,) = [each for asked, each in seen.items() if "Speed" in asked]
    assert [len(each) for each in speed] == [0, 1]
