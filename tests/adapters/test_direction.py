"""Right-to-left names on every platform: they move nothing around them, and messages stay within the limits."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.inbound.modal import modal
from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import Renderer as DiscordRenderer
from adapters.slack.outbound.escape import phrase_for
from adapters.slack.outbound.pages import Renderer
from bot.language.controls import Button, Buttons, Choice, Menu
from bot.language.direction import END, ISOLATE
from bot.language.forms import text_form
from bot.language.message import Facts, Footer, Heading, Image, Message, Table, message
from bot.language.plain import plain
from bot.language.rich_text import code, emphasis, strong, text
from bot.language.text import clean
from tests.bidi import HIDDEN, moves_nothing
from tests.fakes.discord.schema import complaints
from tests.fakes.slack.rules import faults_of_message

NAMES = {"محمد علي": "Ana Otter", "שרה לוי": "Ben Badger", "علی‌رضا": "Dora"}
SLACK = Renderer(phrase_for(["team join"]))
DISCORD = DiscordRenderer(())
LONG = "عبد الرحمن " * 3


def said(first: str, second: str) -> Message:
    """A message that has names everywhere."""
    return message(
        Heading(f"{first} wins with 850 points"),
        text("New team: ", strong(first), f", with {second} in it. Join: ", code(f"/team join {first}"), "."),
        text(strong(first), " (2 of 3)", emphasis(second)),
        Table(
            ("Place", "Points", "Now"), ((f"1. {first}", "850", "+50"), (f"2. {second}", "700", f"{first}, {second}"))
        ),
        Facts(((f"🔴 {first} (2)", f"{second}, {first}"), (first, "850"), ("Most", f"{second}: 5 in a row"))),
        Image(b"png", f"1. {first}, 850 points; 2. {second}, 700 points", "podium.png"),
        Menu(f"Send {first} away …", (Choice(f"{first} — 850", "x.1:a", f"{second} (3)"),)),
        Buttons((Button(f"Join {first}", "x.1:b"), Button(f"{first} (3)", "x.1:c"))),
        Footer(f"Hosted by {first} and {second} · /help scoring"),
    )


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(each)


def paragraphs(value: Any) -> Iterator[str]:
    """The paragraphs of a Slack block; the runs of a section of rich text are one."""
    if isinstance(value, dict) and value.get("type") == "rich_text_section":
        yield "".join(run["text"] for run in value["elements"])
        return
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from paragraphs(each)


def discord(shown: Message) -> str:
    return "\n".join(each for page in DISCORD.pages(shown) for each in strings(json.loads(page.components)))


def slack(shown: Message) -> str:
    pages = (*SLACK.pages(shown), *SLACK.simple_pages(shown))
    return "\n".join("\n".join([page.text, *paragraphs(list(page.blocks))]) for page in pages)


@pytest.mark.parametrize("platform", [discord, slack, plain])
@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_names_move_nothing(platform: Any, first: str, second: str) -> None:
    lines = platform(said(first, second)).splitlines()
    assert sum(first in line for line in lines) >= 9
    for line in lines:
        assert moves_nothing(line, NAMES), line


def test_a_form_keeps_a_name_in_its_place() -> None:
    form = text_form(f"Ask {LONG} 5", f"{LONG}: 5", f"For example {LONG}", asks="1. محمد — 850")
    assert complaints("callback", {"type": 9, "data": modal(form, "x.1:a")}) == []
    [asked] = [each for each in strings(modal(form, "x.1:a")) if "850" in each]
    assert moves_nothing(asked.splitlines()[-1], {"محمد": "Ana"})


def test_a_command_is_copied_as_it_was_meant() -> None:
    [command] = [line for line in discord(said("محمد", "Ana")).splitlines() if "/team join" in line]
    copied = command.partition("`")[2].partition("`")[0]
    assert ISOLATE in copied
    assert clean(copied) == "/team join محمد"


def test_presses_stay_as_they_are() -> None:
    shown = message(Buttons((Button("1. محمد", "x.1:محمد-5"),)))
    assert '"custom_id":"x.1:\\u0645' in json.dumps(
        json.loads(DISCORD.pages(shown)[0].components), separators=(",", ":")
    )
    assert not {ISOLATE, END} & set("".join(block["elements"][0]["value"] for block in SLACK.pages(shown)[0].blocks))


MIXED = st.lists(
    st.sampled_from([*"a1 \n-.:*_`", "محمد", "ש", "1ب" * 300, "word " * 60, "b ب" * 700]), max_size=12
).map("".join)


@given(MIXED, MIXED, MIXED)
def test_messages_stay_within_the_limits_and_lose_nothing(first: str, second: str, third: str) -> None:
    shown = message(
        Heading(first),
        text(strong(second), third, code(first)),
        Table(("A", "B"), ((first, second), (second, third))),
        Facts(((third, first), (second, third))),
        Menu(first, (Choice(second, "x.1:a", third),)),
        Buttons((Button(first, "x.1:b"), Button(third, "x.1:c"))),
        Footer(third),
    )
    for page in DISCORD.pages(shown):
        assert complaints("message", json.loads(message_body(page, private=False))) == []
    for slack_page in (*SLACK.pages(shown), *SLACK.simple_pages(shown)):
        assert faults_of_message(json.loads(slack_page.body(response_type="ephemeral"))) == []
    whole = "".join(HIDDEN.sub("", discord(shown)).split())
    for each in (first, second, third):
        assert "".join(letter for letter in each if letter.isalnum()) in "".join(filter(str.isalnum, whole))
