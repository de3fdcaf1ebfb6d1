"""What is written of a message is read back the same."""

import json
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.codec import dump, load
from bot.language.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Countdown,
    Emphasis,
    Facts,
    Footer,
    Form,
    Heading,
    Image,
    Menu,
    Message,
    Progress,
    Span,
    Style,
    Table,
    Text,
    Tone,
)

TEXT = st.text(st.characters(), max_size=20)
"""Any text there is: other scripts, control characters, lone surrogates."""
MOMENTS = st.datetimes(timezones=st.just(UTC))
DAY = timedelta(days=1)


def many(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


SPANS = st.builds(Span, TEXT, st.sampled_from(Style), st.none() | TEXT.map(lambda text: f"https://{text}"))
FORMS = st.builds(Form, TEXT, TEXT, TEXT, st.integers(1, 4000), TEXT)
BUTTONS = st.builds(Button, TEXT, TEXT, st.sampled_from(Emphasis), st.none() | FORMS)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table, st.tuples(*[TEXT] * width), st.lists(st.tuples(*[TEXT] * width), max_size=3).map(tuple)
    )
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Footer, TEXT),
    st.builds(Text, many(SPANS)),
    TABLES,
    st.builds(Facts, many(st.tuples(TEXT, TEXT))),
    st.integers(1, 99).flatmap(lambda total: st.builds(Progress, st.integers(0, total), st.just(total))),
    st.builds(Image, st.binary(max_size=50), TEXT, TEXT),
    st.builds(Buttons, many(BUTTONS), st.booleans()),
    st.builds(Menu, TEXT, many(st.builds(Choice, TEXT, TEXT, TEXT))),
    st.builds(Countdown, MOMENTS, MOMENTS, TEXT.map("{{when}}{}".format), st.none() | st.timedeltas(max_value=DAY)),
)
MESSAGES = st.builds(
    Message,
    st.lists(BLOCKS, max_size=5).map(tuple),
    private=st.booleans(),
    replaces=st.booleans(),
    tone=st.sampled_from(Tone),
)


@given(MESSAGES)
def test_a_message_comes_back(said: Message) -> None:
    written = dump(said)
    assert written.isascii()
    assert "\x00" not in written
    assert load(written) == said
    assert dump(load(written)) == written


@given(MESSAGES)
def test_what_is_not_known_is_refused(said: Message) -> None:
    version, *rest = json.loads(dump(said))
    with pytest.raises(ValueError, match="no message, or one of a newer version"):
        load(json.dumps([version + 1, *rest]))


@pytest.mark.parametrize("written", ["", "{}", "[1,false]", '[1,false,false,[["film"]]]', "[1,0,0,[]]", "null"])
def test_other_texts_are_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of several kinds)
        load(written)
