"""Forms for answering questions: what they ask, that they fit everywhere, and that they count like typed words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.inbound.modal import filled, modal
from adapters.slack.inbound import modals
from adapters.slack.inbound.payload import submitted as submitted_to_slack
from adapters.slack.origin import Origin, ReplyPath
from bot.content.question import ClozeQuestion, MatchQuestion, SeveralQuestion, prompt_of
from bot.features.quizzes.answer_forms import form, in_words
from bot.features.quizzes.grading import judge_text
from bot.features.quizzes.model import FULL
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.language.codec import dump, load
from bot.language.controls import Button, Buttons
from bot.language.forms import TYPED
from bot.language.message import Message, message
from bot.language.refusals import Refusal
from tests.fakes.discord.schema import complaints
from tests.fakes.slack.payloads import submission
from tests.fakes.slack.rules import faults_of_view
from tests.features.quizzes.answering import words_for
from tests.packs import bakery

WITH_FORMS = [each.id for each in bakery().questions if each.type != "mistake"]
WAY = ReplyPath(Origin("T1", "home", "U1", "Ben", None, "C1", "general", direct=False, at=None), None, "t")  # type: ignore[arg-type]

LINE = st.text("aé字 W.", min_size=1, max_size=80).map(str.strip).filter(bool)
SEVERAL = st.lists(st.text("aé字W ", min_size=1, max_size=150).filter(str.strip), min_size=3, max_size=6).map(
    lambda texts: bank(bakery())["bread-several"].model_copy(
        update={
            "options": tuple(
                bank(bakery())["bread-several"].options[0].model_copy(update={"text": text})  # type: ignore[union-attr]
                for text in texts
            )
        }
    )
)
MATCH = st.tuples(
    st.lists(st.tuples(LINE, LINE), min_size=3, max_size=5),
    st.lists(LINE, max_size=3),
    st.sampled_from(["What?", "x" * 300]),
).map(
    lambda made: MatchQuestion.model_validate(
        {
            "id": "m",
            "type": "match",
            "objectives": ("parts",),
            "prompt": made[2],
            "pairs": tuple({"left": left, "right": right} for left, right in made[0]),
            "decoys": tuple(made[1]),
            "explanation": {"right": "Yes.", "wrong": "No."},
        }
    )
)
CLOZE = st.tuples(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=5), st.booleans()).map(
    lambda made: ClozeQuestion.model_validate(
        {
            "id": "c",
            "type": "cloze",
            "objectives": ("parts",),
            "text": " ".join(f"{around} {{{{{gap}}}}}" for around, gap in made[0]),
            "choose": made[1],
            "explanation": {"right": "Yes.", "wrong": "No."},
        }
    )
)


def posed(question: str, seed: int = 3) -> Posed:
    return Posed(bakery(), bank(bakery())[question], "quizid", 2, seed)


@pytest.mark.parametrize(
    ("question", "names", "example"),
    [
        ("bread-several", [TYPED], "A C"),
        ("salt-number", [TYPED], ""),
        ("loaf-estimate", [TYPED], ""),
        ("tool-match", ["1", "2", "3"], "1C 2B 3A"),
        ("rise-cloze", ["1", "2"], "first; second"),
        ("rest-cloze", ["1", "2", "3"], "first; second; third"),
    ],
)
def test_a_form_has_a_field_for_each_part(question: str, names: list[str], example: str) -> None:
    asked = form(posed(question))
    assert [each.name for each in asked.fields] == names
    assert asked.example == example
    assert asked.asks.startswith(prompt_of(posed(question).question))


def test_each_gap_is_shown_by_the_words_around_it() -> None:
    hints = [each.hint for each in form(posed("rise-cloze")).fields]
    assert hints == ["The ____ eats sugar and makes ….", "The … eats sugar and makes ____."]


def test_a_question_with_buttons_has_no_form() -> None:
    with pytest.raises(Refusal, match="buttons"):
        form(posed("recipe-mistake"))


@given(st.sampled_from(WITH_FORMS), st.integers(0, 2**31 - 1))
def test_a_filled_in_form_counts_like_the_same_words(question: str, seed: int) -> None:
    of = posed(question, seed)
    right = words_for(of, right=True)
    fields = form(of).fields
    if isinstance(of.question, SeveralQuestion):
        values = [right.replace(" ", ", ")]
    elif isinstance(of.question, MatchQuestion):
        values = right.split()
    else:
        values = right.split("; ")
    given_ = {field.name: value for field, value in zip(fields, values, strict=True)}
    assert judge_text(of, in_words(of, given_)) == judge_text(of, right)
    assert judge_text(of, in_words(of, {TYPED: right})).credit == FULL


@given(st.sampled_from(WITH_FORMS), st.dictionaries(st.sampled_from(["1", "2", "3", "9", "x", TYPED]), st.text()))
def test_whatever_comes_back_is_judged_or_refused(question: str, rubbish: dict[str, str]) -> None:
    of = posed(question)
    try:
        assert 0 <= judge_text(of, in_words(of, rubbish)).credit <= FULL
    except Refusal as refused:
        assert refused.sentence.endswith(".")


@given(st.one_of(SEVERAL, MATCH, CLOZE), st.integers(0, 99))
def test_any_form_fits_everywhere(question: SeveralQuestion | MatchQuestion | ClozeQuestion, seed: int) -> None:
    asked = form(Posed(bakery(), question, "quizid", 0, seed))
    made = modal(asked, "words.1:quizid:0")
    assert complaints("callback", {"type": 9, "data": made}) == []
    assert len([part for part in made["components"] if part["type"] == 18]) == len(asked.fields)
    view = modals.form(asked, "words.1:quizid:0", WAY, str)
    assert faults_of_view(view) == []
    kept = message(Buttons((Button("Answer", "words.1:quizid:0", form=asked),)))
    assert load(dump(kept)) == kept
    assert isinstance(kept, Message)


def test_ticks_come_back_from_discord_and_slack() -> None:
    asked = form(posed("bread-several"))
    ticked = {"type": 18, "component": {"type": 22, "custom_id": TYPED, "values": ["A", "C"]}}
    assert filled([ticked]) == {TYPED: "A, C"}
    view = modals.form(asked, "p", WAY, str)
    assert json.loads(view["private_metadata"])["press"] == "p"
    assert submitted_to_slack(submission(view, {modals.FIELD: "A, C"})) == {modals.FIELD: "A, C"}
