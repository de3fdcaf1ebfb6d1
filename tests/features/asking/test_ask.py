"""Answers to free questions: measured on what people ask, and shown with a source and next steps."""

import pytest

from benchmarks.ask import outcome
from bot.content.finding.confidence import ENOUGH, SURE
from bot.content.finding.documents import answering
from bot.content.finding.finder import Finder
from bot.content.finding.ranking import Found, Hit
from bot.content.finding.texts import texts_of
from bot.content.finding.vectors import Vectors
from bot.content.model import Card
from bot.features.asking.ask import ask
from bot.features.asking.interpretation import interpret
from bot.features.asking.part import answer_in
from bot.features.asking.question_forms import subject
from bot.features.lessons.actions import RereadTip, ShowTerm
from bot.features.lessons.lesson import key
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import decode
from bot.language.message import Facts
from bot.language.plain import buttons, plain
from bot.meaning.model import embedded
from tests.content.finding.words import everyday_of, meanings
from tests.features.asking.answered import by_words
from tests.features.asking.kitchen import kitchen
from tests.features.asking.questions import Asked, questions
from tests.packs import bundled, helpdesk, meetings, pets, sailing, workshop

PETS = Finder(pets())
BUNDLED = Finder(bundled())
MEETINGS = Finder(meetings())
KITCHEN = Finder(kitchen())

FIRST, SHOWN = 0.75, 0.88
"""Minimum shares of tuned questions that the first item or any shown answers, by words alone; now 0.776 and 0.911."""

FIRST_BY_MEANING = 0.85
"""Minimum share of the questions on small and imported packs that the first item answers, by words and meaning."""

PASSED = 0.07
"""Maximum share of the off-topic questions that may be answered."""


def test_words_alone_answer_most_of_what_people_ask() -> None:
    covered = [each for each in questions() if each.kind == "tuned" and each.is_covered]
    assert {objective for each in covered for objective in each.teaches} == set(BUNDLED.pack.objective_by_id)

    def look(asked: Asked) -> Found:
        return BUNDLED.ranking.by_words(BUNDLED.query(BUNDLED.corrected(asked.text)), 8)

    came_out = outcome(covered, look)
    assert came_out.first >= FIRST
    assert came_out.shown >= SHOWN


def test_words_and_meaning_answer_most_of_what_people_ask_small_packs() -> None:
    model, looks = embedded(), {}
    everyday = everyday_of(model)
    for pack in (pets(), workshop(), sailing(), helpdesk()):
        meant = meanings(model, texts_of(pack))
        looks[pack.id] = Finder(pack), Vectors(pack, answering(pack), meant, everyday)

    def look(asked: Asked) -> Found:
        finder, vectors = looks[asked.pack]
        query = finder.query(finder.corrected(asked.text))
        (meaning,) = model.encode(query.spelled_out)
        return finder.ranking.find(query, meaning, vectors, 8)

    came_out = outcome([each for each in questions() if each.pack in looks], look)
    assert came_out.first >= FIRST_BY_MEANING
    assert came_out.shown >= FIRST_BY_MEANING
    assert came_out.passed <= PASSED


@pytest.mark.parametrize(
    "question", ["what is the capital of France?", "how do I cook rice", "tell me a joke about cats"]
)
def test_what_the_pack_does_not_cover_is_not_answered(question: str) -> None:
    lesson = by_words(BUNDLED, question)
    assert lesson.shown == ()
    assert f"doesn't cover that: “{question}”." in plain(lesson.message)
    assert lesson.message.private
    assert buttons(lesson.message)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what's RAG", "term:retrieval-augmented-generation"),
        ("WHATS RAG???", "term:retrieval-augmented-generation"),
        ("What are hallucinatons?", "term:hallucination"),
        ("clusters", "term:clustering"),
        ("how do I stop a model from making things up?", "term:hallucination"),
        ("how to avoid hallucinations", "term:hallucination"),
        ("feature creation from other columns", "term:feature"),
    ],
)
def test_a_word_is_found_however_it_is_typed(question: str, term: str) -> None:
    assert by_words(BUNDLED, question).shown[0] == term


