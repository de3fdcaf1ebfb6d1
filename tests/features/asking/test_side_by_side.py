"""Items compared as a whole are shown side by side, on one screen of a phone."""

import json
from random import Random

import pytest

from adapters.discord.outbound.render import Renderer as DiscordRenderer
from adapters.slack.outbound.pages import Renderer as SlackRenderer
from bot.content.finding.finder import Finder
from bot.content.model import Side
from bot.content.reading.library import Library
from bot.core import build
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.features.lessons.actions import ShowTopic
from bot.language.actions import decode
from bot.language.length import MOST_LINES, fits, lines
from bot.language.message import Facts, Message, Table
from bot.language.plain import buttons, plain
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.asking.answered import by_words
from tests.features.asking.kitchen import kitchen
from tests.features.lessons.asking import asker
from tests.packs import PETS as PETS_PATH
from tests.packs import bundled, meetings, pets, workshop

PETS, WORKSHOP, BUNDLED, MEETINGS, KITCHEN = map(Finder, (pets(), workshop(), bundled(), meetings(), kitchen()))


def told(said: Message) -> list[tuple[str, ...]]:
    """Return the names shown side by side, for each table and each list of facts."""
    tables = [block.columns[1:] for block in said.blocks if isinstance(block, Table)]
    return [*tables, *(tuple(name for name, _ in block.pairs) for block in said.blocks if isinstance(block, Facts))]


@pytest.mark.parametrize(
    ("finder", "question", "sides"),
    [
        (BUNDLED, "difference between a data scientist and an AI engineer", ["Data scientist", "AI engineer"]),
        (BUNDLED, "DS vs AIE", ["Data scientist", "AI engineer"]),
        (BUNDLED, "how do AI engineers differ from data scientists?", ["Data scientist", "AI engineer"]),
        (MEETINGS, "difference between a meeting and a chat message", ["Meeting or call", "Chat message"]),
        (MEETINGS, "a document or a meeting?", ["Meeting or call", "Document"]),
        (MEETINGS, "compare meetings, messages and docs", ["Meeting or call", "Chat message", "Document"]),
        (PETS, "what's the difference between a puppy and a kitten?", ["Cat", "Dog"]),
        (PETS, "cat, dog and goldfish", ["Cat", "Dog", "Goldfish"]),
        (WORKSHOP, "saw vs file", ["Saw", "File"]),
    ],
)
def test_sides_compared_as_a_whole_are_shown_side_by_side(finder: Finder, question: str, sides: list[str]) -> None:
    lesson = by_words(finder, question)
    assert set(told(lesson.message)) == {tuple(sides)}
    assert not lesson.message.private
    assert fits(lesson.message.blocks)
    labels = [button.label for button in buttons(lesson.message)]
    assert "Not what I meant" in labels
    presses = [decode(button.press) for button in buttons(lesson.message)]
    assert all(ShowTopic(finder.pack.id, topic.id) in presses for topic in finder.pack.topics)


def test_a_side_that_the_glossary_defines_is_described_by_its_first_sentence() -> None:
    lesson = by_words(BUNDLED, "DS vs AIE")
    assert lesson.shown == ("term:data-scientist", "term:ai-engineer")
    said = plain(lesson.message)
    assert "Data scientist: A data scientist finds out what data has to say, and builds models" in said
    assert "which they clean with care" not in said
    assert "Data scientist: The established role." in said


def test_without_topics_in_short_the_aspects_are_compared() -> None:
    bare = pets().model_copy(
        update={"topics": tuple(each.model_copy(update={"in_short": {}}) for each in pets().topics)}
    )
    lesson = by_words(Finder(bare), "cat vs dog")
    (table,) = [block for block in lesson.message.blocks if isinstance(block, Table)]
    assert table.columns == ("Aspect", "Cat", "Dog")
    assert table.rows[0] == ("Exercise", "Plays indoors", "Several walks a day")
    assert lesson.shown == ("comparison:exercise", "comparison:hygiene", "comparison:housing")


