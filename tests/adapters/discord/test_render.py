"""Messages as pages: within every limit, with every word, and without accidental formatting or mentions."""

import json
import re
from collections.abc import Iterator
from datetime import UTC
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.inbound.modal import modal, typed
from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import MOST_BYTES, Page, Renderer
from bot.catalogue import CATALOGUE
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.forms import Form, text_form
from bot.language.length import in_rows
from bot.language.message import (
    Block,
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
from bot.language.rich_text import (
    ChannelMention,
    CommandMention,
    Line,
    Moment,
    Shows,
    Span,
    Style,
    Text,
    code,
    emphasis,
    in_words,
    strong,
    text,
)
from bot.language.rich_text import parts as line_parts
from tests.fakes.commands import comparison, png
from tests.fakes.discord.schema import complaints, description, walk

RENDERER = Renderer(CATALOGUE)
LINK = "https://example.org/a_b"
MARKUP = "abcXYZ0129 \n*_~`|<>[]()#-+.:@\\/“”…äß中😀\u200b\u202e"

MOMENTS = st.datetimes(timezones=st.just(UTC))
words = st.one_of(
    st.text(MARKUP, max_size=60),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(["", " ", "@everyone", "<@1>", "<!channel>", "# big", "1. one", "word " * 60, "x" * 5000]),
)
asked = st.one_of(st.text(MARKUP, max_size=200), st.just("word " * 60))
presses = st.text("abc.:_-019", min_size=1, max_size=100)
spans = st.builds(Span, words, st.sampled_from(Style), st.sampled_from([None, LINK]))
moments = st.builds(Moment, st.datetimes(timezones=st.just(UTC)), st.sampled_from(Shows), words)
channels = st.builds(ChannelMention, st.sampled_from(["", "C123", "1" * 18, "&1", "1>@everyone<", "١" * 18]), words)
commands = st.builds(CommandMention, st.sampled_from(["/help", "/game start", "/define RAG", "/schedule"]) | words)
texts = st.builds(Text, st.lists(spans | moments | channels | commands, max_size=5).map(tuple))
lines = words | texts
buttons = st.builds(Button, words, presses, st.sampled_from(Emphasis))
choices = st.builds(Choice, words, presses, words)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    rows = st.lists(st.tuples(*[lines] * width), max_size=8)
    return Table(draw(st.tuples(*[words] * width)), tuple(draw(rows)))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, words),
    texts,
    tables(),
    st.builds(Facts, st.lists(st.tuples(words, lines), max_size=8).map(tuple)),
    st.builds(Buttons, st.lists(buttons, max_size=30).map(tuple)),
    st.builds(Menu, words, st.lists(choices, max_size=60).map(tuple)),
    st.builds(CodeBlock, words, st.sampled_from(["text", "python"])),
    st.builds(Drawing, st.just("{}"), words, words),
    st.builds(Image, st.just(b"png"), words, st.just("a.png")),
    st.builds(File, words, st.binary(min_size=1, max_size=40), st.sampled_from(["application/json", "image/png"])),
    st.builds(Footer, lines),
    st.builds(Countdown, MOMENTS, MOMENTS, st.sampled_from(("Closes {when}.", "*{when}* @everyone `x`"))),
)
messages = st.builds(Message, st.lists(blocks, max_size=8).map(tuple), private=st.booleans(), replaces=st.booleans())


def parts(pages: tuple[Page, ...]) -> list[Any]:
    return [part for page in pages for part in walk(json.loads(page.components))]


def shown(pages: tuple[Page, ...]) -> str:
    """What the text parts say."""
    return "\n".join(part["content"] for part in parts(pages) if part["type"] == 10)


_FENCE = re.compile(r"```[a-z0-9+#-]+\n")
"""The beginning of a fence, with its language; long code has several."""


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def written(block: Block) -> Iterator[str]:
    """A block's words, without those on controls and those that Discord fills in by itself."""
    match block:
        case Heading(said) | CodeBlock(said) | Drawing(_, said):
            yield said
        case Footer(text):
            yield from own_words(text)
        case Text():
            yield from own_words(block)
        case Table(columns, rows) if in_rows(rows):
            yield from columns if rows else ()
            yield from (words for row in rows for cell in row for words in own_words(cell))
        case Table(columns, rows):
            for row in rows:
                yield from own_words(row[0])
                for column, cell in zip(columns[1:], row[1:], strict=True):
                    yield column
                    yield from own_words(cell)
        case Facts(pairs):
            for label, value in pairs:
                yield label
                yield from own_words(value)


def own_words(said: Line) -> Iterator[str]:
    yield from (in_words(part) for part in line_parts(said) if isinstance(part, Span))


