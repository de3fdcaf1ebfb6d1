"""Times and channels on Slack: its own markup shows them, in blocks and in the fallback text, and pings nobody."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.outbound.mentions import markup, rich
from bot.language.message import Facts, Footer, Table, message
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, strong, text
from tests.adapters.slack.test_render import RENDERER
from tests.fakes.slack.rules import faults_of_message

AT = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
STAMP = int(AT.timestamp())
SOON = Moment(AT, Shows.RELATIVE, "Wed 4 Mar 2026, 17:00 (UTC)")
HERE = ChannelMention("C0123", "#quiz")
DATE = {
    "type": "date",
    "timestamp": STAMP,
    "format": "{date_long_pretty} at {time}",
    "fallback": "Wed 4 Mar 2026, 17:00 (UTC)",
}
MARKED = f"<!date^{STAMP}^{{date_long_pretty}} at {{time}}|Wed 4 Mar 2026, 17:00 (UTC)>"


@pytest.mark.parametrize(
    ("shows", "pattern"),
    [
        (Shows.RELATIVE, "{date_long_pretty} at {time}"),
        (Shows.TIME, "{time}"),
        (Shows.DAY, "{date_long}"),
        (Shows.DAY_AND_TIME, "{date_long_pretty} at {time}"),
    ],
)
def test_a_moment_is_a_date_in_the_readers_zone(shows: Shows, pattern: str) -> None:
    moment = Moment(AT.astimezone(timezone(timedelta(hours=-8))), shows, "a <b> | *c*")
    assert rich(moment) == {"type": "date", "timestamp": STAMP, "format": pattern, "fallback": "a <b> ¦ *c*"}
    assert markup(moment) == f"<!date^{STAMP}^{pattern}|a &lt;b&gt; ¦ *c*>"


@pytest.mark.parametrize(("own", "known"), [("C0123", True), ("G0123", True), ("D0123", False), ("U0123", False)])
def test_a_channel_is_mentioned_only_by_a_proper_id(own: str, known: bool) -> None:
    mention = ChannelMention(own, "#quiz")
    assert (markup(mention) == f"<#{own}>") is known
    assert (rich(mention) == {"type": "channel", "channel_id": own}) is known


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)), st.sampled_from(Shows))
def test_nothing_else_becomes_markup(own: str, words: str, at: datetime, shows: Shows) -> None:
    for mention in (ChannelMention(own, words), Moment(at, shows, words)):
        marked = markup(mention)
        assert marked is None or re.fullmatch(r"<(#[CG][A-Z0-9]+|!date\^\d+\^[^|<>]+\|[^|<>]+)>", marked)


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [element for section in block["elements"] for element in section["elements"]]


def test_mentions_appear_in_every_block() -> None:
    said = message(
        text("It closes ", SOON, " in ", HERE, "; see ", CommandMention("/game start"), "."),
        Facts((("Closes", text(SOON)), ("Name", "Cup"))),
        Table(("Where", "When"), ((text(HERE), text(SOON)), ("Here", text(strong("Soon"))))),
        Footer(text("Closes ", SOON, " in ", HERE)),
    )
    (page,) = RENDERER.pages(said)
    assert faults_of_message(page.arguments()) == []
    paragraph, facts, table, footer = page.blocks
    channel = {"type": "channel", "channel_id": "C0123"}
    start = {"type": "text", "text": "/versed game start", "style": {"code": True}}
    words = [each for each in _elements(paragraph) if each["type"] != "text" or "style" in each]
    assert words == [DATE, channel, start]
    assert DATE in _elements(facts)
    assert [cell["elements"][0]["elements"] for cell in table["rows"][1]] == [[channel], [DATE]]
    assert table["rows"][2][0] == {"type": "raw_text", "text": "Here"}
    assert [each["text"] for each in footer["elements"]] == ["Closes ", MARKED, " in ", "<#C0123>"]
    assert page.text.split("\n") == [
        f"It closes {MARKED} in <#C0123>; see /versed game start.",
        f"Closes: {MARKED}",
        "Name: Cup",
        f"<#C0123> – When: {MARKED}",
        "Here – When: Soon",
        f"Closes {MARKED} in <#C0123>",
    ]


def test_a_view_and_a_message_without_tables_have_them_too() -> None:
    said = message(Table(("Where", "When"), ((text(HERE), text(SOON)),)))
    (block,) = RENDERER.view_blocks(said)
    assert DATE in _elements(block)
    assert {"type": "channel", "channel_id": "C0123"} in _elements(block)


def test_a_long_fallback_text_is_never_cut_within_a_moment() -> None:
    for length in range(2_900, 3_001):
        (page, *_) = RENDERER.pages(message(text("x" * length), Facts((("Closes", text(SOON)),))))
        assert "<" not in page.text.replace(MARKED, "")
        assert len(page.text) <= 3_000