def test_a_pack_that_says_nothing_about_its_sides_answers_as_usual() -> None:
    topics = tuple(each.model_copy(update={"in_short": {}}) for each in pets().topics)
    bare = pets().model_copy(update={"topics": topics, "comparisons": ()})
    assert "Cat and Dog" not in plain(by_words(Finder(bare), "cat vs dog").message)


def test_however_much_there_is_it_fits_a_phone() -> None:
    long = "It says so much that nobody would read it to the end, and goes on all the same. " * 2
    topics = tuple(
        each.model_copy(update={"in_short": {side.id: long.strip() for side in pets().sides}})
        for each in pets().topics
    )
    lesson = by_words(Finder(pets().model_copy(update={"topics": topics})), "cat, dog and goldfish")
    assert fits(lesson.message.blocks)


@pytest.mark.parametrize(
    ("finder", "sides"), [(BUNDLED, bundled().sides), (MEETINGS, meetings().sides), (PETS, pets().sides)]
)
def test_sides_are_short_on_each_platform(finder: Finder, sides: tuple[Side, ...]) -> None:
    said = by_words(finder, " vs ".join(side.name for side in sides)).message
    assert lines(said.blocks) <= MOST_LINES
    assert len(DiscordRenderer(()).pages(said)) == 1
    assert json.loads(DiscordRenderer(()).pages(said)[0].components)
    assert len(SlackRenderer(lambda words: words).pages(said, {})) == 1


@pytest.mark.parametrize(
    ("finder", "question", "title", "shown"),
    [
        (BUNDLED, "supervised and unsupervised learning", "Supervised learning and Unsupervised learning", 2),
        (BUNDLED, "accuracy, precision, recall and calibration", "Accuracy, Precision, Recall and Calibration", 4),
        (BUNDLED, "which is better, RAG or fine-tuning?", "Retrieval-augmented generation and Fine-tuning", 2),
        (MEETINGS, "agenda vs minutes vs decision log", "Agenda, Minutes and Decision log", 3),
        (PETS, "a litter box or an aquarium?", "Litter box and Aquarium", 2),
        (KITCHEN, "umami vs chiffonade", "Umami and Chiffonade", 2),
        (KITCHEN, "umami vs Maillard", "Umami and Maillard reaction", 2),
        (BUNDLED, "overfitting vs drift", "Overfitting and Model drift", 2),
        (MEETINGS, "difference between an agenda and notes", "Agenda and Minutes", 2),
        (KITCHEN, "bain-marie or sous vide?", "Bain-marie and Sous vide", 2),
        (BUNDLED, "is a chatbot an AI agent?", "Chatbot and AI agent", 2),
        (BUNDLED, "precision or recall, which matters more?", "Precision and Recall", 2),
    ],
)
def test_terms_are_shown_side_by_side_in_as_many_words_as_fit(
    finder: Finder, question: str, title: str, shown: int
) -> None:
    lesson = by_words(finder, question)
    assert plain(lesson.message).startswith(f"{title}\n")
    assert len(lesson.shown) == shown
    assert fits(lesson.message.blocks)
    assert "no room" not in plain(lesson.message)


def test_a_side_beside_a_term_is_described_as_the_glossary_defines_it() -> None:
    said = plain(by_words(BUNDLED, "data engineer vs data scientist").message)
    assert "Data scientist: A data scientist finds out what data has to say" in said
    assert "Data scientist: The established role" not in said
    assert "Dog: A garden nearby" in plain(by_words(PETS, "aquarium vs dogs").message)


def test_items_without_room_are_named_and_one_press_away() -> None:
    lesson = by_words(
        BUNDLED, "accuracy, precision, recall, calibration, overfitting, clustering, RAG and fine-tuning"
    )
    said = plain(lesson.message)
    assert said.startswith("Accuracy, Precision, Recall, Calibration and Overfitting\n")
    assert "There was no room for Clustering, Retrieval-augmented generation or Fine-tuning." in said
    assert {"Clustering", "Fine-tuning"} <= {button.label for button in buttons(lesson.message)}
    assert fits(lesson.message.blocks)


