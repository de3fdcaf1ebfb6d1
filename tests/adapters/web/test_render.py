import io
import json
from dataclasses import fields, is_dataclass
from datetime import UTC
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PhotoFile

from adapters.web import room
from adapters.web.render import label_of, render, render_command, render_refusal, size_of
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.forms import text_form
from bot.language.message import (
    CodeBlock,
    Countdown,
    Drawing,
    Facts,
    File,
    Footer,
    Heading,
    Image,
    Message,
    Table,
    message,
)
from bot.language.refusals import Refusal
from bot.language.rich_text import Span, Style, Text
from tests.fakes.commands import CATALOGUE, comparison, png

words = st.text(st.characters(), max_size=12)
MOMENTS = st.datetimes(timezones=st.just(UTC))
links = st.none() | words.map(lambda word: f"https://{word}")
forms = st.builds(text_form, title=words, label=words, placeholder=words, longest=st.integers(1, 4000), asks=words)
tables = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        columns=st.tuples(*[words] * width),
        rows=st.lists(st.tuples(*[words] * width), max_size=3).map(tuple),
    )
)


def several(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=3).map(tuple)


blocks = st.one_of(
    st.builds(Heading, words),
    st.builds(Text, several(st.builds(Span, words, st.sampled_from(Style), links))),
    tables,
    st.builds(Facts, several(st.tuples(words, words))),
    st.builds(CodeBlock, words, st.sampled_from(["text", "python"])),
    st.builds(Drawing, st.just("{}"), words, words),
    st.builds(Image, data=st.binary(max_size=40), alt=words, name=words),
    st.builds(File, words, st.binary(max_size=40), st.just("application/json")),
    st.builds(Buttons, several(st.builds(Button, words, words, st.sampled_from(Emphasis), st.none() | forms))),
    st.builds(Menu, words, several(st.builds(Choice, words, words, words))),
    st.builds(Footer, words),
    st.builds(Countdown, MOMENTS, MOMENTS),
)
messages = st.builds(Message, several(blocks), private=st.booleans(), replaces=st.booleans())


def texts_of(value: Any) -> list[str]:
    """Return every text in a message, except for what people aren't shown."""
    if isinstance(value, str):
        return [str(value)]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_of(each)]
    if is_dataclass(value):
        skipped = {Image: ("name",), Drawing: ("recipe", "name"), File: ("media_type",), Menu: ("chosen",)}.get(
            type(value), ()
        )
        return [
            text for part in fields(value) if part.name not in skipped for text in texts_of(getattr(value, part.name))
        ]
    return []


def strings_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings_in(each)]
    return [value] if isinstance(value, str) else []


@given(messages)
def test_every_message_travels_as_ascii_json_and_loses_no_text(said: Message) -> None:
    encoded = room.encode({"blocks": render(said, lambda image: "/picture/x")})
    assert encoded.isascii()
    read = json.loads(encoded)["blocks"]
    names = [type(block).__name__.lower() for block in said.blocks]
    assert [block["type"] for block in read] == [name.removesuffix("block") for name in names]
    missing = set(texts_of(said.blocks)) - set(strings_in(read))
    assert not missing


def test_a_picture_travels_by_address_with_its_size() -> None:
    image = Image(png(30, 20), "Two columns", "card.png")
    assert render(Message((image,)), lambda kept: f"/picture/{kept.name}") == [
        {
            "type": "image",
            "name": "card.png",
            "url": "/picture/card.png",
            "alt": "Two columns",
            "width": 30,
            "height": 20,
        }
    ]


def test_a_picture_for_either_screen_travels_by_both_addresses() -> None:
    light, dark = png(30, 20), png(30, 21)
    image = Image(light, "Two columns", "card.png", dark)
    (drawn,) = render(Message((image,)), lambda kept: "/picture/dark" if kept.data == dark else "/picture/light")
    assert isinstance(drawn, dict)
    assert (drawn["url"], drawn["dark"]) == ("/picture/light", "/picture/dark")


def test_a_jpeg_travels_with_its_size() -> None:
    photo = io.BytesIO()
    PhotoFile.new("RGB", (31, 17)).save(photo, "JPEG")
    assert size_of(photo.getvalue()) == (31, 17)
    assert size_of(photo.getvalue()[:20]) == (0, 0)


def test_a_file_travels_by_address_with_its_name() -> None:
    file = File("cards.apkg", b"12345", "application/octet-stream")
    assert render(Message((file,)), lambda kept: f"/file/{kept.name}") == [
        {"type": "file", "url": "/file/cards.apkg", "name": "cards.apkg", "size": 5}
    ]


def test_other_formats_and_cut_off_files_have_no_size() -> None:
    assert size_of(b"GIF89a" + bytes(40)) == (0, 0)
    assert size_of(png(30, 20)[:20]) == (0, 0)


def test_labels_are_found_by_press_in_buttons_and_menus() -> None:
    said = comparison("Data")
    assert label_of(said, "topic:Models") == "Models"
    assert label_of(said, "question:1") == "Quiz me"
    assert label_of(said, "nothing") is None


def test_a_command_says_what_its_options_take() -> None:
    quiz = next(command for command in CATALOGUE if command.name == "quiz")
    assert render_command(quiz) == {
        "name": "quiz",
        "summary": "Quiz yourself, privately",
        "example": "/quiz data 5",
        "options": [
            {
                "name": "topic",
                "summary": "What to ask about",
                "kind": "text",
                "required": False,
                "minimum": 0,
                "maximum": 999_999_999,
            },
            {
                "name": "questions",
                "summary": "How many",
                "kind": "integer",
                "required": False,
                "minimum": 1,
                "maximum": 20,
            },
        ],
    }


def test_the_answers_of_a_question_are_told_from_other_buttons() -> None:
    answers, others = Buttons((Button("A", "a"),), answers=True), Buttons((Button("B", "b"),))
    drawn: Any = render(message(answers, others), lambda _: "/somewhere")
    assert [block["answers"] for block in drawn] == [True, False]


def test_a_command_in_a_sentence_is_shown_as_one() -> None:
    fact, cell = Facts((("Next", "/tip, then rest"),)), Table(("A", "B"), (("c", Text((Span("Run /quiz"),))),))
    said = json.dumps(render(message(Footer("/help says more"), fact, cell), lambda _: ""))
    assert said.count('"style": "command"') == 3
    spans = render_refusal(Refusal("You have none; /pack list shows them all."))["spans"]
    assert spans == [
        {"text": "You have none; ", "style": "plain", "url": None},
        {"text": "/pack list", "style": "command"},
        {"text": " shows them all.", "style": "plain", "url": None},
    ]
