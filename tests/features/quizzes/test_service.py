"""Quizzes taken alone, from the first question to the summary, across restarts, and for their member only."""

from dataclasses import replace
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from bot.content.model import Card, Pack
from bot.content.reading.library import Library
from bot.features.lessons.actions import ShowComparison, ShowTerm
from bot.features.packs.shelf import Shelf
from bot.features.progress.actions import ShowProgress
from bot.features.quizzes.actions import ChooseAnswer, PickNext, StartQuiz, TypeAnswer
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.language.actions import decode
from bot.language.message import Message, message
from bot.language.people import Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import judge
from tests.packs import PETS

ANA = asker("Ana")


@pytest.fixture
def library() -> Library:
    return Library([PETS])


@pytest.fixture
def pack(library: Library) -> Pack:
    return library.default


@pytest.fixture
def quizzes(library: Library, database: Database) -> SoloQuizzes:
    return SoloQuizzes(Shelf(library, database), database, Random(5))


def quiz_of(page: Message) -> str:
    action = decode(buttons(page)[0].press)
    assert isinstance(action, ChooseAnswer | TypeAnswer | PickNext)
    return action.quiz


async def go_through(quizzes: SoloQuizzes, quiz_id: str, marks: list[bool]) -> Message:
    """Answer all questions, right or wrong; return the summary."""
    for position, right in enumerate(marks):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        reply = await quizzes.record(quiz, posed, judge(posed, right=right), NOW)
        assert reply.private
        assert ("Right!" in plain(reply)) is right
        assert buttons(reply)[0].label == ("Next question" if position + 1 < len(marks) else "See how it went")
    return await quizzes.show(quiz_id, len(marks), ANA)


async def test_all_right(quizzes: SoloQuizzes, pack: Pack) -> None:
    page = await quizzes.start(pack, None, 8, ANA)
    assert page.private
    assert "Question 1 of 8" in plain(page)
    said = plain(await go_through(quizzes, quiz_of(page), [True] * 8))
    assert "8 of 8 right" in said
    assert "A clean sheet. Well done!" in said
    assert "Worth another look" not in said


async def test_the_summary_counts_by_topic_and_says_what_to_revisit(quizzes: SoloQuizzes, pack: Pack) -> None:
    care = pack.topic_by_id["care"]
    page = await quizzes.start(pack, care, 4, ANA)
    summary = await go_through(quizzes, quiz_of(page), [True, False, False, True])
    said = plain(summary)
    assert "2 of 4 right" in said
    assert "Daily care: 2 of 4" in said
    assert "The home" not in said
    missed = said.split("Worth another look:\n")[1].split("\n\n")[0].splitlines()
    statements = [f"• {each.statement}" for each in pack.objectives if each.topic == "care"]
    assert missed
    assert set(missed) <= set(statements)
    presses = [decode(button.press) for button in buttons(summary)]
    assert any(isinstance(press, ShowTerm | ShowComparison) for press in presses)
    assert StartQuiz("pets", "care", 4) in presses
    assert ShowProgress("pets") in presses


async def test_the_summary_leads_to_what_is_about_the_objective_not_to_what_touches_it(
    database: Database, tmp_path: Path
) -> None:
    folder = Path(copytree(PETS, tmp_path / "pets"))
    items = folder / "items.yaml"
    touching = "terms:\n  - {id: flat, term: Flat, definition: Where one lives., objectives: [H1, C2]}\n"
    items.write_text(items.read_text(encoding="utf-8").replace("terms:\n", touching), encoding="utf-8")
    library = Library([folder])
    quizzes = SoloQuizzes(Shelf(library, database), database, Random(5))
    page = await quizzes.start(library.default, library.default.topic_by_id["care"], 4, ANA)
    summary = await go_through(quizzes, quiz_of(page), [False] * 4)
    presses = [decode(button.press) for button in buttons(summary)]
    assert ShowTerm("pets", "litter-box") in presses
    assert ShowTerm("pets", "flat") not in presses


