"""Answers to questions that have changed since: whatever a pack asks now, stored answers can be shown."""

import shutil
from itertools import product
from pathlib import Path
from random import Random

import pytest

from bot.content.model import Pack
from bot.content.question import Explanation, MistakeQuestion, Segment
from bot.content.reading.library import Library
from bot.features.packs.shelf import Shelf
from bot.features.progress.beliefs import WrongAnswer, beliefs
from bot.features.quizzes.grading import how_far, say_again
from bot.features.quizzes.misconceptions import shown_by
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import AlreadyAnswered, SoloQuizzes
from bot.features.quizzes.shown import describe, in_full, marked
from bot.features.quizzes.tally import closest, spread, tally
from bot.language.message import Message
from bot.language.plain import plain
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import judge
from tests.features.quizzes.test_service import quiz_of
from tests.packs import BAKERY, bakery, changed, pets

ANA = asker("Ana")
FIT = [Posed(pack, question, "quiz", 0, 7) for pack in (bakery(), pets()) for question in bank(pack).values()]
KINDS = list({posed.question.type: posed for posed in FIT}.values())


@pytest.mark.parametrize("now", FIT, ids=lambda posed: posed.question.id)
def test_an_answer_to_any_question_can_be_shown(now: Posed) -> None:
    for then, was_right, right in product(KINDS, (True, False), (True, False)):
        given = judge(then, right=was_right).given
        said = plain(Message(tuple(say_again(now, given, right=right))))
        assert said.startswith("✓") is right
        assert how_far(now, given, right=right).startswith("✓") is right
        assert describe(now, given)
        assert in_full(now, given)
        assert marked(now, given)
        assert closest(now, [given]) is None or now.question.type == "estimate"
        tally(now, [given], right)
        spread(now, [given, given])
        shown_by(now.pack, now.question, given, right=right)


def of_another_kind(pack: Pack, name: str) -> Pack:
    """Return the pack after its author has replaced a question with one that asks for a mistake."""
    mistake = MistakeQuestion(
        id=name,
        objectives=("parts",),
        type="mistake",
        parts=(Segment(text="Flour"), Segment(text="Sand", fix="Salt", misconception="at-once")),
        explanation=Explanation(right="Salt it is.", wrong="Salt it is."),
    )
    others = [mistake if each.id == name else each for each in pack.questions]
    return changed(pack, questions=tuple(others))


def test_a_teams_report_copes_with_a_question_of_another_kind() -> None:
    pack = of_another_kind(bakery(), "rise-cloze")
    latest = [(str(member), "rise-cloze", 1) for member in range(5)]
    wrong = [
        WrongAnswer(str(member), "rise-cloze", given, 1)
        for member, given in enumerate(("yeast\nwater", "0", "0", "0"))
    ]
    (found,) = beliefs(pack, latest, wrong, 5)
    assert (found.believers, found.asked) == (3, 5)


async def test_a_quiz_goes_on_when_its_questions_change(sqlite_database: Database, tmp_path: Path) -> None:
    library = Library([BAKERY])
    quizzes = SoloQuizzes(Shelf(library, sqlite_database), sqlite_database, Random(5))
    quiz_id = quiz_of(await quizzes.start(library.default, None, 7, ANA))
    asked = []
    for position in range(7):
        quiz, posed = await quizzes.posed(quiz_id, position, ANA)
        asked.append(posed.question.id)
        await quizzes.record(quiz, posed, judge(posed, right=False), NOW)
    quizzes = SoloQuizzes(Shelf(Library([renewed(tmp_path)]), sqlite_database), sqlite_database, Random(5))
    assert "0 of 7 right" in plain(await quizzes.show(quiz_id, 7, ANA))
    missed = [plain(await quizzes.missed(quiz_id, ANA, first)) for first in (0, 3, 6)]
    assert "".join(missed).count("✗ You said: something that isn't there any more") == 2
    with pytest.raises(AlreadyAnswered) as again:
        await quizzes.posed(quiz_id, asked.index("salt-number"), ANA)
    assert "This question has changed since you answered it." in plain(again.value.page)


def renewed(folder: Path) -> Path:
    """Write a copy of the pack in which a number question is now a choice, and a text has one more gap."""
    copy = folder / "bakery"
    shutil.copytree(BAKERY, copy)
    items = (copy / "items.yaml").read_text()
    number, rest = items.index("  - id: salt-number"), items.index("  - id: loaf-estimate")
    items = items[:number] + _CHOICE + items[rest:].replace("eats sugar and", "eats {{sugar}} and")
    (copy / "items.yaml").write_text(items)
    return copy


_CHOICE = """
  - id: salt-number
    type: choice
    objectives: [parts]
    prompt: How much salt goes into a loaf of 500 g of flour?
    options:
      - { text: 10 g, correct: true, why: About 2 % of the flour. }
      - { text: A kilo, why: Nobody could eat that. }
"""
