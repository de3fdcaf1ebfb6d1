"""What a question says may be left out of its answer, unless that would name something else."""

from pathlib import Path

import pytest

from bot.content.answers import vocabulary, wanted
from bot.content.keys import keys
from bot.content.model import Pack
from bot.content.question import FreeTextQuestion, Reject
from bot.judging.judge import judge
from bot.judging.model import Verdict
from bot.language.text import clean
from tests.packs import changed, pets

_LINES = Path(__file__).with_name("shorter_answers.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")]


def asking(*questions: tuple[str, str], **others: object) -> Pack:
    """Return a pack of nothing but questions and their answers."""
    objective = pets().objectives[0].id
    asked = (
        FreeTextQuestion(
            id=f"q{number}", objectives=(objective,), type="free-text", prompt=prompt, answers=(answer,), **others
        )
        for number, (prompt, answer) in enumerate(questions)
    )
    return changed(pets(), questions=tuple(asked))


def counts(pack: Pack, typed: str, number: int = 0) -> bool:
    """Return whether a typed answer to one of a pack's questions counts as right."""
    question = pack.questions[number]
    assert isinstance(question, FreeTextQuestion)
    return judge(clean(typed), wanted(question, pack), vocabulary(pack)).verdict.counts


def test_answers_are_judged_by_what_the_question_says() -> None:
    packs = {(prompt, answer): asking((prompt, answer)) for prompt, answer, *_ in ROWS}
    wrong = [row for row in ROWS if counts(packs[row[0], row[1]], row[3]) is not (row[2] == "right")]
    assert wrong == []


def test_without_the_question_nothing_may_be_left_out() -> None:
    assert not counts(asking(("What is this?", "Pacific Ocean")), "Pacific")
    assert not counts(asking(("What is this?", "Marie Curie")), "Curie")


def test_a_near_miss_is_told_the_whole_answer() -> None:
    pack = asking(("Which ventricle pumps blood to the body?", "left ventricle"))
    question = pack.questions[0]
    assert isinstance(question, FreeTextQuestion)
    judged = judge("lift", wanted(question, pack), vocabulary(pack))
    assert (judged.verdict, judged.answer) == (Verdict.NEAR, "left ventricle")


def test_a_surname_that_two_people_have_is_not_enough() -> None:
    radium = ("Who discovered radium?", "Marie Curie")
    assert counts(asking(radium), "Curie")
    assert not counts(asking(radium, ("Who was her husband?", "Pierre Curie")), "Curie")
    rejected = Reject(answers=("Pierre Curie",), reply="That was her husband.")
    assert not counts(asking(radium, reject=(rejected,)), "Curie")


def test_the_name_of_something_else_is_not_enough() -> None:
    asked = ("Which injection hides orders in a text?", "prompt injection")
    assert counts(asking(asked), "prompt")
    assert not counts(asking(asked, ("What do you type into a chat?", "prompt")), "prompt")


@pytest.mark.parametrize(
    ("language", "prompt", "answer", "typed", "right"),
    [
        ("de", "Wer entdeckte das Radium?", "Marie Curie", "Curie", True),
        ("de", "Wie heißt die Entdeckerin?", "Marie Curie", "Curie", False),
        ("de", "Wer schrieb Faust?", "Johann Wolfgang von Goethe", "von Goethe", True),
        ("de", "Welcher Ozean ist der größte?", "der Pazifische Ozean", "Pazifische", True),
        ("de", "Welche Fälle liegen in Sambia?", "Victoriafälle", "Victoria", False),
        ("fr", "Quel océan est le plus grand ?", "l'océan Pacifique", "Pacifique", True),
        ("fr", "Qui a peint la Joconde ?", "Léonard de Vinci", "de Vinci", True),
        ("es", "¿Qué río pasa por Lisboa?", "río Tajo", "Tajo", True),
        ("es", "¿Quién escribió el Quijote?", "Miguel de Cervantes", "Cervantes", True),
        ("ja", "だれ?", "Marie Curie", "Curie", False),
    ],
)
def test_kinds_and_names_may_be_left_out_in_other_languages(
    language: str, prompt: str, answer: str, typed: str, right: bool
) -> None:
    assert counts(changed(asking((prompt, answer)), language=language), typed) is right


@pytest.mark.parametrize(("typed", "right"), [("Pacific", True), ("ocean", False), ("South Pacific", False)])
def test_flashcards_may_be_answered_as_short(typed: str, right: bool) -> None:
    pack = pets()
    accepted = keys(["Pacific Ocean"], [], "Which ocean is the largest?", pack).wanted(pack)
    assert judge(typed, accepted, vocabulary(pack)).verdict.counts is right


@pytest.mark.parametrize(
    ("prompt", "answer", "typed", "right"),
    [
        ("What's the plural of “mouse”?", "mice", "mouse", False),
        ("What's the past participle of “write”?", "written", "wrote", False),
        ("What's the maximum file size?", "25 MB", "at least 25 MB", False),
        ("What's the maximum file size?", "25 MB", "up to 25 MB", True),
        ("What's the minimum age?", "18 years", "up to 18 years", False),
    ],
)
def test_flashcards_take_the_form_and_the_limit_that_they_ask_for(
    prompt: str, answer: str, typed: str, right: bool
) -> None:
    pack = pets()
    accepted = keys([answer], [], prompt, pack).wanted(pack)
    assert judge(typed, accepted, vocabulary(pack)).verdict.counts is right
