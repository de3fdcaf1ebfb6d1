"""The benchmarks' players can answer any question that a game asks."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.web.render import render
from benchmarks.tabs import answer_to
from bot.features.games.actions import PlayChoice, PlayOrder
from bot.features.quizzes.answer_forms import in_words
from bot.features.quizzes.grading import judge_choice, judge_order, judge_text
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.posed import IN_GAME, Posed
from bot.features.quizzes.presentation import present
from bot.language.actions import decode
from bot.language.forms import TYPED
from bot.language.message import Message
from tests.features.quizzes.any_question import any_question
from tests.packs import bakery

posed = st.builds(
    Posed, st.just(bakery()), any_question, st.just("game"), st.just(0), st.integers(0, 99), st.just(IN_GAME)
)


def judged(of: Posed) -> Judgement | None:
    """Answer a question as the page shows it; return the judgement."""
    said = Message(tuple(present(of)))
    answer = answer_to({"blocks": render(said, lambda *_: "")})
    match decode(answer["press"]):
        case PlayChoice(choice=choice):
            return judge_choice(of, choice)
        case PlayOrder(picked=picked):
            return judge_order(of, picked)
        case _:
            return judge_text(of, in_words(of, answer.get("fields") or {TYPED: answer["text"]}))


@given(posed)
def test_any_question_of_a_game_takes_the_answer(of: Posed) -> None:
    assert judged(of) is not None
