"""Any question that an author can write fits every platform, and a right answer gets full credit."""

import json
from typing import get_args

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from adapters.discord.inbound.modal import modal
from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import Renderer as DiscordRenderer
from adapters.slack.inbound import modals
from adapters.slack.outbound.escape import phrase_for
from adapters.slack.outbound.pages import Renderer as SlackRenderer
from adapters.web.render import render
from bot.catalogue import CATALOGUE
from bot.content.gaps import gapped
from bot.content.question import ClozeQuestion, MatchQuestion, Question, SeveralQuestion
from bot.content.solutions import solution
from bot.features.help.pages import scoring
from bot.features.quizzes.answer_forms import form, in_words
from bot.features.quizzes.grading import WITH_BUTTONS, how_far, judge_text, say_again
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.model import FULL
from bot.features.quizzes.options import options_of, rights_shown
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import present
from bot.features.quizzes.shown import in_full, marked
from bot.features.quizzes.tally import closest, spread, tally
from bot.language.forms import TYPED, Form
from bot.language.message import Message
from bot.language.plain import plain
from bot.language.refusals import Refusal
from tests.adapters.slack.test_render import WAY
from tests.fakes.discord.schema import complaints
from tests.fakes.slack.rules import faults_of_message, faults_of_view
from tests.features.quizzes.answering import judge
from tests.features.quizzes.any_question import any_question
from tests.packs import bakery

KINDS = get_args(get_args(Question)[0])
SLACK = SlackRenderer(phrase_for(command.name for command in CATALOGUE))
DISCORD = DiscordRenderer(CATALOGUE)

posed = st.builds(
    Posed, st.just(bakery()), any_question, st.just("quizid"), st.integers(0, 19), st.integers(0, 2**31 - 1)
)


def fits_everywhere(said: Message) -> None:
    """Assert that no platform refuses a message."""
    for page in DISCORD.post(said, ""):
        assert complaints("message", json.loads(message_body(page, private=said.private))) == []
    for shown in SLACK.pages(said, {}):
        assert faults_of_message(json.loads(shown.body(response_type="ephemeral"))) == []
    assert json.dumps(render(said, lambda *_: ""))


def fits_every_form(asked: Form) -> None:
    """Assert that no platform refuses a form."""
    made = modal(asked, "words.1:quizid:0")
    assert complaints("callback", {"type": 9, "data": made}) == []
    assert faults_of_view(modals.form(asked, "words.1:quizid:0", WAY, SLACK.phrase)) == []


def filled_rightly(of: Posed) -> dict[str, str]:
    """Return the right answer as a form would send it."""
    question: Question = of.question
    match question:
        case SeveralQuestion():
            return {TYPED: ", ".join(shown.label[0] for shown in options_of(of) if shown.right)}
        case MatchQuestion():
            at = {number: place for place, (number, _) in enumerate(rights_shown(question, of.seed))}
            return {str(number + 1): "ABCDEFGH"[at[number]] for number in range(len(question.pairs))}
        case ClozeQuestion():
            answers = gapped(question.text).answers
            return {str(place): each for place, each in enumerate(answers, 1)} if answers[1:] else {TYPED: answers[0]}
        case _:
            return {TYPED: solution(of.pack, of.question)[0]}


def check(of: Posed, judged: Judgement) -> None:
    """Assert that a judged answer can be shown everywhere, now and later."""
    assert 0 <= judged.credit <= FULL
    assert judged.right or judged.credit < FULL
    for reply in (judged.reply, say_again(of, judged.given, right=judged.right)):
        fits_everywhere(Message((*marked(of, judged.given), *reply)))
    assert in_full(of, judged.given)
    assert how_far(of, judged.given, right=judged.right).startswith("✓") is judged.right
    tally(of, [judged.given], judged.right)
    spread(of, [judged.given] * 2)
    closest(of, [judged.given])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_generated_and_can_be_shown(kind: type[Question]) -> None:
    the_first = settings(phases=[Phase.generate], max_examples=1000, database=None, derandomize=True)
    question = find(any_question, lambda each: isinstance(each, kind), settings=the_first)
    fits_everywhere(Message(tuple(present(Posed(bakery(), question, "quizid", 0, 0)))))


@given(posed)
def test_a_right_answer_gets_full_credit(of: Posed) -> None:
    fits_everywhere(Message(tuple(present(of))))
    if isinstance(of.question, WITH_BUTTONS):
        for right in (True, False):
            judged = judge(of, right=right)
            assert judged.credit == (FULL if right else 0)
            check(of, judged)
        return
    fits_every_form(form(of))
    judged = judge_text(of, in_words(of, filled_rightly(of)))
    assert (judged.right, judged.credit) == (True, FULL)
    check(of, judged)


def test_help_says_what_every_kind_is_worth() -> None:
    fits_everywhere(scoring())
    told = plain(scoring()).lower()
    words = {
        "choice": "one choice", "several": "all that apply", "true-false": "true or false", "which-side": "a side",
        "free-text": "typed words", "number": "a number", "estimate": "guesses", "match": "pairs", "cloze": "gaps",
        "mistake": "a mistake", "order": "an order",
    }  # fmt: skip
    assert words.keys() == {get_args(each.model_fields["type"].annotation)[0] for each in KINDS}
    assert [each for each in words.values() if each not in told] == []


@given(posed, st.data())
def test_whatever_is_filled_in_is_judged_or_refused_kindly(of: Posed, data: st.DataObject) -> None:
    assume(not isinstance(of.question, WITH_BUTTONS))
    asked = form(of)
    odd = st.text(max_size=60) | st.sampled_from(("", ";", "1e400", "9" * 200, "-1/3", "A A", "1a1a", "½", "一", "٣"))
    filled = {
        each.name: data.draw(
            odd | st.sampled_from([choice.value for choice in (*each.choices, *each.several)] or [""])
        )
        for each in asked.fields
    }
    try:
        judged = judge_text(of, in_words(of, filled))
    except Refusal as refused:
        assert refused.sentence.endswith(".")
    else:
        check(of, judged)
