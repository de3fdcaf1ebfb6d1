"""What can answer a question: items that explain, cards where no item does, and questions where no card does."""

import asyncio

import pytest

from bot.content.finding import documents
from bot.content.finding.answerer import Answerer
from bot.content.finding.documents import answering, explained_by, heading, telling
from bot.content.finding.finder import Finder
from bot.content.finding.ranking import Found
from bot.content.model import Card, Pack
from bot.content.question import MistakeQuestion, QuestionItem
from bot.content.solutions import told
from bot.features.asking.actions import ShowCard, ShowSolution
from bot.features.asking.ask import ask, with_answer
from bot.features.asking.interpretation import interpret
from bot.features.lessons.lesson import Lesson
from bot.features.quizzes.questions import bank
from bot.language.actions import decode
from bot.language.plain import buttons, plain
from tests.content.finding.words import Words
from tests.packs import bakery, helpdesk, pets, rivers, sailing

HELPDESK = Finder(helpdesk())


def _found(pack: Pack, question: str) -> Found:
    finder = Finder(pack)
    return asyncio.run(Answerer([Words()], None).find(finder, finder.query(question)))


def _answered(finder: Finder, question: str) -> Lesson:
    return ask(finder.pack, interpret(finder, question), Found(_found(finder.pack, question).hits, 1.0))


def test_cards_answer_where_nothing_explains_what_they_test() -> None:
    assert [each for each in answering(pets()) if isinstance(each, Card)] == []
    assert {heading(each) for each in answering(rivers()) if isinstance(each, Card)} == {
        "What's the longest river of France?"
    }
    assert answering(helpdesk())[-30:] == list(helpdesk().cards)


@pytest.mark.parametrize(
    ("front", "name"),
    [
        ("Lost card", "Lost card"),
        ("What is a readiness probe?", "Readiness probe"),
        ("What's SEV1?", "SEV1"),
        ("What does cordon do?", "Cordon"),
        ("What does PEEP stand for?", "PEEP"),
        ("What is a foam extinguisher for?", ""),
        ("What is the colour of the apron?", ""),
        ("What does a node cost?", ""),
        ("What do I wear?", ""),
        ("Where is the crash trolley?", ""),
    ],
)
def test_a_card_that_asks_what_something_is_explains_it(front: str, name: str) -> None:
    assert explained_by(helpdesk().cards[0].model_copy(update={"front": front})) == name


def test_questions_answer_where_no_other_item_does() -> None:
    for explained in (pets(), bakery()):
        assert [each for each in answering(explained) if isinstance(each, QuestionItem)] == []
    asked = [each for each in answering(rivers()) if isinstance(each, QuestionItem)]
    assert asked == [each for each in rivers().questions if not isinstance(each, MistakeQuestion)]


def test_a_question_of_a_quiz_is_answered_with_its_solution() -> None:
    lesson = _answered(Finder(rivers()), "which river flows through Cologne?")
    assert plain(lesson.message).startswith("Which river flows through Cologne?")
    assert "Rhine." in plain(lesson.message)
    assert lesson.shown[0] == "question:rhine-typed"


def test_another_question_is_a_press_away() -> None:
    lesson = _answered(Finder(rivers()), "which river flows through Cologne?")
    presses = [decode(each.press) for each in buttons(lesson.message)]
    (other, *_) = (each for each in presses if isinstance(each, ShowSolution))
    asked = bank(rivers())[other.question]
    shown = with_answer(rivers(), asked)
    assert shown.message.private
    assert told(rivers(), asked) in plain(shown.message)


def test_an_objective_that_only_names_its_topic_says_nothing() -> None:
    assert telling(pets()) == {objective.id for objective in pets().objectives}
    assert telling(sailing()) == telling(helpdesk()) == set()
    assert documents.tests_by_objective(helpdesk()) == {}
    assert {texts[2:] for texts in documents.documents(sailing())} == {("", "")}


def test_a_card_is_found_by_its_front_and_its_back() -> None:
    for question in ("where do I park my bike?", "which gate is blue?"):
        assert heading(_found(helpdesk(), question).hits[0].item) == "Where do I park my bike?"


def test_terms_of_one_topic_all_add_something() -> None:
    lesson = _answered(Finder(sailing()), "turning the boat through the wind")
    assert lesson.shown[0].startswith(("term:tacking", "term:gybing"))
    assert len(lesson.shown) == 4


def test_a_card_says_its_back_and_others_are_a_press_away() -> None:
    lesson = _answered(HELPDESK, "my laptop was stolen")
    said = plain(lesson.message)
    assert said.startswith("My laptop was stolen. What now?")
    assert "Call the helpdesk at once" in said
    presses = [decode(each.press) for each in buttons(lesson.message)]
    (other, *_) = (each for each in presses if isinstance(each, ShowCard))
    shown = with_answer(helpdesk(), helpdesk().card_by_id[other.card])
    assert shown.message.private
    assert helpdesk().card_by_id[other.card].back in plain(shown.message)
