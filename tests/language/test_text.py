"""Cleaning, folding and cutting text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.text import clean, counted, fold, listed, words


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  data \n", "data"),
        ("a\u202eb", "ab"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("e\u0301", "é"),
        ("two\nlines", "two\nlines"),
        ("\ud800x", "x"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [("Résumé", "resume"), ("ﬁne", "FINE"), ("Straße", "STRASSE"), ("Ёлка", "елка"), ("ＲＡＧ", "rag")],
)
def test_fold_makes_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("की", "का"), ("cat", "cut")])
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fine-tuning, isn’t it?", ["fine", "tuning", "isn't", "it"]),
        ("GPT-4 costs 3.5 $", ["gpt", "4", "costs", "3.5"]),
        ("snake_case", ["snake", "case"]),
        ("?!", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_cleaning_and_folding_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_things_are_counted_in_the_singular_and_the_plural() -> None:
    assert [counted(number, "question") for number in (0, 1, 2)] == ["0 questions", "1 question", "2 questions"]
    assert [counted(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]


def test_names_are_listed_with_a_word_before_the_last() -> None:
    assert listed(["a"], "or") == "a"
    assert listed(["a", "b"], "and") == "a and b"
    assert listed(("a", "b", "c"), "or") == "a, b or c"
