"""Small talk said to /ask: answered for the asker alone, as in free words, and never counted as missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from sqlalchemy import select

from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.talk.small_talk import recognise
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import plain
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import missing
from tests.packs import BUNDLED, PETS, RIVERS
from tests.rows import rows

MEETINGS = BUNDLED.parent / "meet-message-or-write"
ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana"), datetime(2026, 3, 2, 9, tzinfo=UTC))


SMALL_TALK = [
    ("thanks", "You're welcome!"),
    ("Thank you so much!", "You're welcome!"),
    ("hello", "Hi! Ask me anything"),
    ("good morning", "Hi! Ask me anything"),
    ("hey versed", "Hi! Ask me anything"),
    ("bye", "See you!"),
    ("how are you?", "Very well"),
    ("who are you?", "I'm Versed"),
    ("what can you do?", "I'm Versed"),
    ("are you an AI?", "I'm Versed"),
    ("which model do you use?", "I'm Versed"),
    ("how were you trained?", "I'm Versed"),
    ("that's wrong", "I only say what's in"),
    ("fuck you", "Sorry about that!"),
    ("are you sure?", "I only say what's in"),
    ("can my boss see what I ask?", "If I can answer you in a channel, everyone there sees it"),
    ("can you speak German?", "I only speak English."),
    ("tell me a joke", "I'm better at quizzes"),
    ("more", "Sure! Pick one"),
    ("why?", "Sorry about that!"),
    ("no", "All right!"),
]
"""What's said, and how the answer begins."""

SAYS_NOTHING = [
    "and?",
    "the",
    "a",
    "and who does that?",
    "is it one of those?",
    "what about them",
    "no, I meant the other thing",
    "the second one?",
    "can you repeat that",
    "more details please",
    "tl;dr",
]


@pytest.fixture(params=[BUNDLED, MEETINGS, PETS], ids=lambda path: path.name)
async def versed(request: pytest.FixtureRequest, sqlite_database: Database, pictures: PictureCache) -> Application:
    return build(Library([request.param]), sqlite_database, pictures, Random(1)).application


def anybody() -> Iterator[Asker]:
    """Yield people who haven't said anything yet."""
    return (replace(ANA, member=Member(f"member{number}", "Ana")) for number in count())


async def test_small_talk_is_answered_as_in_free_words(versed: Application, sqlite_database: Database) -> None:
    for (said, begins), asker in zip(SMALL_TALK, anybody(), strict=False):
        asked = await versed.say(asker, f"/ask {said}")
        assert asked.private, said
        assert plain(asked).removeprefix("(only you can see this)\n\n").startswith(begins), said
        alone = replace(asker, place=Place("1", "Direct message", direct=True))
        told = await versed.free_words.converse(alone, said)
        assert told is not None, said
        if "What I can do" not in plain(told).splitlines():
            assert plain(told) == plain(asked) or begins == "I'm Versed", said
        assert await rows(sqlite_database, select(missing)) == [], said


async def test_a_question_that_says_nothing_gets_a_private_answer(
    versed: Application, sqlite_database: Database
) -> None:
    for said, asker in zip(SAYS_NOTHING, anybody(), strict=False):
        asked = await versed.say(asker, f"/ask {said}")
        assert asked.private, said
        assert "I can't tell what that's about." in plain(asked), said
        assert await rows(sqlite_database, select(missing)) == [], said


async def test_a_word_too_long_to_be_counted_says_something(versed: Application) -> None:
    asked = await versed.say(ANA, "/ask what's a Rindfleischetikettierungsaufgabenverordnung?")
    assert "doesn't cover that: “what's a Rindfleisch" in plain(asked)


@pytest.mark.parametrize(
    "said",
    [
        "what model are you?",
        "so what model are you using?",
        "what kind of model are you running on?",
        "which llm are you based on",
        "were you trained on our chats?",
        "what are you built with?",
        "who trained you?",
        "what powers you?",
        "do you use GPT-4?",
    ],
)
def test_what_versed_is_made_of_is_small_talk(said: str) -> None:
    assert recognise(said) == "identity"


@pytest.mark.parametrize(
    "said",
    [
        "no they don't",
        "yes it does!",
        "that's not true",
        "No, that can't be right.",
        "sorry but I disagree",
        "are you always right?",
        "can you be trusted?",
        "are your answers correct?",
        "where do you get your answers from?",
        "where does this information come from",
    ],
)
def test_contradictions_are_about_what_versed_says(said: str) -> None:
    assert recognise(said) == "doubt"


@pytest.mark.parametrize(
    "said",
    [
        "which model do you use for churn?",
        "can they be wrong?",
        "is it accurate?",
        "where do you get the data from?",
        "no model is right",
        "how do you train a model?",
        "when are you overfitting?",
        "how are you using RAG here?",
        "are you allowed to share data?",
        "who should you invite?",
        "what do you do with outliers?",
        "which channel do you use?",
    ],
)
def test_a_general_you_makes_it_a_question(said: str) -> None:
    assert recognise(said) is None


async def test_small_talk_that_a_deck_teaches_is_a_question(tmp_path: Path, sqlite_database: Database) -> None:
    deck = Path(copytree(RIVERS, tmp_path / "rivers"))
    taught = {"good morning": "Guten Morgen", "let": "It declares a variable.", "thanks": "Danke"}
    cards = "".join(
        f"  - {{ id: new-{number}, objectives: [europe], front: {front}, back: {back} }}\n"
        for number, (front, back) in enumerate(taught.items())
    )
    items = deck / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("cards:\n", f"cards:\n{cards}"), encoding="utf-8")
    pictures = PictureCache()
    versed = build(Library([deck]), sqlite_database, pictures, Random(1)).application
    for question in ("good morning", "Good morning!", "thanks"):
        assert taught[question.lower().rstrip("!")] in plain(await versed.say(ANA, f"/ask {question}"))
    for question in ("let", "what is let?", "when do I use let"):
        assert "I can't tell" not in plain(await versed.say(ANA, f"/ask {question}"))
    pictures.close()


async def test_a_title_of_words_that_say_nothing_is_a_question(sqlite_database: Database) -> None:
    pictures = PictureCache()
    versed = build(Library([MEETINGS]), sqlite_database, pictures, Random(1)).application
    assert "I can't tell what that's about" in plain(await versed.say(ANA, "/ask why should I by then?"))
    assert "I can't tell what that's about" not in plain(await versed.say(ANA, "/ask why should I say by when?"))
    pictures.close()
