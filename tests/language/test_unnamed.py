"""An erased person's name goes from every text that people read, and the message works on for everyone else."""

import json
from datetime import UTC, datetime

import pytest

from bot.language.codec import dump, load
from bot.language.controls import Button, Buttons, Choice, Menu, Switch, Switches
from bot.language.forms import Form, FormField, Suggestion, text_form
from bot.language.message import CodeBlock, Countdown, Drawing, Facts, Footer, Heading, Message, Table
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, Span, Style, Text, strong
from bot.language.unnamed import stored_without_names, without_names

_READ_BY_PROGRAMS = (
    "https://data.example/join",
    "python",
    "join.1:data:plain",
    "join.1:data",
    "on.1:data",
    "off.1:join",
    "podium",
)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def test_a_name_is_removed_from_every_part() -> None:
    said = Message(
        (
            Heading("Ana wins"),
            Footer(Text((ChannelMention("C1", "Ana"), CommandMention("/team join Ana")))),
            Text((strong("Ana"), Moment(NOON, Shows.DAY, "Ana"))),
            Table(("Ana", "B"), (("Ana", Text((Span("Ana"),))),)),
            Facts((("Ana", "Ana"),)),
            CodeBlock("Ana"),
            Buttons((Button("Join Ana", "x", form=text_form("Ana", "Ana", "Ana", 9, "Ana")),)),
            Menu("Ana", (Choice("Ana", "x", "Ana"),)),
            Switches((Switch("Ana", True, "x", "y"),)),
            Countdown(NOON, NOON, "Ana starts {when}, says Ana."),
        )
    )
    assert "Ana" not in stored_without_names(dump(said), ["Ana"])
    assert stored_without_names(dump(said), ["Ben"]) == dump(said)


@pytest.mark.parametrize("name", ["join", "plain", "text", "data", "Ana", "primary", "day", "podium", "when"])
def test_whatever_someone_is_called_the_message_still_works(name: str) -> None:
    fields = (FormField("data", "data", several=(Suggestion("data", "Ana"), Suggestion("join", "x"))),)
    said = Message(
        (
            Text((Span("Ana", Style.PLAIN, "https://data.example/join"), Moment(NOON, Shows.DAY, "day"))),
            CodeBlock("1", "python"),
            Buttons((Button("join", "join.1:data:plain", form=Form("Ana", fields)),)),
            Menu("data", (Choice("Ana", "join.1:data", "text"),), "join.1:data"),
            Switches((Switch("Ana", True, "on.1:data", "off.1:join"),)),
            Drawing('{"of":"formula"}', "A sum", "podium"),
            Countdown(NOON, NOON, "Starts {when}."),
        )
    )
    written = stored_without_names(dump(said), [name])
    assert load(written) == without_names(said, [name])
    assert [each for each in _READ_BY_PROGRAMS if json.dumps(each) not in written] == []


def test_a_short_number_stays_as_it_could_be_anything() -> None:
    said = Message((Heading("1. Ana, 1 of 4"), Drawing('{"of":"formula"}', "1 + 1", "sum")))
    assert without_names(said, ["1"]) == said
    assert without_names(Message((Heading("2. 2718281, 7 points"),)), ["2718281"]).blocks[0] == Heading(
        "2. someone, 7 points"
    )


@pytest.mark.parametrize("recipe", ['{"card":{"steps":[{"name":"Zo\\u00eb"}]}}', "Zoë"])
def test_a_picture_that_would_show_a_name_is_removed(recipe: str) -> None:
    drawings = Drawing(recipe, "A podium", "podium"), Drawing('{"of":"formula"}', "A sum", "sum")
    assert load(stored_without_names(dump(Message(drawings)), ["Zoë"])) == Message(drawings[1:])


def test_a_newer_versions_message_loses_the_name_too() -> None:
    version, *rest = json.loads(dump(Message((Heading("Ana wins"),))))
    written = json.dumps([version + 1, *rest])
    assert "Ana" not in stored_without_names(written, ["Ana"])
    assert stored_without_names(written, ["Ben"]) == written
    assert stored_without_names("not JSON, Ana", ["Ana"]) == "not JSON, Ana"
