"""Grading typed answers: forgiving in spelling, strict in meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judging.model import Verdict
from bot.judging.slips import tolerance
from tests.judging.verdicts import verdict_on


@pytest.mark.parametrize(
    ("given_text", "accepted", "verdict"),
    [
        ("regression", "regression", Verdict.RIGHT),
        ("  The REGRESSION! ", "regression", Verdict.RIGHT),
        ("feature-engineering", "feature engineering", Verdict.RIGHT),
        ("finetuning", "fine-tuning", Verdict.RIGHT),
        ("hugging  face", "HuggingFace", Verdict.RIGHT),
        ("résumé", "resume", Verdict.RIGHT),
        ("regresion", "regression", Verdict.MISSPELT),
        ("clsutering", "clustering", Verdict.MISSPELT),
        ("generalisation", "generalization", Verdict.RIGHT),
        ("models", "model", Verdict.RIGHT),
        ("unstructured", "structured", Verdict.WRONG),
        ("structured data", "unstructured data", Verdict.WRONG),
        ("supervised", "unsupervised", Verdict.WRONG),
        ("descriptive", "prescriptive", Verdict.WRONG),
        ("not rag", "rag", Verdict.WRONG),
        ("RAT", "RAG", Verdict.WRONG),
        ("predictive", "prescriptive", Verdict.NEAR),
        ("1,000", "1000", Verdict.RIGHT),
        ("1e3", "1000", Verdict.RIGHT),
        ("4.0", "four", Verdict.RIGHT),
        ("٤", "4", Verdict.RIGHT),
        ("5", "4", Verdict.WRONG),
        ("1000", "100", Verdict.WRONG),
        ("gpt 4", "gpt 3", Verdict.WRONG),
        ("", "anything", Verdict.WRONG),
        ("the", "anything", Verdict.WRONG),
        ("à", "A", Verdict.RIGHT),
        ("1e99", "1e98", Verdict.WRONG),
        ("\xad", "\xad", Verdict.RIGHT),  # invisible by itself
        ("🏻", "🏻", Verdict.RIGHT),
        ("🏻", "\xad", Verdict.WRONG),
        ("rag not ", "rag", Verdict.WRONG),
        ("' rag not '\u00a0", "rag", Verdict.WRONG),
        ("a; no'model", "model", Verdict.WRONG),
    ],
)
def test_verdicts(given_text: str, accepted: str, verdict: Verdict) -> None:
    assert verdict_on(given_text, (accepted,)) is verdict


def test_the_best_of_several_accepted_answers_counts() -> None:
    assert verdict_on("RAG", ("retrieval-augmented generation", "RAG")) is Verdict.RIGHT


def test_tolerance_grows_with_length() -> None:
    tolerances = [tolerance(length) for length in range(40)]
    assert tolerances == sorted(tolerances)
    assert tolerances[3] == 0
    assert tolerances[-1] == 3


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_text_gets_a_verdict(given_text: str, accepted: list[str]) -> None:
    assert verdict_on(given_text, tuple(accepted)) in Verdict


@given(st.text("abcdeéßñøя 1", min_size=1, max_size=30).filter(str.strip))
def test_an_answer_is_right_in_any_case(answer: str) -> None:
    assert verdict_on(answer.upper(), (answer,)) is Verdict.RIGHT


_SAID = st.lists(
    st.sampled_from(
        [
            "the",
            "A",
            "one",
            "Two",
            "model",
            "models",
            "data",
            "mining",
            "well-known",
            "x.y",
            "don't",
            "3",
            "RAG",
            "ragged",
            "it's",
            "I",
            "think",
            "or",
            "and",
            "aka",
            "not",
            "twenty",
            "billions",
            "II",
            "(model)",
            "(RAG)",
            "regression",
            "egression",
            "regresion",
            "modelling",
            "mice",
            "mouse",
            "leaves",
            "leaf",
        ]
    ),
    max_size=5,
)
_MARKS = st.sampled_from([" ", "  ", ", ", "-", ". ", ": ", "; ", "/", "!", "'", "\t"])


@given(_SAID, st.lists(_MARKS, min_size=6, max_size=6), st.lists(_SAID, min_size=1, max_size=3))
def test_plain_texts_are_judged_like_all_others(said: list[str], marks: list[str], accepted: list[list[str]]) -> None:
    """A space that isn't ASCII changes nothing, except that the text doesn't take the fast path."""
    typed = "".join(mark + word for mark, word in zip(marks, said, strict=False)) + marks[-1]
    answers = tuple(" ".join(words) or "x" for words in accepted)
    assert verdict_on(typed, answers) is verdict_on(typed + "\u00a0", answers)
