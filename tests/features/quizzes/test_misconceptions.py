"""What an answer shows about someone's beliefs: options, statements, typed answers and parts point to them."""

from random import Random

import pytest

from bot.content.model import Misconception, Pack
from bot.content.question import (
    ChoiceQuestion,
    Explanation,
    MistakeQuestion,
    NumberQuestion,
    Option,
    Question,
    Reject,
    Segment,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.content.reading.library import Library
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.misconceptions import shown_by, that_it_may_show, told
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import SoloQuizzes
from bot.language.plain import plain
from bot.storage.database import Database
from tests.features.lessons.asking import NOW, asker
from tests.features.quizzes.answering import judge
from tests.features.quizzes.test_service import quiz_of
from tests.packs import BAKERY, changed, pets

WHY = Explanation(right="So it is.", wrong="It isn't.")
C1 = ("C1",)
CHOICE = ChoiceQuestion(
    id="choice",
    objectives=C1,
    type="choice",
    prompt="Who barks?",
    options=(
        Option(text="Dog", correct=True, why="Yes.", misconception="never"),
        Option(text="Cat", why="No.", misconception="cats-bark"),
        Option(text="Fish", why="No."),
    ),
)
SEVERAL = SeveralQuestion(
    id="several",
    objectives=C1,
    type="several",
    prompt="Who has fur?",
    options=(
        Option(text="Dog", correct=True, why="Yes."),
        Option(text="Cat", correct=True, why="Yes."),
        Option(text="Fish", why="No.", misconception="fish-fur"),
        Option(text="Frog", why="No.", misconception="frog-fur"),
    ),
)
TRUE_FALSE = TrueFalseQuestion(
    id="tf",
    objectives=C1,
    type="true-false",
    statement="Cats bark.",
    answer=False,
    explanation=WHY,
    misconception="cats-bark",
)
WHICH = WhichSideQuestion(
    id="which",
    objectives=C1,
    type="which-side",
    statement="It barks.",
    answer="dog",
    explanation=WHY,
    misconception="cats-bark",
)
NUMBER = NumberQuestion(
    id="number",
    objectives=C1,
    type="number",
    prompt="How many legs has a dog?",
    value="4",
    reject=(
        Reject(answers=("2",), reply="That's you.", misconception="like-me"),
        Reject(answers=("8",), reply="No."),
    ),
    explanation=WHY,
)
MISTAKE = MistakeQuestion(
    id="mistake",
    objectives=C1,
    type="mistake",
    parts=(
        Segment(text="Dogs bark,", misconception="cats-bark"),
        Segment(text="fish fly,", fix="fish swim,", misconception="fish-fur"),
        Segment(text="and frogs jump."),
    ),
    explanation=WHY,
)
ALL: tuple[Question, ...] = (CHOICE, SEVERAL, TRUE_FALSE, WHICH, NUMBER, MISTAKE)


def pack() -> Pack:
    """Pets, with questions that point to misconceptions."""
    names = ("cats-bark", "fish-fur", "frog-fur", "like-me", "never")
    listed = (
        Misconception(id=name, objectives=C1, belief=f"I believe {name}.", truth=f"Not {name}.") for name in names
    )
    return changed(pets(), questions=ALL, misconceptions=tuple(listed))


@pytest.mark.parametrize(
    ("question", "given", "right", "shown"),
    [
        (CHOICE, "0", True, set()),
        (CHOICE, "1", False, {"cats-bark"}),
        (CHOICE, "2", False, set()),
        (CHOICE, "5", False, set()),
        (SEVERAL, "01", True, set()),
        (SEVERAL, "0", False, set()),
        (SEVERAL, "023", False, {"fish-fur", "frog-fur"}),
        (TRUE_FALSE, "1", False, {"cats-bark"}),
        (TRUE_FALSE, "0", True, set()),
        (WHICH, "0", False, {"cats-bark"}),
        (NUMBER, "2", False, {"like-me"}),
        (NUMBER, "two", False, {"like-me"}),
        (NUMBER, "8", False, set()),
        (NUMBER, "7", False, set()),
        (NUMBER, "no idea", False, set()),
        (MISTAKE, "0", False, {"cats-bark", "fish-fur"}),
        (MISTAKE, "1", True, set()),
        (MISTAKE, "2", False, {"fish-fur"}),
    ],
)
def test_an_answer_shows_what_it_points_to(question: Question, given: str, *, right: bool, shown: set[str]) -> None:
    assert shown_by(pack(), question, given, right=right) == shown
    assert shown <= that_it_may_show(question)


def test_every_question_says_what_its_answers_may_show() -> None:
    assert {question.id: sorted(that_it_may_show(question)) for question in ALL} == {
        "choice": ["cats-bark", "never"],
        "several": ["fish-fur", "frog-fur"],
        "tf": ["cats-bark"],
        "which": ["cats-bark"],
        "number": ["like-me"],
        "mistake": ["cats-bark", "fish-fur"],
    }
    assert not any(that_it_may_show(each) for each in bank(pets()).values())


def test_what_is_told_is_kind_and_short() -> None:
    assert not told(pack(), ["unknown"])
    names = ["fish-fur", "fish-fur", "cats-bark", "like-me"]
    said = [str(each) for each in told(pack(), names[:2])]
    assert "believe this" in said[0]
    assert len(told(pack(), names)) == 3


async def test_a_summary_says_what_the_learner_may_believe(database: Database) -> None:
    library = Library([BAKERY])
    quizzes, ana, mistakes = SoloQuizzes(Shelf(library, database), database, Random(5)), asker("Ana"), 0
    for right in (False, True):
        quiz_id = quiz_of(await quizzes.start(library.default, None, 20, ana))
        quiz, posed = await quizzes.posed(quiz_id, 0, ana)
        for position in range(len(quiz.questions)):
            quiz, posed = await quizzes.posed(quiz_id, position, ana)
            mistakes += posed.question.type == "mistake"
            await quizzes.record(quiz, posed, judge(posed, right=right), NOW)
        said = plain(await quizzes.show(quiz_id, len(quiz.questions), ana))
        believed = "“Dough can be baked at once.”\nReally: Dough needs time to rise."
        assert (believed in said) is not right
    assert mistakes == 2
