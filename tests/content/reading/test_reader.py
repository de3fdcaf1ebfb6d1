"""Reading one file: what the values are, and that nothing hostile stalls or slips through."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from yaml._yaml import CParser

from bot.content.reading.reader import Document, Unread, parse
from tests.content.effort import effort

PATH = Path("file.yaml")


def data_of(text: str) -> object:
    """Return the contents of a file without problems."""
    document = parse(text.encode(), PATH)
    assert isinstance(document, Document)
    assert document.problems == ()
    return document.data


def test_plain_values() -> None:
    text = "a: text\nb: true\nc: false\nd: 12\ne: -1.5\nf: ~\ng: [x, 'no', \"10:30\"]\nh: {i: 1.0.0}\n"

    assert data_of(text) == {
        "a": "text",
        "b": True,
        "c": False,
        "d": 12,
        "e": -1.5,
        "f": None,
        "g": ["x", "no", "10:30"],
        "h": {"i": "1.0.0"},
    }


def test_a_block_of_text_ends_without_its_line_end() -> None:
    assert data_of("a: >\n  one\n  two\nb: |\n  one\n  two\n") == {"a": "one two", "b": "one\ntwo"}


def test_prose_with_signs_needs_no_quotes() -> None:
    text = "a: Q&A, R&D and C++!\nb: Wait! 2 * 3 = 6, *really*\nc: a < b & c\n"

    assert data_of(text) == {"a": "Q&A, R&D and C++!", "b": "Wait! 2 * 3 = 6, *really*", "c": "a < b & c"}


def test_a_byte_order_mark_isnt_part_of_the_file() -> None:
    assert parse(b"\xef\xbb\xbfa: no\n", PATH).problems[0].column == 4


def test_columns_count_characters() -> None:
    assert parse("é😀: no\n".encode(), PATH).problems[0].column == 5


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 2048,
        b"[" * 40_000,
        b"{a: " * 40_000,
        b"- " * 40_000,
        b"? " * 40_000,
        b"[" * 900 + b"]" * 900,
        b"a: &a [x]\n" + b"".join(b"b%d: [*a, *a, *a]\n" % number for number in range(1000)),
        b"a: " + b"9" * 4_000_000,
        b"\xff" * 4_000_000,
        b"-\n" * 20_000,
        b'"' * 40_000,
        b"&" * 40_000,
        b"!" * 40_000,
        b"a: b\n" * 10_000,
    ],
    ids=lambda raw: f"{raw[:8]!r}",
)
def test_hostile_files_are_answered_at_once(raw: bytes) -> None:
    document, took = effort(lambda: parse(raw, PATH))

    assert document.problems
    assert took < 20


def has_marks(text: str) -> bool:
    """Return whether libyaml sees an anchor, an alias or a tag."""
    scanner = CParser(text)
    try:
        while (token := scanner.get_token()) is not None:
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                return True
    except (yaml.YAMLError, ValueError):
        return False
    return False


@given(st.text(alphabet=st.sampled_from("ab&*!-:?,[]{} \n'\"_ä"), max_size=30))
@example("a: &b c")
@example("[*a]")
def test_no_anchor_alias_or_tag_slips_through(text: str) -> None:
    if has_marks(text):
        assert isinstance(parse(text.encode(), PATH), Unread)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    document = parse(raw, PATH)

    assert isinstance(document, Document) or document.problems
    for problem in document.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in problem.text