@given(messages)
def test_any_message_fits_and_says_everything(said: Message) -> None:
    pages = RENDERER.post(said, "")
    for page in pages:
        body = json.loads(message_body(page, private=said.private))
        assert complaints("message", body) == []
        names = [file.name for file in page.files]
        assert len(names) == len(set(names)) <= 10
        assert [each["filename"] for each in body.get("attachments", ())] == names
    sent = [file.data for page in pages for file in page.files]
    assert sent == [block.data for block in said.blocks if isinstance(block, File | Image)]
    seen = shown(pages)
    on_controls = [str(part.get("label", "")) for part in parts(pages)]
    rest = letters(_FENCE.sub("```\n", seen.replace(f"](<{LINK}>)", "")))
    for block in said.blocks:
        for piece in written(block):
            start = rest.find(letters(piece))
            assert start >= 0, piece
            rest = rest[start + len(letters(piece)) :]
    for block in said.blocks:
        if isinstance(block, Buttons):
            for button in block.buttons:
                full = letters(button.label)
                assert any(letters(label) == full for label in on_controls) or full in letters(seen)
        if isinstance(block, Menu):
            options = [option for part in parts(pages) for option in part.get("options", ())]
            for choice in block.choices:
                for full in (letters(choice.label), letters(choice.detail)):
                    on_menu = [letters(option["label"] + option.get("description", "")) for option in options]
                    assert any(full in each for each in on_menu) or full in letters(seen)


@given(messages)
def test_every_press_arrives_as_it_was(said: Message) -> None:
    pages = RENDERER.post(said, "M" * 25)
    ids = [part["custom_id"].partition("~")[0] for part in parts(pages) if part["type"] == 2]
    values = [option["value"] for part in parts(pages) for option in part.get("options", ())]
    for block in said.blocks:
        if isinstance(block, Buttons):
            assert all(button.press in ids for button in block.buttons)
        if isinstance(block, Menu):
            assert all(choice.press in values for choice in block.choices)
    assert any(part.get("custom_id", "").endswith("~" + "M" * 25) for part in parts(pages[:1]))


@given(st.builds(text_form, asked, asked, asked, st.integers(0, 10_000), asked), presses)
def test_any_form_fits_and_asks_everything(form: Form, press: str) -> None:
    made, (field,) = modal(form, press), form.fields
    assert complaints("callback", {"type": 9, "data": made}) == []
    label = made["components"][-1]
    above = "".join(part["content"] for part in made["components"][:-1])
    asked = letters("".join([made["title"], label["label"], label["component"].get("placeholder", ""), above]))
    assert all(letters(part) in asked for part in (form.title, field.label, field.placeholder, form.asks))


@pytest.mark.skipif(description() is None, reason="Discord's OpenAPI description is not beside the repository")
def test_bodies_are_checked_against_the_description() -> None:
    assert complaints("message", {"components": [{"type": 10, "content": 5}]})
    assert complaints("callback", {"type": 4, "data": {"flags": "many"}})


@pytest.mark.parametrize(
    ("said", "looks"),
    [
        (text("a*b*_c_`d`~~e~~||f||"), r"a\*b\*\_c\_\`d\`\~\~e\~\~\|\|f\|\|"),
        (
            text("@everyone <@1> <!channel> <#2> <t:1>"),
            "@\u200beveryone \\<@\u200b1\\> \\<!channel\\> \\<#2\\> \\<t:1\\>",
        ),
        (text("# one\n- two\n3. three\n> four"), "\\# one\n\\- two\n3\\. three\n\\> four"),
        (text("[x](https://evil.example)"), r"\[x\](https://evil.example)"),
        (text("_see_ https://a.example/b_c~1:2: now"), r"\_see\_ https://a.example/b_c~1:2: now"),
        (text("https://a.example/@ana_b/@everyone?x"), "https://a.example/@ana_b/%40everyone?x"),
        (text("https://a.example/x_*y_*|z_|"), r"https://a.example/x_\*y\_\*\|z\_\|"),
        (text("say :smile: at 10:30"), r"say \:smile: at 10:30"),
        (text(strong("bold "), "plain ", emphasis("a*b"), code("x`y")), "**bold** plain _a\\*b_\u200b``x`y``"),
        (text(Span("the page", url="https://example.org/a b(c)")), "[the page](<https://example.org/a%20b%28c%29>)"),
        (text("left\u202eright\x07"), "leftright"),
    ],
)
def test_text_is_shown_literally(said: Text, looks: str) -> None:
    assert shown(RENDERER.pages(message(said))) == looks


def test_a_comparison_reads_well_on_a_phone() -> None:
    page = json.loads(RENDERER.pages(comparison("Data"))[0].components)
    inside = page[0]["components"]
    assert [part["type"] for part in inside] == [10, 10, 10, 1, 1, 10]
    assert inside[0]["content"] == "## Comparing Data"
    assert inside[2]["content"].startswith(
        "**Kind**\n*Data scientist:* Mostly structured: tables, cleaned and joined.\n*AI engineer:* Mostly"
    )
    assert inside[5]["content"] == "-# Fake pack · Data"


