"""Free words in the playground: a line without a slash."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import aiohttp
import pytest

from adapters.web.server import Site
from bot.content.reading.library import Library
from bot.core import build
from bot.features.asking.actions import NotMeant
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.web.conftest import Json, Person, StartSite, Visitors
from tests.fakes.commands import FakeCommands
from tests.packs import PETS


async def answer(person: Person, line: str) -> Json:
    """Say a line, and return the answer that follows it."""
    done = await person.say(line)
    said, answered = await person.entry(), await person.entry()
    assert (said["text"], said["blocks"], said["private"]) == (line, None, False)
    assert (answered["text"], answered["id"]) == ("", done["entry"])
    return answered


def written(entry: Json) -> str:
    return str(entry["blocks"])


async def test_a_line_is_said_and_answered(visitors: Visitors, commands: FakeCommands) -> None:
    ana = await visitors.join("Ana")
    greeted = await answer(ana, "hi there")
    assert greeted["private"]
    assert "Hi!" in written(greeted)
    compared = await answer(ana, "compare data")
    assert not compared["private"]
    assert commands.calls[-1].options == {"topic": "data"}
    assert "do not know" in written(await answer(ana, "what is the weather?"))
    assert commands.heard == ["hi there", "compare data", "what is the weather?"]


async def test_a_line_may_be_an_answer_if_its_author_is_alone(visitors: Visitors, commands: FakeCommands) -> None:
    ana = await visitors.join("Ana")
    await answer(ana, "my answer")
    assert (commands.pressed[-1].press, commands.pressed[-1].text) == ("question:1", "my answer")
    ben = await visitors.join("Ben")
    await ben.say("my answer, for all to see")
    assert len(commands.pressed) == 1


async def test_a_refusal_is_shown_to_the_asker_under_their_line(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    refused = await answer(ana, "refuse this")
    assert refused["private"]
    assert "That cannot be answered" in written(refused)


async def test_a_button_under_an_answer_works(visitors: Visitors, commands: FakeCommands) -> None:
    ana = await visitors.join("Ana")
    greeted = await answer(ana, "hi")
    await ana.press(greeted, "question:1")
    assert (await ana.entry())["private"]
    assert commands.pressed[-1].press == "question:1"


async def test_a_private_answer_is_seen_by_nobody_else(visitors: Visitors) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    await answer(ana, "hi")
    assert (await ben.entry())["text"] == "hi"
    assert await ben.sees_nothing_more()


async def test_among_others_versed_does_not_say_that_it_does_not_know(visitors: Visitors) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    done = await ana.say("shall we have lunch?")
    assert (await ben.entry())["id"] == done["entry"]
    await ana.entry()
    assert await ana.sees_nothing_more()


async def test_your_own_second_tab_is_not_company(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await visitors.join("Ana")
    assert "do not know" in written(await answer(ana, "shall we have lunch?"))


@pytest.fixture
async def whole(sqlite_database: Database, start_site: StartSite, tmp_path: Path) -> AsyncIterator[Site]:
    """The playground with a whole core behind it."""
    pictures = PictureCache()
    core = build(Library((PETS,), tmp_path / "cache"), sqlite_database, pictures, Random(1))
    yield await start_site(application=core.application)
    pictures.close()


async def test_an_answer_that_was_not_meant_leads_to_others(whole: Site, http: aiohttp.ClientSession) -> None:
    async with Visitors(http, whole) as visitors:
        ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
        answered = await answer(ana, "versed, who has to be walked?")
        (not_meant,) = re.findall(rf"{NotMeant.tag}\.[\w.:-]+", written(answered))
        _, seen_by_ben = await ben.entry(), await ben.entry()
        await ben.press(seen_by_ben, not_meant)
        others = await ben.entry()
        assert await ana.sees_nothing_more()
    assert others["private"]
    assert "The next closest things I know about" in written(others)


@pytest.mark.parametrize(
    ("line", "says", "private"),
    [
        ("hi", "Hi! Ask me anything", True),
        ("hello 👋", "Hi! Ask me anything", True),
        ("help", "What I can do", True),
        ("what can you do?", "What I can do", True),
        ("/versed tip", "Pets compared", False),
        ("tip care", "Daily care", False),
        ("quiz care 1", "Question 1 of 1", True),
        ("what is an aquarium?", "glass container", False),
        ("what is a blockchain?", "doesn't cover that", True),
        ("define blockchain", "in this glossary", True),
        ("my progress", "Your progress", True),
        ("thanks!", "You're welcome", True),
    ],
)
async def test_lines_are_answered_as_in_a_chat(
    whole: Site, http: aiohttp.ClientSession, line: str, says: str, private: bool
) -> None:
    async with Visitors(http, whole) as visitors:
        answered = await answer(await visitors.join("Ana"), line)
    assert says in written(answered)
    assert answered["private"] is private
