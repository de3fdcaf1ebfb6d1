"""What a question asks of a pack is worked out once, whatever its slips and its wording."""

from random import Random

import pytest

from bot.content.finding.answerer import Answerer
from bot.content.finding.finder import Finder
from bot.content.reading.library import Library
from bot.core import build
from bot.features.asking.interpretation import interpret
from bot.language.plain import buttons
from bot.language.requests import Pressed
from bot.meaning.model import embedded
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.lessons.asking import asker
from tests.packs import BUNDLED, pets

PETS = Finder(pets())


@pytest.mark.parametrize(
    ("question", "searched", "named", "aspect"),
    [
        ("how do cats and dogs differ in exersise?", "how do cats and dogs differ in exercise?", 0, "exercise"),
        (
            "explain the diffrence between a cat and a dog simply",
            "explain the difference between a cat and a dog",
            2,
            "",
        ),
        ("cat vs dog in simple words", "cat vs dog", 2, ""),
        ("exmaple of an aqarium pls", "an aquarium", 0, ""),
        ("Guinea pigs vs dogs", "Guinea pigs vs dogs", 1, ""),
    ],
)
def test_slips_and_wording_change_no_question(question: str, searched: str, named: int, aspect: str) -> None:
    meant = interpret(PETS, question)
    assert meant.question == question
    assert (meant.query.text, len(meant.compared.named), meant.aspect) == (searched, named, aspect)


async def test_alternatives_are_found_the_same_way_as_the_answer(sqlite_database: Database) -> None:
    pictures, answerer = PictureCache(), Answerer([embedded()], None, patience=60)
    versed = build(Library([BUNDLED]), sqlite_database, pictures, Random(1), answerer=answerer).application
    question = "how do data scientists and AI engineers differ in training time?"
    answered = buttons(await versed.say(asker(), f"/ask {question}"))
    (not_meant,) = (each.press for each in answered if each.label == "Not what I meant")
    offered = [each.label for each in buttons(await versed.press(Pressed(asker(), not_meant)))]
    assert "Pre-trained model" in offered, "it's near to the training, and not just to the names of the sides"
    pictures.close()
