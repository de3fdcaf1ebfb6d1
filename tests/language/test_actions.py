"""Presses: whatever is encoded comes back, and anything else is refused."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.lessons.actions import ShowComparison, ShowExample, ShowTip, ShowTopic, ShowTopics
from bot.features.quizzes.actions import ChooseAnswer, PickNext, StartQuiz
from bot.language.actions import MAX_LENGTH, Action, action, decode, encode
from bot.language.refusals import Refusal

SLUGS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=40)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(ShowTopics, SLUGS),
    st.builds(ShowTopic, SLUGS, SLUGS, st.booleans()),
    st.builds(ShowComparison, SLUGS, SLUGS),
    st.builds(ShowTip, SLUGS, st.just("") | SLUGS),
    st.builds(ShowExample, SLUGS, SLUGS, st.booleans()),
    st.builds(StartQuiz, SLUGS, SLUGS, st.integers(1, 20)),
    st.builds(ChooseAnswer, SLUGS, st.integers(0, 19), st.integers(0, 5)),
    st.builds(PickNext, SLUGS, st.integers(0, 19), st.text("012345", max_size=6)),
)


@given(ACTIONS)
def test_what_is_encoded_is_decoded(act: Action) -> None:
    encoded = encode(act)
    assert len(encoded) <= MAX_LENGTH
    assert encoded.isascii()
    assert decode(encoded) == act


@given(st.text() | st.text("answer.1:0quiz-", max_size=130))
def test_anything_else_is_refused_with_a_sentence_or_is_canonical(untrusted: str) -> None:
    try:
        act = decode(untrusted)
    except Refusal as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert encode(act) == untrusted


@pytest.mark.parametrize(
    ("untrusted", "expected"),
    [
        ("answer.0:abc:1:2", "This button has expired; run /quiz for a fresh one."),
        ("answer.2:abc:1:2", "This button has expired; run /quiz for a fresh one."),
        ("answer.1:abc:1", "This button has expired; run /quiz for a fresh one."),
        ("answer.1:abc:1:٣", "This button doesn't work; run /quiz for a fresh one."),
        ("answer.1:abc:1:-2", "This button doesn't work; run /quiz for a fresh one."),
        ("answer.1:abc:01:2", "This button doesn't work; run /quiz for a fresh one."),
        ("answer.1:abc:1:9999999999", "This button doesn't work; run /quiz for a fresh one."),
        ("example.1:pack:one:2", "This button doesn't work; run /compare for a fresh one."),
        ("topic.1:pa ck:data:0", "This button doesn't work; run /compare for a fresh one."),
        ("vanished.1:x", "I don't know that button any more; run /help to see what I can do now."),
        ("topics.1:" + "x" * 100, "I don't know that button any more; run /help to see what I can do now."),
        ("", "I don't know that button any more; run /help to see what I can do now."),
    ],
)
def test_refusals_say_what_to_do(untrusted: str, expected: str) -> None:
    with pytest.raises(Refusal) as caught:
        decode(untrusted)
    assert caught.value.sentence == expected


@pytest.mark.parametrize(
    "act",
    [
        ShowTopics("with:colon"),
        ShowTopics("ümlaut"),
        ShowTopics("x" * 100),
        ChooseAnswer("q", -1, 0),
        ChooseAnswer("q", 10**9, 0),
    ],
)
def test_values_that_do_not_fit_are_refused_when_encoded(act: Action) -> None:
    with pytest.raises(ValueError, match=r"can't travel|longer than"):
        encode(act)


def test_tags_are_unique_and_fields_plain() -> None:
    with pytest.raises(ValueError, match="already taken"):
        action("topics", version=9, command="help")(type("Twice", (Action,), {}))

    class Odd(Action):
        things: list[str]

    with pytest.raises(ValueError, match="can't carry: things"):
        action("odd", version=1, command="help")(Odd)
