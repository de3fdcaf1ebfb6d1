"""Commands in sentences are found, and nothing that's written changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import NAMED_COMMANDS
from bot.language.rich_text import CommandMention, Span, code, in_words, parts, strong, text


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("You have no packs of your own yet; /pack list shows what there is.", ["/pack list"]),
        ("Run /schedule resume, or /schedule alone.", ["/schedule resume", "/schedule"]),
        ("Only people who share (/settings share:yes) are named.", ["/settings share:yes"]),
        (
            'Type /team create name:Code colour:red or /team create name:"Code Red".',
            ["/team create name:Code colour:red", '/team create name:"Code Red"'],
        ),
        ("Run /season end or /season list.", ["/season end", "/season list"]),
        ("There's no command “/quiz me”; did you mean /quiz?", ["/quiz"]),
        ("And/or /quizzes, /etc/help, //help, /help.md, https://example.org/tip", []),
    ],
)
def test_a_sentence_names_commands(sentence: str, named: list[str]) -> None:
    found = [part.line for part in parts(NAMED_COMMANDS.line(sentence)) if isinstance(part, CommandMention)]
    assert found == named


@given(st.lists(st.sampled_from(["/help", "/pack list", " ", "share:yes", "“", "”", "a", ".", "/"])).map("".join))
def test_what_is_written_stays(written: str) -> None:
    assert in_words(NAMED_COMMANDS.line(written)) == written


def test_what_stands_out_already_stays() -> None:
    said = text(
        code("/help"), strong("/help"), CommandMention("/define RAG"), Span("/help", url="https://example.org")
    )
    assert NAMED_COMMANDS.line(said) == said
    assert NAMED_COMMANDS.line("nothing to run") == "nothing to run"
