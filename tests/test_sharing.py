"""Who sees an answer: everyone, with a line about who asked for what; or only the asker, who can then show it."""

from dataclasses import replace
from random import Random

import pytest

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.lessons.actions import RereadTip, ShareTip, ShowComparison, ShowTerm, ShowTip, ShowTopic
from bot.language.actions import Action, encode
from bot.language.message import Footer, Heading, Message, message
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.rich_text import text
from bot.language.sharing import SHOW, credited, shareable
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.cases import USES, Use
from tests.fakes.boards import FakeBoards
from tests.features.lessons.asking import NOW
from tests.packs import PETS

BY_NAME = {command.name: command for command in CATALOGUE}
SHARED = [use for use in USES if BY_NAME[use.command].shared and not use.private]
ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana"), NOW)


@pytest.fixture
def application(sqlite_database: Database, pictures: PictureCache) -> Application:
    services = build(Library([PETS]), sqlite_database, pictures, Random(1))
    services.boards["web"] = FakeBoards(services.running_games.clock)
    return services.application


def shows(said: Message) -> str | None:
    return next((button.press for button in buttons(said) if button.label == SHOW), None)


@pytest.mark.parametrize("use", SHARED, ids=str)
async def test_a_public_answer_can_be_asked_for_in_private(application: Application, use: Use) -> None:
    options = {name: str(value) for name, value in use.options.items()}
    shown = await application.serve(Call(ANA, use.command, options))
    assert not shown.private
    alone = await application.serve(Call(ANA, use.command, {**options, "private": "yes"}))
    assert alone.private
    assert use.says in plain(alone)
    press = shows(alone)
    assert press is not None
    again = await application.press(Pressed(ANA, press))
    assert not again.private
    assert use.says in plain(again)
    assert shows(again) is None


@pytest.mark.parametrize("use", [use for use in USES if use.private and use.command == "progress"], ids=str)
async def test_a_private_answer_stays_private(application: Application, use: Use) -> None:
    options = {name: str(value) for name, value in use.options.items()}
    said = await application.serve(Call(ANA, use.command, {**options, "private": "no"}))
    assert said.private
    assert shows(said) is None


def test_no_other_command_has_that_option() -> None:
    has = {command.name for command in CATALOGUE if any(option.name == "private" for option in command.options)}
    assert has == {command.name for command in CATALOGUE if command.shared} | {"settings"}


async def test_the_setting_applies_if_the_option_isnt_given(application: Application) -> None:
    await application.say(ANA, "/settings private:yes")
    assert (await application.say(ANA, "/define aquarium")).private
    assert not (await application.say(ANA, "/define aquarium private:no")).private
    ben = replace(ANA, member=Member("ben", "Ben"))
    assert not (await application.say(ben, "/define aquarium")).private
    await application.say(ANA, "/settings private:no")
    assert not (await application.say(ANA, "/define aquarium")).private


async def test_a_wrong_value_is_refused(application: Application) -> None:
    with pytest.raises(Refusal, match="private") as refused:
        await application.say(ANA, "/define aquarium private:perhaps")
    assert refused.value.option == "private"


async def test_a_direct_message_has_no_button_to_show_it(application: Application) -> None:
    alone = replace(ANA, place=Place("d", "with Ana", direct=True))
    said = await application.say(alone, "/define aquarium private:yes")
    assert shows(said) is None
    call = Call(alone, "define", {"term": "aquarium"})
    assert await application.serve(call, credited=True) == await application.say(alone, "/define aquarium")


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (ShowTopic("pets", "care"), '/compare topic:"Daily care" private:no'),
        (ShowTopic("pets", "care", picture=True), '/compare topic:"Daily care" show:picture private:no'),
        (ShowComparison("pets", "hygiene"), '/compare topic:"Daily care" aspect:Hygiene private:no'),
        (ShowTerm("pets", "aquarium"), "/define term:Aquarium private:no"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_a_press_showed_in_private_can_be_shown_to_all(
    application: Application, action: Action, line: str
) -> None:
    alone = await application.press(Pressed(ANA, encode(action)))
    assert alone.private
    press = shows(alone)
    assert press is not None
    assert (await application.meant_by(Pressed(ANA, press))).line == line
    shown = await application.press(Pressed(ANA, press))
    assert not shown.private
    assert plain(alone).splitlines()[2] == plain(shown).splitlines()[0]


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("ask", {"question": "who needs walks?"}, "Ana asked: who needs walks?"),
        ("ask", {"question": "who needs walks?", "private": "no"}, "Ana asked: who needs walks?"),
        ("compare", {}, "Ana used /compare"),
        ("compare", {"topic": "care", "private": "no"}, "Ana used /compare topic:care"),
        ("challenge", {"topic": "care", "questions": "2"}, "Ana used /challenge topic:care questions:2"),
        ("team create", {"name": "Foxes"}, "Ana used /team create name:Foxes"),
    ],
)
async def test_a_public_answer_says_who_asked_for_what(
    application: Application, command: str, options: dict[str, str], says: str
) -> None:
    said = await application.serve(Call(ANA, command, options), credited=True)
    assert said.blocks[0] == Footer(says)


def test_a_long_question_is_cut() -> None:
    said = credited(message(text("x")), Member("x", "Ana"), BY_NAME["ask"], {"question": "why " * 200})
    first = plain(message(said.blocks[0])).removeprefix("— ")
    assert first.startswith("Ana asked: why why")
    assert len(first) < 230


def test_a_request_too_long_for_a_press_gets_no_button() -> None:
    said = message(text("x"), private=True)
    assert shareable(said, ANA, "ask", {"question": "why " * 40}) == said


def test_a_button_stands_above_the_footer() -> None:
    said = shareable(message(text("x"), Footer("y"), private=True), ANA, "tip", {})
    assert isinstance(said.blocks[-1], Footer)
    assert [button.label for button in buttons(said)] == [SHOW]


@pytest.mark.parametrize("action", [ShowTip("pets"), ShowTip("pets", "home"), RereadTip("pets", "sand")])
async def test_a_tip_that_a_press_showed_can_be_shown_to_all(application: Application, action: Action) -> None:
    alone = await application.press(Pressed(ANA, encode(action)))
    assert alone.private
    (show,) = [button for button in buttons(alone) if button.label == SHOW]
    everyone = await application.press(Pressed(ANA, show.press))
    assert not everyone.private
    assert not everyone.replaces
    assert plain(everyone).startswith("— Ana shows you a tip")
    title = next(block for block in alone.blocks if isinstance(block, Heading))
    assert title in everyone.blocks
    assert SHOW not in [button.label for button in buttons(everyone)]


async def test_a_tip_in_a_direct_conversation_stays_there(application: Application) -> None:
    there = replace(ANA, place=Place("d", "Direct message", direct=True))
    assert SHOW not in plain(await application.press(Pressed(there, encode(ShowTip("pets")))))
    assert (await application.press(Pressed(there, encode(ShareTip("pets", "sand"))))).private
    with pytest.raises(Refusal):
        await application.press(Pressed(ANA, encode(ShareTip("pets", "gone"))))
