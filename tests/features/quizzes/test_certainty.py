"""How sure? Asked only of those who want it, for every kind of question; what was sure but wrong comes back first."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import prompt_of
from bot.content.reading.library import Library
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.actions import PickNext, SaySure
from bot.features.quizzes.certainty import Certainty, mark, said_of, unsaid, with_certainty
from bot.features.quizzes.certainty_pages import summed_up, told
from bot.features.quizzes.model import Answer, Quiz
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.language.actions import MAX_LENGTH, decode, encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import judge
from tests.features.quizzes.test_service import quiz_of
from tests.packs import BAKERY, PETS

ANA = asker("Ana")
SAID = [each for each in Certainty if each]


def quiz(count: int = 5, sure: str | None = None) -> Quiz:
    return Quiz("web:a", "quizid", "ana", "pets", tuple(f"q{number}" for number in range(count)), 0, NOW, sure)


def answers(quiz: Quiz, *right: bool) -> list[Answer]:
    return [
        Answer(quiz.tenant, quiz.id, place, quiz.member, quiz.pack, f"q{place}", "t", each, "", NOW, 100 * each)
        for place, each in enumerate(right)
    ]


@pytest.mark.parametrize(
    ("certainty", "right", "wrong"),
    [(Certainty.UNSAID, 0, 0), (Certainty.UNSURE, 1, 0), (Certainty.FAIRLY, 2, -2), (Certainty.CERTAIN, 3, -6)],
)
def test_the_marks_are_gardner_medwins(certainty: Certainty, right: int, wrong: int) -> None:
    assert mark(certainty, 100) == right
    assert mark(certainty, 0) == wrong
    assert mark(certainty, 50) == Fraction(right + wrong, 2)


@given(st.fractions(0, 1))
def test_an_honest_certainty_pays_best(chance: Fraction) -> None:
    """Not sure below two thirds, fairly sure from there, certain from four fifths."""
    expected = {each: chance * mark(each, 100) + (1 - chance) * mark(each, 0) for each in SAID}
    best = (
        Certainty.UNSURE
        if chance < Fraction(2, 3)
        else Certainty.FAIRLY
        if chance < Fraction(4, 5)
        else Certainty.CERTAIN
    )
    assert expected[best] == max(expected.values())


@given(st.integers(1, 20), st.data())
def test_what_is_said_of_one_question_changes_no_other(count: int, data: st.DataObject) -> None:
    now, expected = quiz(count, unsaid(count)), [Certainty.UNSAID] * count
    for position in data.draw(st.lists(st.integers(0, count - 1), max_size=10)):
        certainty = data.draw(st.sampled_from(Certainty))
        now = replace(now, sure=with_certainty(now, position, certainty))
        expected[position] = certainty
    assert [said_of(now, position) for position in range(count)] == expected


@pytest.mark.parametrize(
    ("sure", "right", "said"),
    [
        (None, "11111", ""),
        ("33333", "11111", "Your mark: +15 of 15. Right when you were certain: 5 of 5. You know what you know."),
        (
            "33320",
            "10011",
            "Your mark: −7 of 15. Right when you were certain: 1 of 3, fairly sure: 1 of 1. "
            "“Certain” only pays if you're right four times out of five.",
        ),
        ("11100", "111", "Your mark: +3 of 15. Right when you were not sure: 3 of 3. You know more than you think!"),
        ("00000", "11111", "Your mark: 0 of 15."),
        ("20000", "0", "Your mark: −2 of 15. Right when you were fairly sure: 0 of 1."),
    ],
)
def test_a_summary_says_the_mark_and_how_well_one_judged(sure: str | None, right: str, said: str) -> None:
    made = quiz(5, sure)
    blocks = summed_up(made, answers(made, *(each == "1" for each in right)))
    assert plain(Message(tuple(blocks))).strip() == said


def test_what_is_partly_right_lies_in_between() -> None:
    made = quiz(2, "33")
    first, second = answers(made, False, False)
    blocks = summed_up(made, [replace(first, credit=67), replace(second, credit=50)])
    assert "Your mark: −1.5 of 6." in plain(Message(tuple(blocks)))
    assert "Certain: −1.5" in plain(Message(tuple(told(quiz(1, "3"), 0, 50))))
    assert "Certain: +3" in plain(Message(tuple(told(quiz(1, "3"), 0, 100))))
    assert "no mark" in plain(Message(tuple(told(quiz(1, "0"), 0, 100))))
    assert not told(quiz(1), 0, 100)


def sure_button(page: Message, words: str) -> SaySure:
    """Return what the button does that says how sure someone is."""
    (found,) = [each.press for each in buttons(page) if words in each.label]
    action = decode(found)
    assert isinstance(action, SaySure)
    return action


@pytest.fixture(params=[PETS, BAKERY], ids=["pets", "bakery"])
def library(request: pytest.FixtureRequest) -> Library:
    folder: Path = request.param
    return Library([folder])


async def test_every_kind_of_question_asks_how_sure_before_the_answer(library: Library, database: Database) -> None:
    quizzes, pack = SoloQuizzes(Shelf(library, database), database, Random(3)), library.default
    page = await quizzes.start(pack, None, 20, ANA, how_sure=True)
    quiz_id = sure_button(page, "Certain").quiz
    made, _ = await quizzes.posed(quiz_id, 0, ANA)
    assert {bank(pack)[each].type for each in made.questions} == {each.type for each in bank(pack).values()}
    for position in range(len(made.questions)):
        page = await quizzes.show(quiz_id, position, ANA)
        labels = [each.label for each in buttons(page)]
        assert labels[:3] == ["Not sure (+1 or 0)", "Fairly sure (+2 or −2)", "Certain (+3 or −6)"]
        assert len(labels) > 3
        made, posed = await quizzes.posed(quiz_id, position, ANA)
        page = await quizzes.say_sure(made, posed, Certainty.CERTAIN, "")
        assert [each.label for each in buttons(page)][2] == "✓ Certain (+3 or −6)"
        made, posed = await quizzes.posed(quiz_id, position, ANA)
        reply = await quizzes.record(made, posed, judge(posed, right=position % 2 == 0), NOW)
        assert ("Certain: +3" in plain(reply)) is (position % 2 == 0)
        with pytest.raises(AlreadyAnswered):
            await quizzes.posed(quiz_id, position, ANA)
    assert "“Certain” only pays" in plain(await quizzes.show(quiz_id, len(made.questions), ANA))


async def test_nobody_else_sees_any_of_it(library: Library, database: Database) -> None:
    quizzes = SoloQuizzes(Shelf(library, database), database, Random(3))
    page = await quizzes.start(library.default, None, 20, ANA)
    quiz_id = quiz_of(page)
    made, _ = await quizzes.posed(quiz_id, 0, ANA)
    said = plain(page)
    for position in range(len(made.questions)):
        made, posed = await quizzes.posed(quiz_id, position, ANA)
        said += plain(await quizzes.show(quiz_id, position, ANA))
        said += plain(await quizzes.record(made, posed, judge(posed, right=False), NOW))
    said += plain(await quizzes.show(quiz_id, len(made.questions), ANA)) + plain(await quizzes.missed(quiz_id, ANA))
    assert not any(word in said.lower() for word in ("sure", "certain", "mark:"))


async def test_a_partial_order_stays(database: Database) -> None:
    library = Library([PETS])
    quizzes = SoloQuizzes(Shelf(library, database), database, Random(3))
    page = await quizzes.start(library.default, None, 20, ANA, how_sure=True)
    quiz_id = sure_button(page, "Certain").quiz
    made, _ = await quizzes.posed(quiz_id, 0, ANA)
    made, posed = await quizzes.posed(quiz_id, made.questions.index("water-order"), ANA)
    action = sure_button(quizzes.page(made, posed, "01"), "Fairly")
    assert action.picked == "01"
    page = await quizzes.say_sure(made, posed, Certainty.FAIRLY, "01")
    picking = [decode(each.press) for each in buttons(page)]
    assert {each.picked for each in picking if isinstance(each, PickNext)} == {"012", "013", ""}


async def test_sure_and_wrong_comes_back_first(database: Database) -> None:
    library = Library([PETS])
    quizzes, pack = SoloQuizzes(Shelf(library, database), database, Random(3)), library.default
    page = await quizzes.start(pack, None, 20, ANA, how_sure=True)
    quiz_id = sure_button(page, "Certain").quiz
    made, _ = await quizzes.posed(quiz_id, 0, ANA)
    certain = made.questions[-1]
    for position, name in enumerate(made.questions):
        made, posed = await quizzes.posed(quiz_id, position, ANA)
        await quizzes.say_sure(made, posed, Certainty.CERTAIN if name == certain else Certainty.FAIRLY, "")
        made, posed = await quizzes.posed(quiz_id, position, ANA)
        await quizzes.record(made, posed, judge(posed, right=False), NOW)
    missed = plain(await quizzes.missed(quiz_id, ANA))
    assert missed.index(prompt_of(bank(pack)[certain])[:40]) < missed.index("✗")
    for _ in range(10):
        again = await quizzes.start(pack, None, 1, ANA, how_sure=True)
        made, _ = await quizzes.posed(sure_button(again, "Certain").quiz, 0, ANA)
        assert made.questions == (certain,)
    others = set()
    for _ in range(20):
        made, _ = await quizzes.posed(quiz_of(await quizzes.start(pack, None, 1, ANA)), 0, ANA)
        others.add(made.questions)
    assert len(others) > 1, "without it, what was missed comes back as before"


def test_a_press_fits() -> None:
    assert len(encode(SaySure("q" * 26, 19, 3, "012345"))) <= MAX_LENGTH
