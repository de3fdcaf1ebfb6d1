"""Two sides compared in one aspect get the comparison about that aspect, by words and by meaning."""

from functools import cache

import pytest

from bot.content.finding.answerer import Answerer
from bot.content.finding.finder import Finder
from bot.features.asking import aspect
from bot.features.lessons.lesson import Lesson
from bot.language.plain import plain
from bot.meaning.model import embedded
from tests.features.asking.answered import answered
from tests.packs import bundled, meetings, pets

PETS, BUNDLED, MEETINGS = map(Finder, (pets(), bundled(), meetings()))


@cache
def answerer() -> Answerer:
    return Answerer([embedded()], None, patience=60)


async def asked(finder: Finder, question: str) -> Lesson:
    return await answered(answerer(), finder, question)


@pytest.mark.parametrize(
    ("finder", "question", "wanted"),
    [
        (BUNDLED, "how do data scientists and AI engineers differ in the amount of data?", "data-amount"),
        (BUNDLED, "how do data scientists and AI engineers differ in training time?", "models-training-time"),
        (BUNDLED, "how do data scientsts and AI enginers differ in trainning time?", "models-training-time"),
        (BUNDLED, "how do data scientists and AI engineers differ in cost of an answer?", "models-running-cost"),
        (BUNDLED, "how do data scientists and AI engineers differ in kind of data", "data-kind"),
        (BUNDLED, "which needs more data, a data scientist or an AI engineer?", "data-amount"),
        (BUNDLED, "Compare data scientists and AI engineers on tools", "models-toolbox"),
        (BUNDLED, "how do the data scientist's and the AI engineer's tools differ?", "models-toolbox"),
        (BUNDLED, "difference between DS and AIE in model size", "models-size"),
        (BUNDLED, "how do the reputations of data scientists and AI engineers differ", "landscape-reputation"),
        (BUNDLED, "compare the first week of a data scientist and an AI engineer", "processes-first-week"),
        (MEETINGS, "difference between a meeting and a chat message in cost", "who-pays"),
        (MEETINGS, "compare meetings and documents on who gets left out", "who-is-left-out"),
        (MEETINGS, "meeting vs document: what's different when people disagree?", "disagreement"),
        (MEETINGS, "compare a meeting and a message on how soon you get an answer", "answer-time"),
        (PETS, "how do cats and dogs differ in exercise", "exercise"),
        (PETS, "how do a kitten and a goldfish differ in hygiene", "hygiene"),
        (PETS, "compare cats and dogs on housing", "housing"),
    ],
)
async def test_an_aspect_of_two_sides_is_the_comparison_about_it(finder: Finder, question: str, wanted: str) -> None:
    assert (await asked(finder, question)).shown[0] == f"comparison:{wanted}"


@pytest.mark.parametrize(
    ("finder", "question", "wanted"),
    [
        (BUNDLED, "how do data scientists and AI engineers differ in the amount of data?", "data-amount"),
        (BUNDLED, "how do data scientists and AI engineers differ in training time?", "models-training-time"),
        (BUNDLED, "difference between DS and AIE in kind of data", "data-kind"),
        (MEETINGS, "compare meetings and documents on who gets left out", "who-is-left-out"),
        (PETS, "compare cats and dogs on exercise", "exercise"),
    ],
)
async def test_words_alone_find_it_too(finder: Finder, question: str, wanted: str) -> None:
    lesson = await answered(Answerer([], None), finder, question)
    assert lesson.shown[0] == f"comparison:{wanted}"


async def test_a_topic_called_like_the_aspect_is_shown_for_both_sides() -> None:
    said = plain((await asked(BUNDLED, "what's different about data between DS and AIE?")).message)
    assert said.startswith("Data\n")
    assert "Data scientist: Mostly tables" in said
    assert "AI engineer: Mostly text" in said


@pytest.mark.parametrize(
    ("finder", "question"),
    [
        (BUNDLED, "how do data scientists and AI engineers differ in salary?"),
        (BUNDLED, "compare data scientists and AI engineers on bananas"),
        (MEETINGS, "compare meetings and documents on bananas"),
        (PETS, "compare cats and dogs on lifespan"),
    ],
)
async def test_an_aspect_that_the_pack_does_not_have_is_refused(finder: Finder, question: str) -> None:
    lesson = await asked(finder, question)
    assert lesson.message.private
    assert "doesn't cover that" in plain(lesson.message)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("how do the costs of cats and dogs differ?", "costs"),
        ("what are the differences between a cat and a dog when it comes to the first evening?", "first evening"),
        ("compare a dog's kind of food with that of a cat", "kind of food"),
        ("dog vs cat: who sleeps more", "who sleeps more"),
        ("what's the difference between a cat and a dog?", ""),
        ("do cats and dogs sleep together?", ""),
        ("how does a cat differ in sleep?", ""),
    ],
)
def test_a_comparison_without_its_sides_leaves_the_aspect(question: str, wanted: str) -> None:
    assert aspect.aspect_of(PETS.pack, question) == wanted