@pytest.mark.parametrize(
    ("finder", "question", "said"),
    [
        (BUNDLED, "difference between precision, recall and bananas", "doesn't cover “bananas”."),
        (BUNDLED, "data scientists versus AI engineers versus bananas", "doesn't cover “bananas”."),
        (PETS, "compare cats, dogs and hamsters", "doesn't cover “hamsters”."),
    ],
)
def test_the_one_of_several_that_the_pack_lacks_is_named(finder: Finder, question: str, said: str) -> None:
    lesson = by_words(finder, question)
    assert said in plain(lesson.message)
    assert not lesson.message.private
    assert fits(lesson.message.blocks)


@pytest.mark.parametrize(
    ("finder", "question", "said"),
    [
        (MEETINGS, "difference between an agenda and RAG", "“RAG”, so I can't compare it with “Agenda”"),
        (MEETINGS, "RAG vs a meeting", "“RAG”, so I can't compare it with “Meeting or call”"),
        (BUNDLED, "DS vs bananas", "“bananas”, so I can't compare it with “Data scientist”"),
        (PETS, "is a hamster the same as an aquarium?", "“hamster”, so I can't compare it with “Aquarium”"),
    ],
)
def test_a_half_that_the_pack_lacks_is_refused_by_its_name(finder: Finder, question: str, said: str) -> None:
    lesson = by_words(finder, question)
    assert f"doesn't cover {said}." in plain(lesson.message)
    assert lesson.message.private
    assert lesson.shown == ()
    assert buttons(lesson.message)


@pytest.mark.parametrize(
    ("finder", "question", "title", "note"),
    [
        (BUNDLED, "RAG vs RAG", "Retrieval-augmented generation", "That's one and the same thing."),
        (
            BUNDLED,
            "is an LLM a large language model?",
            "Large language model",
            "“LLM” and “large language model” are two names for the same thing.",
        ),
        (KITCHEN, "what's the difference between umami and umami", "Umami", "That's one and the same thing."),
        (PETS, "puppy vs dog", "", "“puppy” and “dog” are two names for the same thing."),
    ],
)
def test_a_thing_compared_with_itself_is_explained_once(finder: Finder, question: str, title: str, note: str) -> None:
    said = by_words(finder, question).message
    assert title in plain(said)
    assert note in plain(said)
    assert said.private == (not title)


def test_a_name_is_found_without_its_number() -> None:
    deck = assembled(read(b"Front,Back\nNEWS2,Six signs added up.\nSBAR,An order of handing over.\n"), "ward").pack
    assert plain(by_words(Finder(deck), "NEWS vs SBAR").message).startswith("NEWS2 and SBAR\n")


def test_a_prefix_makes_another_thing_of_a_name() -> None:
    assert "Pre-training and" not in plain(by_words(BUNDLED, "training vs inference").message)


def test_cards_side_by_side_have_a_button_each() -> None:
    lesson = by_words(KITCHEN, "roux vs umami")
    assert [button.label for button in buttons(lesson.message)] == ["Quiz me", "Roux", "Umami", "Not what I meant"]
    unknown = by_words(KITCHEN, "roux vs xylophone").message
    assert "“xylophone”, so I can't compare it with “Roux”" in plain(unknown)
    assert [button.label for button in buttons(unknown)] == ["Roux"]


def test_a_question_why_they_differ_is_answered_and_not_compared() -> None:
    assert "Data scientist and AI engineer\n" not in plain(by_words(BUNDLED, "why do DS and AIE differ?").message)


async def test_sides_side_by_side_are_remembered_for_follow_ups(sqlite_database: Database) -> None:
    pictures = PictureCache()
    application = build(Library([PETS_PATH]), sqlite_database, pictures, Random(1)).application
    try:
        await application.say(asker(), "/ask difference between a dog and a cat")
        said = plain(await application.say(asker(minute=1), "/ask and a goldfish?"))
        assert said.startswith("Cat, Dog and Goldfish\n")
    finally:
        pictures.close()
