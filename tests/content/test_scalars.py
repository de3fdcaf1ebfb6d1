"""Unquoted words: no text turns into something else unseen."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.scalars import Kind, kind_of, refusal, value_of

TAKEN = (Kind.TEXT, Kind.BOOLEAN, Kind.INTEGER, Kind.DECIMAL, Kind.NOTHING)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("true", Kind.BOOLEAN),
        ("TRUE", Kind.BOOLEAN_LIKE),
        ("off", Kind.BOOLEAN_LIKE),
        ("offer", Kind.TEXT),
        ("", Kind.NOTHING),
        ("null", Kind.NOTHING),
        ("0", Kind.INTEGER),
        ("-12", Kind.INTEGER),
        ("+12", Kind.NUMBER_LIKE),
        ("1_000", Kind.NUMBER_LIKE),
        ("0x1F", Kind.NUMBER_LIKE),
        ("0o17", Kind.NUMBER_LIKE),
        ("0b1", Kind.NUMBER_LIKE),
        ("1e3", Kind.NUMBER_LIKE),
        (".5", Kind.NUMBER_LIKE),
        ("1.", Kind.NUMBER_LIKE),
        ("3.14", Kind.DECIMAL),
        ("190:20:30", Kind.NUMBER_LIKE),
        ("190:20:30.15", Kind.NUMBER_LIKE),
        ("2001-12-14 21:59:43.10 -5", Kind.DATE_LIKE),
        ("1.0.0", Kind.TEXT),
        ("3-5", Kind.TEXT),
        ("24/7", Kind.TEXT),
        ("-", Kind.TEXT),
        (".NaN", Kind.NOT_FINITE),
        ("+.inf", Kind.NOT_FINITE),
        ("1" * 19, Kind.TOO_LONG),
        ("1" * 400 + ".0", Kind.TOO_LONG),
        ("<<", Kind.MERGE),
    ],
)
def test_kinds(word: str, kind: Kind) -> None:
    assert kind_of(word) is kind


words = (
    st.text(alphabet=st.sampled_from("0123456789+-._:eExob~ TtZnulyesfrai=<"), max_size=12)
    | st.from_regex(r"[-+]?[0-9]{1,4}([:._][0-9]{1,2}){0,3}", fullmatch=True)
    | st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}:[0-9]{2}Z?)?", fullmatch=True)
)


@given(words)
def test_what_another_reader_would_not_take_for_text_is_not_text(word: str) -> None:
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))  # type: ignore[no-untyped-call]

    assert kind_of(word) is not Kind.TEXT or tag == "tag:yaml.org,2002:str"


@given(words)
def test_what_is_taken_has_the_value_that_any_reader_gives_it(word: str) -> None:
    kind = kind_of(word)
    if word and kind in TAKEN and kind is not Kind.TEXT:
        assert refusal(word, kind) is None
        assert value_of(word, kind) == yaml.safe_load(f"[{word}]")[0]


@given(words)
def test_what_is_refused_says_so_in_one_line(word: str) -> None:
    kind = kind_of(word)
    if kind not in TAKEN:
        sentence = refusal(word, kind)
        assert sentence
        assert word[:27] in sentence