async def test_a_restart_goes_on_at_the_same_question(quizzes: SoloQuizzes, pack: Pack, database: Database) -> None:
    page = await quizzes.start(pack, None, 3, ANA)
    quiz_id = quiz_of(page)
    quiz, posed = await quizzes.posed(quiz_id, 0, ANA)
    await quizzes.record(quiz, posed, judge(posed, right=True), NOW)
    before = await quizzes.show(quiz_id, 1, ANA)
    restarted = SoloQuizzes(Shelf(Library([PETS]), database), database, Random(99))
    assert plain(await restarted.show(quiz_id, 1, ANA)) == plain(before)
    with pytest.raises(Refusal, match="Already answered: "):
        await restarted.posed(quiz_id, 0, ANA)


@pytest.mark.parametrize("right", [True, False])
async def test_an_answer_is_explained_once_more(quizzes: SoloQuizzes, pack: Pack, right: bool) -> None:
    """The reply to the press that counted may have been lost."""
    quiz_id = quiz_of(await quizzes.start(pack, None, 20, ANA))
    kinds = set()
    for position in range(20):
        try:
            quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        except Refusal:
            break
        kinds.add(posed.question.type)
        judged = judge(posed, right=right)
        await quizzes.record(quiz, posed, judged, NOW)
        with pytest.raises(AlreadyAnswered) as again:
            await quizzes.posed(quiz_id, position, ANA)
        shown = plain(again.value.page)
        assert all(plain(message(block)) in shown for block in judged.reply)
    assert len(kinds) == 5


async def test_the_first_of_two_answers_at_once_counts(quizzes: SoloQuizzes, pack: Pack) -> None:
    page = await quizzes.start(pack, None, 1, ANA)
    quiz, posed = await quizzes.posed(quiz_of(page), 0, ANA)
    await quizzes.record(quiz, posed, judge(posed, right=True), NOW)
    with pytest.raises(Refusal, match="Already answered: "):
        await quizzes.record(quiz, posed, judge(posed, right=False), NOW)
    assert "1 of 1 right" in plain(await quizzes.show(quiz.id, 1, ANA))


async def test_what_was_missed_comes_again(quizzes: SoloQuizzes, pack: Pack) -> None:
    page = await quizzes.start(pack, None, 1, ANA)
    quiz, posed = await quizzes.posed(quiz_of(page), 0, ANA)
    await quizzes.record(quiz, posed, judge(posed, right=False), NOW)
    for _ in range(5):
        again = await quizzes.start(pack, None, 1, ANA)
        assert (await quizzes.posed(quiz_of(again), 0, ANA))[1].question.id == posed.question.id


async def test_a_quiz_is_for_its_member_alone(quizzes: SoloQuizzes, pack: Pack) -> None:
    quiz_id = quiz_of(await quizzes.start(pack, None, 2, ANA))
    with pytest.raises(Refusal, match="someone else's"):
        await quizzes.show(quiz_id, 0, asker("Ben"))
    with pytest.raises(Refusal, match="can't find that quiz here"):
        await quizzes.posed(quiz_id, 0, replace(ANA, tenant=Tenant("discord:1", "Elsewhere")))


async def test_asking_for_more_questions_than_there_are_gets_them_all(quizzes: SoloQuizzes, pack: Pack) -> None:
    page = await quizzes.start(pack, pack.topic_by_id["home"], 20, ANA)
    total = int(plain(page).split("Question 1 of ")[1].split()[0])
    assert 1 < total < 20
    summary = plain(await go_through(quizzes, quiz_of(page), [True] * total))
    assert f"{total} of {total} right" in summary


async def test_a_topic_without_questions_is_refused(quizzes: SoloQuizzes, pack: Pack) -> None:
    bare = pack.model_copy(update={"questions": (), "comparisons": (), "terms": (), "examples": (), "cards": ()})
    with pytest.raises(Refusal, match=f"no questions in {pack.title} yet; suggest one with /suggest question"):
        await quizzes.start(bare, None, 3, ANA)
    kept = pack.questions[0]
    one = bare.model_copy(update={"questions": (kept,)})
    other = next(each for each in pack.topics if each is not pack.topic_of(kept))
    with pytest.raises(Refusal, match="There are no questions on that topic yet; try another topic"):
        await quizzes.start(one, other, 3, ANA)
    long = Card(
        id="long",
        objectives=(next(each.id for each in pack.objectives if each.topic == other.id),),
        front="How?",
        back="In more than three words.",
    )
    with pytest.raises(Refusal, match=f"there are flashcards. Run /review {other.title}"):
        await quizzes.start(one.model_copy(update={"cards": (long,)}), other, 3, ANA)
