"""Answers to free questions: measured on what people ask, and shown with a source and ways to go on."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.content.find import Finder
from bot.features.lessons.actions import RereadTip, ShowTerm
from bot.features.lessons.ask import ask
from bot.features.lessons.compare import overview
from bot.features.lessons.lesson import key, teachings
from bot.features.quizzes.actions import StartQuiz
from bot.language.actions import decode
from bot.language.plain import buttons, plain
from tests.packs import bundled, pets

QUESTIONS = yaml.safe_load(Path(__file__).with_name("ask_questions.yaml").read_text(encoding="utf-8"))
PETS = Finder(pets())
BUNDLED = Finder(bundled())
TAUGHT = {key(item): set(item.objectives) for item in teachings(BUNDLED.pack)}

FIRST, SHOWN = 0.84, 0.93
"""Shares of the questions that the first item answers, and that any item shown answers; measured: 0.86 and 0.95."""


@dataclass(frozen=True)
class Answered:
    """Whether the first item teaches what was asked, and whether any that is shown does."""

    first: bool
    shown: bool


def answered(question: str, objectives: set[str]) -> Answered:
    best = BUNDLED.search.find(question)[0].item
    lesson = ask(BUNDLED, question)
    if lesson == overview(BUNDLED.pack, BUNDLED.pack.sides):
        return Answered(first="L4" in objectives, shown="L4" in objectives)
    shown = lesson.shown
    return Answered(
        first=bool(shown) and key_or_none(best) == shown[0] and bool(TAUGHT[shown[0]] & objectives),
        shown=any(TAUGHT[each] & objectives for each in shown),
    )


def key_or_none(item: object) -> str | None:
    return next((key(each) for each in teachings(BUNDLED.pack) if each is item), None)


def test_what_people_ask_is_answered() -> None:
    assert {objective for each in QUESTIONS["covered"] for objective in each["teaches"]} == {
        objective.id for objective in BUNDLED.pack.objectives
    }
    results = {each["ask"]: answered(each["ask"], set(each["teaches"])) for each in QUESTIONS["covered"]}
    assert len(results) > 100
    missed = [question for question, result in results.items() if not result.shown]
    assert sum(result.first for result in results.values()) / len(results) >= FIRST
    assert sum(result.shown for result in results.values()) / len(results) >= SHOWN, missed


@pytest.mark.parametrize("question", QUESTIONS["not_covered"])
def test_what_the_pack_does_not_cover_is_not_answered(question: str) -> None:
    lesson = ask(BUNDLED, question)
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
        ("can I reuse one model?", "term:generalization"),
        ("what are the knobs called", "term:hyperparameter"),
        ("feature creation from other columns", "term:feature"),
    ],
)
def test_a_word_is_found_however_it_is_typed(question: str, term: str) -> None:
    assert ask(BUNDLED, question).shown[0] == term


def test_an_answer_names_its_source_and_leads_on() -> None:
    lesson = ask(PETS, "who has to be walked?")
    said = plain(lesson.message)
    assert "walk" in said.lower()
    assert "— Pets compared · Daily care" in said
    assert not lesson.message.private
    presses = [decode(button.press) for button in buttons(lesson.message)]
    assert presses[0] == StartQuiz("pets", "care")
    assert RereadTip("pets", "walk") not in presses, "what is shown already"


def test_a_misspelt_word_is_understood() -> None:
    assert ask(PETS, "which one needs an aqarium?").shown == ask(PETS, "which one needs an aquarium?").shown


def test_what_is_not_covered_offers_the_nearest() -> None:
    lesson = ask(PETS, "may hamsters and parrots and horses share an aquarium?")
    assert lesson.shown == ()
    assert "The closest things I know about:" in plain(lesson.message)
    assert ShowTerm("pets", "aquarium") in [decode(button.press) for button in buttons(lesson.message)]


@pytest.mark.parametrize("question", ["why?", "what is it?", "?!", '" OR NEAR( *', "a" * 300, "𝔷𝔷𝔷"])
def test_a_question_that_says_nothing_gets_a_way_on(question: str) -> None:
    assert buttons(ask(PETS, question).message)
