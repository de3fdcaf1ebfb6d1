"""A message that is written is read back the same."""

import json
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.codec import dump, load
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switch, Switches
from bot.language.forms import text_form
from bot.language.message import (
    Block,
    CodeBlock,
    Countdown,
    Drawing,
    Facts,
    Footer,
    Heading,
    Image,
    Message,
    Progress,
    Table,
    Tone,
)
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, Span, Style, Text

TEXT = st.text(st.characters(), max_size=20)
"""Any text there is: other scripts, control characters, lone surrogates."""
MOMENTS = st.datetimes(timezones=st.just(UTC))
DAY = timedelta(days=1)


def many(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


SPANS = st.builds(Span, TEXT, st.sampled_from(Style), st.none() | TEXT.map(lambda text: f"https://{text}"))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
PARTS = st.one_of(
    SPANS,
    st.builds(Moment, st.datetimes(timezones=ZONES), st.sampled_from(Shows), TEXT),
    st.builds(ChannelMention, TEXT, TEXT),
    st.builds(CommandMention, TEXT),
)
LINES = TEXT | st.builds(Text, many(PARTS))
FORMS = st.builds(text_form, TEXT, TEXT, TEXT, st.integers(1, 4000), TEXT)
BUTTONS = st.builds(Button, TEXT, TEXT, st.sampled_from(Emphasis), st.none() | FORMS)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table, st.tuples(*[TEXT] * width), st.lists(st.tuples(*[LINES] * width), max_size=3).map(tuple), st.booleans()
    )
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Footer, LINES),
    st.builds(Text, many(PARTS)),
    TABLES,
    st.builds(Facts, many(st.tuples(TEXT, LINES))),
    st.integers(1, 99).flatmap(lambda total: st.builds(Progress, st.integers(0, total), st.just(total))),
    st.builds(CodeBlock, TEXT, st.sampled_from(["text", "python"])),
    st.builds(Drawing, TEXT, TEXT, TEXT),
    st.builds(Image, st.binary(max_size=50), TEXT, TEXT, st.binary(max_size=5)),
    st.builds(Buttons, many(BUTTONS), st.booleans()),
    st.builds(Menu, TEXT, many(st.builds(Choice, TEXT, TEXT, TEXT)), TEXT),
    st.builds(Switches, many(st.builds(Switch, TEXT, st.booleans(), TEXT, TEXT))),
    st.builds(
        Countdown,
        MOMENTS,
        MOMENTS,
        TEXT.map("{{when}}{}".format),
        st.none() | st.timedeltas(max_value=DAY),
        waits=st.booleans(),
    ),
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
def test_a_newer_version_is_refused(said: Message) -> None:
    version, *rest = json.loads(dump(said))
    with pytest.raises(ValueError, match="isn't a message, or it's from a newer version"):
        load(json.dumps([version + 1, *rest]))


@pytest.mark.parametrize("written", ["", "{}", "[1,false]", '[1,false,false,[["film"]]]', "[1,0,0,[]]", "null"])
def test_other_texts_are_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of several kinds)
        load(written)


def test_a_message_from_before_there_were_moments_can_be_read() -> None:
    written = (
        '[1,false,true,[["text",[["Hi","strong",null]]],["facts",[["Closes","Fri 4 Mar"]]],'
        '["table",["A","B"],[["a","b"]]],["footer","Pets"]]]'
    )
    assert load(written) == Message(
        (
            Text((Span("Hi", Style.STRONG),)),
            Facts((("Closes", "Fri 4 Mar"),)),
            Table(("A", "B"), (("a", "b"),)),
            Footer("Pets"),
        ),
        replaces=True,
    )


@pytest.mark.parametrize("part", ['{"moment":["soon","time","x"]}', '{"role":["1","x"]}', '["x","plain"]', '"x"'])
def test_an_unknown_part_of_a_text_is_refused(part: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of several kinds)
        load(f'[2,false,false,[["text",[{part}]]]]')
