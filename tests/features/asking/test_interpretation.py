"""What a question asks of a pack is worked out once, whatever its slips and its wording."""

from dataclasses import replace
from random import Random

import pytest

from bot.content.finding.answerer import Answerer
from bot.content.finding.confidence import ENOUGH, SURE
from bot.content.finding.documents import heading
from bot.content.finding.finder import Finder
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found, Hit
from bot.content.reading.library import Library
from bot.core import build
from bot.features.asking.ask import ask
from bot.features.asking.interpretation import find, in_another_language, interpret, mentioning_someone, telling_first
from bot.language.plain import buttons, plain
from bot.language.requests import Pressed
from bot.meaning.model import embedded
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.asking.kitchen import kitchen
from tests.features.lessons.asking import asker
from tests.packs import BUNDLED, pets

PETS, KITCHEN = Finder(pets()), Finder(kitchen())


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


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("who's Appert?", ["Canning"]),
        ("and who is nicolas appert", []),
        ("who is nicolas appert", ["Canning"]),
        ("who is Louis Pasteur?", []),
        ("who is jar?", []),
        ("who is Basil?", []),
        ("who is it?", []),
        ("what is Appert?", []),
    ],
)
def test_a_person_is_found_where_they_are_mentioned(question: str, found: list[str]) -> None:
    hits = [Hit(card, 1.0) for card in KITCHEN.pack.cards]
    assert [heading(each.item) for each in mentioning_someone(KITCHEN, question, hits)] == found


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("how long does ragù keep?", True),
        ("how long does a ragù simmer slowly?", True),
        ("how many people does ragù serve?", True),
        ("how much meat to buy for ragù?", True),
        ("when does ragù keep in the freezer?", False),
        ("how much does ragù meat cost?", False),
        ("who invented ragù?", False),
        ("how long did a war last?", False),
        ("does ragù simmer like roux?", False),
        ("what is ragù?", False),
        ("does soup simmer?", False),
    ],
)
def test_an_item_tells_a_question_whose_words_and_figure_it_has(question: str, is_told: bool) -> None:
    ragu, roux = (Hit(card, 1.0) for card in KITCHEN.pack.cards if card.front in ("Ragù", "Roux"))
    assert telling_first(KITCHEN, question, [ragu, roux]) == ([ragu, roux] if is_told else [])
    assert telling_first(KITCHEN, question, []) == []


def test_what_is_named_comes_first_if_it_has_all_words() -> None:
    ragu, roux = (Hit(card, 1.0) for card in KITCHEN.pack.cards if card.front in ("Ragù", "Roux"))
    assert telling_first(KITCHEN, "how long does ragù keep?", [roux, ragu]) == [ragu, roux]
    assert telling_first(KITCHEN, "how many people does ragù serve?", [roux, ragu]) == []


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("who taught canning?", True),
        ("who thought of canning?", True),
        ("who thought of canning in France?", False),
        ("when was canning invented?", True),
        ("how long does canning take?", False),
    ],
)
def test_an_item_tells_who_or_when_even_if_it_lacks_a_word_of_the_question(question: str, is_told: bool) -> None:
    canning, roux = (Hit(card, 1.0) for card in KITCHEN.pack.cards if card.front in ("Canning", "Roux"))
    assert telling_first(KITCHEN, question, [canning, roux]) == ([canning, roux] if is_told else [])


def test_words_that_other_hits_have_too_tell_nothing() -> None:
    canning = next(Hit(card, 1.0) for card in KITCHEN.pack.cards if card.front == "Canning")
    assert telling_first(KITCHEN, "who thought of canning?", [canning, canning]) == []


@pytest.mark.parametrize(
    ("question", "is_foreign", "found"),
    [
        ("wie lange hält sich Ragù?", True, ["Ragù"]),
        ("comment éplucher une tomate ?", True, []),
        ("¿cómo se hace una salsa?", True, []),
        ("wat is a roux", False, []),
        ("how do I make a sauce à la crème?", False, []),
    ],
)
def test_a_question_in_another_language_finds_only_what_it_names(
    question: str, is_foreign: bool, found: list[str]
) -> None:
    meant = interpret(KITCHEN, question)
    assert meant.is_foreign == is_foreign
    if is_foreign:
        hits = [Hit(card, 1.0) for card in KITCHEN.pack.cards]
        told = in_another_language(KITCHEN, question, hits)
        assert told.is_covered == bool(found)
        assert [heading(each.item) for each in told.hits] == (found or [heading(each.item) for each in hits])
        assert ("please ask in English" in plain(ask(KITCHEN.pack, meant, told).message)) == (not found)


def test_a_deck_of_another_language_answers_in_it() -> None:
    station = KITCHEN.pack.cards[0].model_copy(update={"front": "Où est la gare ?"})
    assert in_another_language(KITCHEN, "où est la gare", [Hit(station, 1.0)]).is_covered


@pytest.mark.parametrize(
    ("question", "is_foreign"),
    [
        ("how many days off do we have?", True),
        ("combien de jours de congé avons-nous ?", True),
        ("wie viele Tage haben wir frei?", False),
        ("was macht der Product Owner?", False),
        ("Sprint Backlog", False),
    ],
)
def test_a_pack_says_which_language_to_ask_in(question: str, is_foreign: bool) -> None:
    german = Finder(KITCHEN.pack.model_copy(update={"language": "de-AT"}))
    meant = interpret(german, question)
    assert meant.is_foreign == is_foreign
    assert ("please ask in German" in plain(ask(german.pack, meant, Found((), 0.0)).message)) == is_foreign


class Unsure(Answerer):
    """Finds the card on ragù, and isn't sure of it."""

    def __init__(self, confidence: float = ENOUGH / 2) -> None:
        super().__init__([], None)
        self._confidence = confidence

    async def find(self, finder: Finder, query: Query) -> Found:
        return Found((Hit(finder.pack.cards[0], 1.0),), self._confidence)


async def test_an_item_that_tells_is_the_answer_even_if_its_meaning_is_unlike_the_question() -> None:
    covered = [
        (await find(Unsure(), KITCHEN, interpret(KITCHEN, question))).is_covered
        for question in ("how long does ragù keep?", "who invented ragù?")
    ]
    assert covered == [True, False]


async def test_what_nobody_asked_versed_is_only_answered_if_its_sure(sqlite_database: Database) -> None:
    question, pictures = "how do I peel tomatoes?", PictureCache()
    said = []
    for confidence, overheard in ((ENOUGH, True), (ENOUGH, False), (SURE, True)):
        core = build(
            Library([BUNDLED]), sqlite_database, pictures, Random(1), answerer=Unsure(confidence)
        ).application
        here = replace(asker(), overheard=overheard)
        said.append((await core.say(here, f"/ask {question}")).private)
    assert said == [True, False, False]
    pictures.close()


async def test_alternatives_are_found_the_same_way_as_the_answer(sqlite_database: Database) -> None:
    pictures, answerer = PictureCache(), Answerer([embedded()], None, patience=60)
    versed = build(Library([BUNDLED]), sqlite_database, pictures, Random(1), answerer=answerer).application
    question = "how do data scientists and AI engineers differ in training time?"
    answered = buttons(await versed.say(asker(), f"/ask {question}"))
    (not_meant,) = (each.press for each in answered if each.label == "Not what I meant")
    offered = [each.label for each in buttons(await versed.press(Pressed(asker(), not_meant)))]
    assert "Pre-trained model" in offered, "it's near to the training, and not just to the names of the sides"
    pictures.close()
