"""Every command and every button makes sense with a pack that compares nothing and explains nothing."""

from collections import defaultdict, deque
from random import Random

import pytest

from bot.content.question import (
    ClozeQuestion,
    MatchQuestion,
    MistakeQuestion,
    OrderQuestion,
    Question,
    SeveralQuestion,
)
from bot.content.reading.library import Library
from bot.content.solutions import solution
from bot.core import build
from bot.dispatch.application import Application
from bot.features.help.welcome import welcome, welcome_alone
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.language.actions import decode
from bot.language.controls import Buttons, Menu
from bot.language.message import Message
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.rich_text import Text, in_words
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.cases import USES
from tests.fakes.boards import FakeBoards
from tests.features.lessons.asking import NOW
from tests.features.quizzes.answering import judge
from tests.packs import RIVERS, rivers

ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana", administrator=True), NOW)
INSTEAD = {"command": "quiz", "topic": "Africa", "term": "delta", "question": "what is a delta?"}
MOST_PRESSED = 4
INSIDE = (SeveralQuestion, MatchQuestion, ClozeQuestion, MistakeQuestion, OrderQuestion)
"""Questions that show the right answer in their own way: line by line, or within their text."""


@pytest.fixture
async def application(sqlite_database: Database, pictures: PictureCache) -> Application:
    services = build(Library([RIVERS]), sqlite_database, pictures, Random(1))
    services.boards["web"] = FakeBoards(services.running_games.clock)
    return services.application


def presses(said: Message) -> list[str]:
    """Return everything that a message offers to press."""
    found: list[str] = []
    for block in said.blocks:
        match block:
            case Buttons(buttons):
                found += (button.press for button in buttons)
            case Menu(choices=choices):
                found += (choice.press for choice in choices)
    return found


def assert_has_no_hole(said: Message) -> None:
    words = plain(said)
    assert "None" not in words
    assert "ompare" not in words.replace("nothing to compare", "")
    assert "· after" not in words
    assert all(in_words(block).strip() for block in said.blocks if isinstance(block, Text))
    assert not any(isinstance(block, Menu) and not block.choices for block in said.blocks)


async def test_every_command_and_every_button_makes_sense(application: Application) -> None:
    waiting = deque((*presses(welcome(rivers())), *presses(welcome_alone(rivers()))))
    for use in USES:
        options = {name: INSTEAD.get(name, str(value)) for name, value in use.options.items()}
        try:
            said = await application.serve(Call(ANA, use.command, options))
        except Refusal as refused:
            said = refused.said
        assert_has_no_hole(said)
        waiting += presses(said)
    pressed: defaultdict[str, set[str]] = defaultdict(set)
    while waiting:
        press = waiting.popleft()
        same = pressed[press.partition(".")[0]]
        if press in same or len(same) == MOST_PRESSED:
            continue
        same.add(press)
        try:
            said = await application.press(Pressed(ANA, press))
        except Refusal as refused:
            said = refused.said
        assert_has_no_hole(said)
        waiting += presses(said)
    assert {"topics", "topic", "term"} <= pressed.keys()


async def test_comparing_says_in_a_sentence_what_there_is_instead(application: Application) -> None:
    said = await application.serve(Call(ANA, "compare", {"topic": "Africa"}))

    assert "“Rivers” has nothing to compare; look at its topics, or take a quiz." in plain(said)
    assert [decode(press).tag for press in presses(said)] == ["topics", "quiz"]
    topics = await application.press(Pressed(ANA, presses(said)[0]))
    assert "• Europe\n• Africa: The long rivers of a dry continent." in plain(topics)
    assert "compare" not in plain(await application.serve(Call(ANA, "help", {})))


@pytest.mark.parametrize("question", bank(rivers()).values(), ids=lambda question: question.id)
def test_an_answer_that_isnt_explained_is_still_told(question: Question) -> None:
    posed = Posed(rivers(), question, "quizid", 0, 1)
    answer, _ = solution(posed.pack, posed.question)
    for right in (True, False):
        judged = judge(posed, right=right)
        said = Message(judged.reply)

        assert_has_no_hole(said)
        assert judged.right is right
        assert plain(said).startswith("✓" if right else ("✗", "◐"))
        told = answer.lower() in plain(said).lower() or isinstance(question, INSIDE)
        assert right or told, plain(said)
