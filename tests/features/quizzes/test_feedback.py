"""What a learner sees after an answer: a colour, how far they've got, and the right option and their own marked."""

from random import Random

import pytest

from bot.content.question import ChoiceQuestion, OrderQuestion
from bot.content.reading.library import Library
from bot.features.packs.shelf import Shelf
from bot.features.quizzes import grading
from bot.features.quizzes.actions import ShowMissed
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.features.quizzes.shown import marked
from bot.language.actions import decode
from bot.language.message import Message, Progress, Tone
from bot.language.plain import buttons, plain
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import judge
from tests.features.quizzes.test_service import quiz_of
from tests.packs import PETS

ANA = asker("Ana")
PACK = Library([PETS]).default
CHOSEN = [each for each in bank(PACK).values() if each.type in ("choice", "true-false", "which-side")]


@pytest.fixture
def quizzes(database: Database) -> SoloQuizzes:
    return SoloQuizzes(Shelf(Library([PETS]), database), database, Random(5))


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("question", CHOSEN, ids=lambda question: question.id)
def test_the_right_option_and_ones_own_are_marked(question: ChoiceQuestion, right: bool) -> None:
    posed = Posed(PACK, question, "quiz", 0, seed=3)
    said = plain(Message(tuple(marked(posed, judge(posed, right=right).given))))
    lines = said.splitlines()
    assert sum(line.startswith("✓ ") for line in lines) == 1
    assert sum(line.startswith("✗ ") for line in lines) == (not right)
    (own,) = [line for line in lines if "(your answer)" in line]
    assert own.startswith("✓" if right else "✗")


async def test_an_answer_has_a_colour_a_sign_and_a_bar(quizzes: SoloQuizzes) -> None:
    quiz_id = quiz_of(await quizzes.start(PACK, None, 12, ANA))
    for position in range(12):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        right = position % 2 == 0
        reply = await quizzes.record(quiz, posed, judge(posed, right=right), NOW)
        assert reply.tone is (Tone.RIGHT if right else Tone.WRONG)
        assert Progress(position + 1, 12) in reply.blocks
        said = plain(reply)
        assert ("✓ Right!" in said) is right
        assert ("✗ Not quite." in said) is not right
        if isinstance(posed.question, OrderQuestion):
            assert f"Your order:\n{'✓' if right else '✗'} 1. " in said


async def test_an_answer_given_again_looks_as_it_did(quizzes: SoloQuizzes) -> None:
    quiz_id = quiz_of(await quizzes.start(PACK, None, 3, ANA))
    quiz, posed = await quizzes.posed(quiz_id, 0, ANA)
    judgement = judge(posed, right=False)
    first = await quizzes.record(quiz, posed, judgement, NOW)
    with pytest.raises(AlreadyAnswered) as again:
        await quizzes.posed(quiz_id, 0, ANA)
    assert again.value.page.tone is first.tone is Tone.WRONG
    assert set(first.blocks) <= set(again.value.page.blocks)


async def test_the_result_names_three_things_and_leads_to_all(quizzes: SoloQuizzes) -> None:
    quiz_id = quiz_of(await quizzes.start(PACK, None, 10, ANA))
    for position in range(10):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        await quizzes.record(quiz, posed, judge(posed, right=position == 0), NOW)
    summary = await quizzes.show(quiz_id, 10, ANA)
    said = plain(summary)
    assert said.index("Worth another look") < said.index("Daily care:")
    assert 1 <= said.count("•") <= 3
    (button,) = [each for each in buttons(summary) if decode(each.press) == ShowMissed(quiz_id)]
    assert button.label == "What I missed (9)"
    missed = [await quizzes.missed(quiz_id, ANA, first) for first in (0, 3, 6)]
    assert [plain(page).count("✗ You said: ") for page in missed] == [3, 3, 3]
    assert [plain(page).count("The right ") for page in missed] == [3, 3, 3]
    assert [[each.label for each in buttons(page)] for page in missed] == [
        ["More (6)", "The result"],
        ["More (3)", "Back", "The result"],
        ["Back", "The result"],
    ]


async def test_nothing_missed_is_said(quizzes: SoloQuizzes) -> None:
    quiz_id = quiz_of(await quizzes.start(PACK, None, 1, ANA))
    quiz, posed = await quizzes.posed(quiz_id, 0, ANA)
    await quizzes.record(quiz, posed, judge(posed, right=True), NOW)
    summary = await quizzes.show(quiz_id, 1, ANA)
    assert not any(isinstance(decode(each.press), ShowMissed) for each in buttons(summary))
    assert "You got them all right" in plain(await quizzes.missed(quiz_id, ANA))


def test_only_one_reason_is_given() -> None:
    question = next(each for each in CHOSEN if isinstance(each, ChoiceQuestion))
    wrong = next(number for number, each in enumerate(question.options) if not each.correct)
    posed = Posed(PACK, question, "quiz", 0, seed=3)
    said = plain(Message(grading.judge_choice(posed, wrong).reply))
    right = next(each for each in question.options if each.correct)
    assert question.options[wrong].why
    assert str(question.options[wrong].why) in said
    assert right.text in said
    assert not right.why or right.why not in said