def test_an_answer_names_its_source_and_leads_on() -> None:
    lesson = by_words(PETS, "who has to be walked?")
    said = plain(lesson.message)
    assert "walk" in said.lower()
    assert "— Pets compared · Daily care" in said
    assert not lesson.message.private
    presses = [decode(button.press) for button in buttons(lesson.message)]
    assert presses[0] == StartQuiz("pets", "care")
    assert RereadTip("pets", "walk") not in presses, "what is shown already"


def test_a_misspelt_word_is_understood() -> None:
    assert by_words(PETS, "which one needs an aqarium?").shown == by_words(PETS, "which one needs an aquarium?").shown


def test_what_is_not_covered_offers_the_nearest() -> None:
    lesson = by_words(PETS, "may hamsters and parrots and horses share an aquarium?")
    assert lesson.shown == ()
    assert "Did you mean one of these?" in plain(lesson.message)
    assert ShowTerm("pets", "aquarium") in [decode(button.press) for button in buttons(lesson.message)]


@pytest.mark.parametrize("question", ["why?", "what is it?", "?!", '" OR NEAR( *', "a" * 300, "𝔷𝔷𝔷"])
def test_a_question_that_says_nothing_gets_a_next_step(question: str) -> None:
    assert buttons(by_words(PETS, question).message)


@pytest.mark.parametrize(
    ("question", "title", "facts"),
    [
        ("difference between a litter box and an aquarium", "Litter box and Aquarium", ["Litter box", "Aquarium"]),
        ("is a litter box the same as an aqarium?", "Litter box and Aquarium", ["Litter box", "Aquarium"]),
        ("aquarium vs dogs", "Aquarium and Dog", ["Aquarium", "Dog"]),
        ("explain the diffrence between an aquarium and a cat simply", "Aquarium and Cat", ["Aquarium", "Cat"]),
    ],
)
def test_compared_items_are_shown_side_by_side(question: str, title: str, facts: list[str]) -> None:
    lesson = by_words(PETS, question)
    (shown,) = [block for block in lesson.message.blocks if isinstance(block, Facts)]
    assert plain(lesson.message).startswith(title)
    assert [name for name, _ in shown.pairs] == facts


def test_only_the_sides_that_are_named_are_compared() -> None:
    said = plain(by_words(PETS, "difference between a dog and a cat").message)
    assert "Dog: Walk three times" in said
    assert "Goldfish" not in said


def test_why_is_answered_once_by_what_was_shown_if_nothing_else_is_close() -> None:
    roux, umami = (card for card in KITCHEN.pack.cards if card.front in ("Roux", "Umami"))

    def told(card: Card, seen: int) -> str:
        found = Found((Hit(card, 1.0),), 1.0)
        return plain(ask(KITCHEN.pack, interpret(KITCHEN, f"{card.front} why?"), found, [key(card)] * seen).message)

    assert "It thickens sauces because the starch swells." in told(roux, 1)
    assert ["That's all I have on it" in text for text in (told(roux, 2), told(umami, 1))] == [True, True]


def test_why_shows_what_gives_a_reason_rather_than_anything_close() -> None:
    ragu, roux, basil = (
        next(Hit(card, 1.0) for card in KITCHEN.pack.cards if card.front == front)
        for front in ("Ragù", "Roux", "Chiffonade")
    )
    seen = [key(card) for card in (ragu.item,) if isinstance(card, Card)] * 2

    def told(*hits: Hit) -> str:
        return plain(ask(KITCHEN.pack, interpret(KITCHEN, "Ragù why?"), Found((ragu, *hits), 1.0), seen).message)

    assert told(basil, roux).startswith("Roux")
    assert "That's all I have on it" in told(basil)


def test_an_answer_that_may_be_beside_the_point_says_so_first() -> None:
    def said(confidence: float) -> str:
        found = Found((Hit(KITCHEN.pack.cards[0], 1.0),), confidence)
        return plain(ask(KITCHEN.pack, interpret(KITCHEN, "how do I peel tomatoes?"), found).message)

    caution = f"I'm not sure that “{KITCHEN.pack.title}” covers this."
    assert said(ENOUGH).startswith(caution)
    assert caution not in said(SURE)


