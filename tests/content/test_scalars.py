"""Unquoted words: no text silently becomes something else."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.scalars import ScalarKind, kind_of, refusal, value_of

TAKEN = (ScalarKind.TEXT, ScalarKind.BOOLEAN, ScalarKind.INTEGER, ScalarKind.DECIMAL, ScalarKind.NOTHING)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("true", ScalarKind.BOOLEAN),
        ("TRUE", ScalarKind.BOOLEAN_LIKE),
        ("off", ScalarKind.BOOLEAN_LIKE),
        ("offer", ScalarKind.TEXT),
        ("", ScalarKind.NOTHING),
        ("null", ScalarKind.NOTHING),
        ("0", ScalarKind.INTEGER),
        ("-12", ScalarKind.INTEGER),
        ("+12", ScalarKind.NUMBER_LIKE),
        ("1_000", ScalarKind.NUMBER_LIKE),
        ("0x1F", ScalarKind.NUMBER_LIKE),
        ("0o17", ScalarKind.NUMBER_LIKE),
        ("0b1", ScalarKind.NUMBER_LIKE),
        ("1e3", ScalarKind.NUMBER_LIKE),
        (".5", ScalarKind.NUMBER_LIKE),
        ("1.", ScalarKind.NUMBER_LIKE),
        ("3.14", ScalarKind.DECIMAL),
        ("190:20:30", ScalarKind.NUMBER_LIKE),
        ("190:20:30.15", ScalarKind.NUMBER_LIKE),
        ("2001-12-14 21:59:43.10 -5", ScalarKind.DATE_LIKE),
        ("1.0.0", ScalarKind.TEXT),
        ("3-5", ScalarKind.TEXT),
        ("24/7", ScalarKind.TEXT),
        ("-", ScalarKind.TEXT),
        (".NaN", ScalarKind.NOT_FINITE),
        ("+.inf", ScalarKind.NOT_FINITE),
        ("1" * 19, ScalarKind.TOO_LONG),
        ("1" * 400 + ".0", ScalarKind.TOO_LONG),
        ("<<", ScalarKind.MERGE),
    ],
)
def test_kinds(word: str, kind: ScalarKind) -> None:
    assert kind_of(word) is kind


words = (
    st.text(alphabet=st.sampled_from("0123456789+-._:eExob~ TtZnulyesfrai=<"), max_size=12)
    | st.from_regex(r"[-+]?[0-9]{1,4}([:._][0-9]{1,2}){0,3}", fullmatch=True)
    | st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}:[0-9]{2}Z?)?", fullmatch=True)
)


@given(words)
def test_a_word_that_isnt_text_to_another_reader_isnt_text(word: str) -> None:
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))  # type: ignore[no-untyped-call]

    assert kind_of(word) is not ScalarKind.TEXT or tag == "tag:yaml.org,2002:str"


@given(words)
def test_an_accepted_word_has_the_value_that_any_reader_gives_it(word: str) -> None:
    kind = kind_of(word)
    if word and kind in TAKEN and kind is not ScalarKind.TEXT:
        assert refusal(word, kind) is None
        assert value_of(word, kind) == yaml.safe_load(f"[{word}]")[0]


@given(words)
def test_a_refusal_names_the_word(word: str) -> None:
    kind = kind_of(word)
    if kind not in TAKEN:
        sentence = refusal(word, kind)
        assert sentence
        assert word[:27] in sentence
