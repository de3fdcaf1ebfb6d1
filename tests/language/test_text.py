"""Cleaning, folding and cutting text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.text import (
    as_seen,
    clean,
    counted,
    disguise,
    fold,
    has_few_words,
    labelling,
    listed,
    shortened,
    timed,
    words,
)


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


@given(st.text("aB1 .'-_½é") | st.text(), st.integers(0, 4))
def test_few_words_are_counted_as_they_are_read(text: str, most: int) -> None:
    assert has_few_words(text, most) is (len(words(text)) <= most)


@given(st.text())
def test_cleaning_and_folding_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_a_single_question_has_its_time_alone() -> None:
    assert timed(5, 30) == "5 questions, 30 seconds each"
    assert timed(1, 20, " on Data") == "1 question on Data, 20 seconds"


def test_things_are_counted_in_the_singular_and_the_plural() -> None:
    assert [counted(number, "question") for number in (0, 1, 2)] == ["0 questions", "1 question", "2 questions"]
    assert [counted(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]


def test_names_are_listed_with_a_word_before_the_last() -> None:
    assert listed(["a"], "or") == "a"
    assert listed(["a", "b"], "and") == "a and b"
    assert listed(("a", "b", "c"), "or") == "a, b or c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foxes", "FOXES"),
        ("Ｆｏｘｅｓ", "foxes"),
        ("Blue\u00a0Foxes", " blue \u3000 foxes\u2009"),
        ("Blue\u2028Foxes", "Blue\x0bFoxes"),
        ("Fox\u00ades", "Foxes"),
        ("Fo\u200bxes\ufeff", "Foxes"),
        ("\u2068Foxes\u2069", "Foxes"),
        ("Fo\u200dx\u200ces", "Foxes"),
        ("Foxes\ufe0f", "Foxes"),
        ("Foxes\u3164", "\u115fFoxes\u2800"),
        ("Fo\u034fxes\U000e0041", "Foxes"),
        ("❤\ufe0f", "❤"),
        ("1\ufe0f\u20e3", "1\u20e3"),
        ("e\u00ad\u0301", "é"),
        ("ﬁne", "FINE"),
        ("Straße", "STRASSE"),
        ("کار\u200cگر", "کارگر"),  # a letter that joins nothing anyway
        ("\u200dभारत\u200c", "भारत"),
    ],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert as_seen(one) == as_seen(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("pêche", "péché"),
        ("blue foxes", "bluefoxes"),
        ("a", "а"),  # the second one is Cyrillic
        ("👩\u200d💻", "👩💻"),
        ("👍🏽", "👍"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴"),
        ("می\u200cخواهم", "میخواهم"),
        ("क्\u200dष", "क्ष"),
        ("র\u200d্য", "র্য"),
    ],
)
def test_what_looks_different_is_different(one: str, other: str) -> None:
    assert as_seen(one) != as_seen(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\u00ad",
        "\u3164",
        "\u2800",
        "\ufe0f\u200d",
        "\U000e0041",
        "\x00",
        "\u202e\u2069",
        "\u115f\u034f",
    ],
)
def test_invisible_text_is_seen_as_empty(text: str) -> None:
    assert as_seen(text) == ""


@given(st.text(st.characters() | st.sampled_from("\u200c\u200d\ufe0f\u00ad\u0301्ی\u3164"), max_size=12))
def test_seen_once_is_seen_the_same_again(text: str) -> None:
    assert as_seen(as_seen(text)) == as_seen(text) == as_seen(f"\u200b{text} ")


def test_characters_that_reorder_letters_are_found() -> None:
    assert disguise("ab\u202ec") == "U+202E"
    assert disguise("\u2068محمد\u2069") == ""


@pytest.mark.parametrize("text", ["\u200d" * 300_000, "क्\u200d" * 100_000, "م\u200c" * 100_000, "a\u00ad" * 100_000])
def test_however_long_a_text_is_it_is_looked_at_once(text: str) -> None:
    """Looking back or ahead from each joiner would take hours."""
    assert len(as_seen(text)) <= len(text)


@pytest.mark.parametrize(
    ("label", "shown"), [("Points", "Points:"), ("Which one?", "Which one?"), ("A. It finds…", "A. It finds…")]
)
def test_a_label_has_a_colon_unless_a_mark_of_its_own_ends_it(label: str, shown: str) -> None:
    assert labelling(label) == shown


def test_a_text_thats_cut_again_has_one_ellipsis() -> None:
    assert shortened("A line a day. They… draw a curve", 20) == "A line a day. They…"
    assert shortened(shortened("A line a day, and more", 14), 13) == "A line a day…"