def test_a_topic_without_a_summary_is_only_a_button() -> None:
    topic = pets().topics[0].model_copy(update={"summary": None, "in_short": {}})
    found = Found((Hit(pets().terms[0], 1.0), Hit(topic, 0.9)), 1.0)
    answer = ask(pets(), interpret(PETS, "aquarium"), found).message
    assert topic.title in [button.label for button in buttons(answer)]
    assert f"{topic.title}." not in plain(answer)


def test_a_topic_that_says_nothing_shows_its_first_items() -> None:
    topic = KITCHEN.pack.topics[0]
    answer = ask(KITCHEN.pack, interpret(KITCHEN, topic.title), Found((Hit(topic, 1.0),), 1.0)).message
    assert [button.label for button in buttons(answer)][1:4] == ["Ragù", "Maillard reaction", "Canning"]
    assert "A sauce of meat" in plain(answer)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("give me an example of clustering", "clustering"),
        ("explain RAG in simple words", "explain RAG"),
        ("what's an API for dummies?", "what's an API ?"),
        ("in simple words?", "in simple words?"),
        ("RAG in layman's terms", "RAG"),
        ("what is RAG, dumb it down", "what is RAG,"),
        ("too long", "too long"),
        ("what if a prompt is too long", "what if a prompt is too long"),
        ("what is a simple model", "what is a simple model"),
    ],
)
def test_how_its_to_be_answered_isnt_searched_for(question: str, left: str) -> None:
    assert subject(question) == left


@pytest.mark.parametrize(
    ("finder", "question", "cell", "others"),
    [
        (
            BUNDLED,
            "how much data does a data scientist need?",
            "A few hundred to several hundred thousand rows",
            "read",
        ),
        (BUNDLED, "how long does training take for an AI engineer?", "Weeks to months for a large one", "Seconds to"),
        (MEETINGS, "how soon does a document get an answer?", "In hours to days", "In minutes to hours"),
        (PETS, "how much exercise does a dog need?", "Several walks a day", "Swims in circles"),
    ],
)
def test_the_answer_about_a_side_is_not_repeated(finder: Finder, question: str, cell: str, others: str) -> None:
    said = plain(by_words(finder, question).message)
    assert said.count(cell) == 1
    assert others in said


@pytest.mark.parametrize(
    ("finder", "comparison", "side", "begins"),
    [
        (BUNDLED, "overlap-best-action", "data scientist", "Data scientists do it with"),
        (BUNDLED, "models-training-time", "data scientist", "Data scientist: Seconds to hours"),
        (MEETINGS, "what-stays", "document", "Document: The page, as long as"),
        (PETS, "exercise", "dog", "Dog: Several walks"),
    ],
)
def test_a_side_is_named_once(finder: Finder, comparison: str, side: str, begins: str) -> None:
    row = finder.pack.comparison_by_id[comparison]
    assert answer_in(finder.pack, row, f"what does a {side} do?").startswith(begins)


@pytest.mark.parametrize(
    ("finder", "question", "title", "answer", "case"),
    [
        (
            BUNDLED,
            "how much does one answer cost?",
            "What a thousand answers cost",
            "So it's £9 for 1,000 answers",
            "Fern's bill",
        ),
        (
            MEETINGS,
            "how long should a meeting be?",
            "The Monday meeting, cut in half",
            "Ines cuts the Monday meeting to thirty minutes.",
            "Every Monday at nine",
        ),
    ],
)
def test_the_answer_comes_before_the_case(finder: Finder, question: str, title: str, answer: str, case: str) -> None:
    (item,) = [each for each in finder.pack.examples if each.title == title]
    found = Found((Hit(item, 1.0, item.objectives),), 1.0)
    said = plain(ask(finder.pack, interpret(finder, question), found).message)
    assert 0 < said.index(answer) < said.index(case)
    assert said.count(answer) == 1


@pytest.mark.parametrize(
    ("typed", "says"), [("why?", "so that the model can answer"), ("more", "That's all I have on it.")]
)
def test_more_after_why_is_not_the_reason_once_more(typed: str, says: str) -> None:
    finder = Finder(bundled())
    rag = finder.pack.term_by_id["retrieval-augmented-generation"]
    found = Found((finder.ranking.hit(rag),), SURE)
    lesson = ask(finder.pack, interpret(finder, "what is RAG? why?"), found, [key(rag)], typed)
    assert says in plain(lesson.message)