def test_many_buttons_take_several_pages() -> None:
    buttons = Buttons(tuple(Button(f"Press {number}", f"x.1:{number}") for number in range(70)))
    pages = RENDERER.pages(message(text("Choose."), buttons))
    assert [len([part for part in parts((page,)) if part["type"] == 2]) for page in pages] == [30, 30, 10]
    assert all(complaints("message", json.loads(message_body(page))) == [] for page in pages)


def test_a_long_menu_becomes_several() -> None:
    menu = Menu("Choose …", tuple(Choice(f"Line {number}", f"x.1:{number}") for number in range(60)))
    selects = [part for part in parts(RENDERER.pages(message(menu))) if part["type"] == 3]
    assert [len(select["options"]) for select in selects] == [25, 25, 10]


def test_a_picture_is_attached_and_described() -> None:
    (page,) = RENDERER.pages(message(Image(png(), "Two columns of facts", "card.png")))
    body = json.loads(message_body(page))
    gallery = next(part for part in walk(body["components"]) if part["type"] == 12)
    assert gallery["items"] == [{"media": {"url": "attachment://picture.png"}, "description": "Two columns of facts"}]
    assert body["attachments"] == [{"id": "0", "filename": "picture.png"}]
    assert page.files == (File("picture.png", png(), "image/png"),)


def test_a_file_is_attached_under_a_name_that_discord_keeps() -> None:
    deck = File("deck.apkg", b"1", "application/octet-stream")
    said = message(deck, File("Größe 1.json", b"{}", "application/json"), deck, File("../.x", b"2", "text/plain"))
    (page,) = RENDERER.pages(said)
    body = json.loads(message_body(page))
    names = ["deck.apkg", "Gr_e_1.json", "deck-2.apkg", "__.x"]
    assert [part["file"]["url"] for part in walk(body["components"]) if part["type"] == 13] == [
        f"attachment://{name}" for name in names
    ]
    assert [each["filename"] for each in body["attachments"]] == names
    assert page.files[1] == File("Gr_e_1.json", b"{}", "application/json")


def test_files_are_spread_over_as_many_pages_as_discord_needs() -> None:
    many = RENDERER.pages(message(*(File("a.json", b"%d" % number, "application/json") for number in range(23))))
    assert [len(page.files) for page in many] == [10, 10, 3]
    large = File("large.bin", bytes(MOST_BYTES // 2 + 1), "application/octet-stream")
    assert [len(page.files) for page in RENDERER.pages(message(large, large))] == [1, 1]


def test_a_file_too_large_for_discord_is_named_with_what_to_do() -> None:
    (page,) = RENDERER.pages(message(File("all.json", bytes(MOST_BYTES + 1), "application/json")))
    assert page.files == ()
    assert "all.json (10.0 MB) is too large for Discord; ask the person who runs Versed" in shown((page,)).replace(
        "\\", ""
    )


def test_the_same_comparison_is_rendered_once() -> None:
    assert RENDERER.pages(comparison("Data")) is RENDERER.pages(comparison("Data"))


def test_what_was_typed_is_found_in_old_and_new_forms() -> None:
    fresh = [
        {"type": 10, "id": 1},
        {"type": 18, "id": 2, "component": {"type": 4, "custom_id": "text", "value": "a"}},
    ]
    old = [{"type": 1, "components": [{"type": 4, "custom_id": "text", "value": "b"}]}]
    deep: Any = {"value": "too deep"}
    for _ in count():
        deep = {"components": [deep]}
        if len(json.dumps(deep)) > 400:
            break
    assert typed(fresh) == "a"
    assert typed(old) == "b"
    assert typed([deep, "x", None]) == ""
    assert typed(None) == ""


def test_code_cannot_break_out_of_its_fence() -> None:
    said = message(
        CodeBlock("@app.get\n\tx = 1  # *not* bold", "python"), CodeBlock("Say ``` and ````` @everyone", "text")
    )
    first, second = shown(RENDERER.pages(said)).split("\n```\n```")
    assert first == "```python\n@app.get\n    x = 1  # *not* bold"
    assert second.count("```") == 1
    assert "Say ``\u200b` and ``\u200b``\u200b` @\u200beveryone" in second


def test_a_photo_is_attached_as_a_jpeg() -> None:
    (page,) = RENDERER.pages(message(Image(b"\xff\xd8photo", "A cat", "cat.jpg")))
    assert [(file.name, file.media_type) for file in page.files] == [("picture.jpg", "image/jpeg")]


def test_a_reply_and_a_key_are_sent_with_the_message() -> None:
    (page,) = RENDERER.pages(message(text("Hello.")))
    body = json.loads(message_body(page, reply_to="123", key="k"))
    assert complaints("message", body) == []
    assert body["message_reference"] == {"message_id": "123", "fail_if_not_exists": False}
    assert body["enforce_nonce"] is True
    nonces = [json.loads(message_body(page, key=key))["nonce"] for key in ("k", "k", "l")]
    assert body["nonce"] == nonces[0] == nonces[1] != nonces[2]
    assert {"message_reference", "nonce", "enforce_nonce"}.isdisjoint(json.loads(message_body(page)))
