"""What may be typed on cards and into gaps."""

from bot.content.answers import vocabulary
from bot.content.gaps import gapped
from bot.content.keys import keys, keys_of_gap
from bot.content.model import Term
from bot.content.question import Explanation, FreeTextQuestion
from bot.judging.judge import judge
from tests.packs import changed, pets

INJECTION = Term.model_construct(
    id="injection",
    objectives=(),
    term="Prompt injection",
    aliases=("PI", "hijacking"),
    typed=("injection",),
    definition="Orders, as by injection, in a text.",
    example=None,
    see_also=(),
)
EXPLANATION = Explanation(right="Yes.", wrong="No.")
PACK = changed(pets(), id="keys", terms=(INJECTION,))


def test_a_term_brings_its_other_names() -> None:
    found = keys(["prompt injection"], ["an attack"], "What's that called?", PACK)

    assert found.answers == ("prompt injection", "PI", "hijacking")
    assert found.standalone == ("an attack", "injection")


def test_an_alias_brings_nothing_as_it_may_mean_something_else() -> None:
    assert keys(["hijacking"], [], "What's that called?", PACK).answers == ("hijacking",)


def test_a_name_in_the_question_isnt_an_answer() -> None:
    assert keys(["prompt injection"], [], "What does PI stand for?", PACK).answers == (
        "prompt injection",
        "hijacking",
    )


def test_the_words_beside_a_gap_may_be_typed_along() -> None:
    text = gapped("A model learns from the {{training}} set, or from a {{well-kept|tidy}} one.")

    assert set(text.beside(0)) == {"the training set", "the training", "training set"}
    found = keys_of_gap(text, 1, PACK)
    assert found.answers == ("well-kept", "tidy")
    assert judge("tidy one", found.wanted(PACK)).verdict.counts


def test_no_word_is_beside_a_gap_that_stands_alone() -> None:
    assert gapped("{{One}}, ({{two}}).").beside(0) == ()


def test_sample_answers_arent_words_of_the_pack() -> None:
    question = FreeTextQuestion.model_construct(
        id="q",
        type="free-text",
        objectives=(),
        prompt="?",
        answers=("segmentation",),
        reject=(),
        accepts=("segmentaton",),
        rejects=("sedimentaton",),
        explanation=EXPLANATION,
        hint=None,
    )
    known = vocabulary(changed(pets(), id="words", questions=(question,), terms=(INJECTION,)))

    assert {"segmentaton", "sedimentaton", "injection"} & known.words == {"injection"}
    assert {name for name in known.names if "sedim" in name or "segmentaton" in name} == set()
