"""Texts on their way to Slack and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.outbound.escape import escaped, inert, phrase_for, unescaped

PHRASE = phrase_for(["compare", "help", "schedule list"])


@given(st.text())
def test_escaped_text_comes_back_and_controls_nothing(said: str) -> None:
    there = escaped(said)
    assert "<" not in there
    assert ">" not in there
    sound = said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if said.isascii():
        assert unescaped(there) == sound


@given(st.text(alphabet="<!@#a"))
def test_nothing_can_look_like_a_mention(said: str) -> None:
    assert not any(mark in inert(said) for mark in ("<!", "<@", "<#"))
    assert inert(said).replace("\u2060", "") == said


@pytest.mark.parametrize(
    ("given_text", "meant"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("see <https://x.org/?a=1|this> and <https://y.org>", "see this and https://y.org"),
        ("<@U1|ben> in <#C1|general> <!here>", "ben in general !here"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_a_person_typed_is_read(given_text: str, meant: str) -> None:
    assert unescaped(given_text) == meant


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("run /help.", "run /versed help."),
        ("“/compare data” or /schedule list", "“/versed compare data” or /versed schedule list"),
        (
            "/helpful and/compare https://x.org/compare /comparethe",
            "/helpful and/compare https://x.org/compare /comparethe",
        ),
        ("/help/x", "/help/x"),
        ("no command", "no command"),
    ],
)
def test_commands_are_named_as_slack_has_them(said: str, shown: str) -> None:
    assert PHRASE(said) == shown
