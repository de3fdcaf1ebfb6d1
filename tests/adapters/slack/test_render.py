"""Any message at all keeps Slack's limits, loses no text, and mentions nobody."""

import json
import keyword
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.inbound import modals
from adapters.slack.origin import Origin, ReplyPath
from adapters.slack.outbound.escape import inert, phrase_for
from adapters.slack.outbound.pages import Renderer
from bot.catalogue import CATALOGUE
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switch, Switches
from bot.language.forms import Form, Suggestion, text_form
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
from bot.language.options import CommandOption, OptionKind
from bot.language.rich_text import (
    ChannelMention,
    CommandMention,
    Moment,
    Shows,
    Span,
    Style,
    Text,
    code,
    strong,
    text,
)
from bot.language.text import printable
from tests.adapters.slack.conftest import words
from tests.bidi import HIDDEN
from tests.fakes.described import command
from tests.fakes.slack.rules import faults_of_message, faults_of_view

SHORT = message(Heading("Hello"), text("It is a ", strong("good"), " day."))
RENDERER = Renderer(phrase_for(command.name for command in CATALOGUE))

PIECES = [
    "a",
    " ",
    "\n",
    "<!channel>",
    "<@U1>",
    "@here",
    "&",
    "&amp;",
    '"',
    "\\",
    "*b*",
    "é",
    "🙂",
    "\x00",
    "\ud800",
    "文",
]
MOMENTS = st.datetimes(timezones=st.just(UTC))
LEFT = st.timedeltas(timedelta(0), timedelta(days=9))
plenty = st.builds(lambda piece, times: piece * times, st.sampled_from(PIECES), st.integers(0, 5_000))
short = st.text(max_size=40) | st.sampled_from(PIECES)
texts = st.one_of(short, st.lists(short | plenty, max_size=4).map("".join))
press = st.from_regex(r"[a-z]{1,8}\.1:[a-z0-9:_-]{0,80}", fullmatch=True)
spans = st.builds(Span, texts, st.sampled_from(Style), st.none() | st.just("https://example.org/?a=<b>&c"))
moments = st.builds(Moment, st.datetimes(timezones=st.just(UTC)), st.sampled_from(Shows), short)
channels = st.builds(ChannelMention, st.sampled_from(["", "C0123", "U1", "S1", "C1|<!here>", "C1><!channel>"]), short)
commands = st.builds(CommandMention, st.sampled_from(["/help", "/define RAG"]) | short)
rich = st.builds(Text, st.lists(spans | moments | channels | commands, max_size=6).map(tuple))
lines = texts | rich
file_names = texts.map(lambda name: name.replace("/", ""))  # no system allows a slash in a file's name
tables = st.integers(1, 24).flatmap(
    lambda width: st.builds(
        Table,
        st.tuples(*[short] * width),
        st.lists(st.tuples(*[short | lines] * width), max_size=12).map(tuple)
        | st.builds(lambda row, times: (row,) * times, st.tuples(*[short] * width), st.integers(0, 150)),
    )
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts),
    rich,
    st.builds(Text, st.integers(1, 300).map(lambda count: (Span("x ", Style.CODE),) * count)),
    tables,
    st.builds(Facts, st.lists(st.tuples(texts, lines), max_size=8).map(tuple)),
    st.builds(CodeBlock, texts, st.sampled_from(["text", "python"])),
    st.builds(Drawing, st.just("{}"), texts, texts),
    st.builds(Image, st.binary(max_size=3), texts, st.just("a.png")),
    st.builds(
        Buttons,
        st.lists(st.builds(Button, texts, press, st.sampled_from(Emphasis)), max_size=4).map(tuple)
        | st.integers(0, 60).map(lambda count: tuple(Button("x" * count, f"p.1:{n}") for n in range(count))),
    ),
    st.builds(
        Menu,
        texts,
        st.lists(st.builds(Choice, texts, press, texts), max_size=4).map(tuple)
        | st.integers(0, 250).map(lambda count: tuple(Choice(f"{n}" * 9, f"p.1:{n}", "d" * n) for n in range(count))),
    ),
    st.builds(
        lambda prompt, choices, at: Menu(prompt, choices, choices[at % len(choices)].press),
        texts,
        st.lists(st.builds(Choice, texts, press, texts), min_size=1, max_size=30).map(tuple),
        st.integers(0, 99),
    ),
    st.builds(Switches, st.lists(st.builds(Switch, texts, st.booleans(), press, press), max_size=30).map(tuple)),
    st.builds(File, file_names, st.binary(max_size=3), st.just("application/json")),
    st.builds(Footer, lines),
    st.builds(
        Countdown,
        MOMENTS,
        MOMENTS,
        st.sampled_from(("Closes {when}.", "/game start {when}")),
        st.none() | LEFT,
    ),
)
messages = st.builds(Message, st.lists(blocks, max_size=12).map(tuple), st.booleans(), st.booleans())


@given(messages, st.booleans())
def test_any_message_keeps_slacks_limits(said: Message, shown: bool) -> None:
    files = {block: "F1" for block in said.blocks if isinstance(block, Image | File)} if shown else {}
    for pages in (RENDERER.pages(said, files), RENDERER.simple_pages(said, files)):
        assert pages
        for page in pages:
            body = json.loads(page.body(response_type="ephemeral"))
            assert faults_of_message(body) == []
            assert body == {"response_type": "ephemeral", "text": page.text, "blocks": list(page.blocks)}
            assert "<!" not in str(body).replace("<!date^", "")
            assert "<@" not in str(body)
    shown_in_view = RENDERER.view_blocks(said, files) or [_something()]
    assert faults_of_view(modals.answer(shown_in_view)) == []
    assert faults_of_view({"type": "home", "blocks": shown_in_view}) == []


def _something() -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": "x"}}


@given(messages)
def test_no_text_is_lost(said: Message) -> None:
    pages = RENDERER.pages(said)
    shown = _bare("".join(words({"blocks": page.blocks}) for page in pages))
    for block in said.blocks:
        if isinstance(block, Text):
            for part in block.spans:
                assert not isinstance(part, Span) or _bare(part.text) in shown
        if isinstance(block, File):
            assert _bare(block.name) in shown


def _bare(said: str) -> str:
    """Return a text without spaces and without invisible marks of writing direction."""
    return HIDDEN.sub("", "".join(inert(printable(said)).split()))


def test_code_is_preformatted() -> None:
    (page,) = RENDERER.pages(message(CodeBlock("if a < b:\n\t*x* = `1`", "python")))
    (block,) = page.blocks
    assert block["elements"] == [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "if a < b:\n    *x* = `1`"}]}
    ]
    assert "/tip" in json.dumps(RENDERER.pages(message(CodeBlock("/tip")))[0].blocks)  # code isn't reworded


@pytest.mark.parametrize(("label", "shown"), [("Points", "Points: "), ("Which one?", "Which one? ")])
def test_a_fact_has_a_colon_unless_its_label_asks(label: str, shown: str) -> None:
    facts = message(Facts(((label, "A"),)))
    for (page,) in (RENDERER.pages(facts), RENDERER.simple_pages(facts)):
        assert json.dumps(shown) in json.dumps(page.blocks) or f"{shown}A" in json.dumps(page.blocks)


def test_a_comparison_is_a_table() -> None:
    table = Table(("Aspect", "Cat", "Dog"), (("Walks", "none", "three"),))
    (page,) = RENDERER.pages(message(table))
    assert page.blocks[0]["rows"][1] == [{"type": "raw_text", "text": each} for each in ("Walks", "none", "three")]
    assert page.text == "Walks – Cat: none; Dog: three"
    (block,) = RENDERER.view_blocks(message(table))
    assert block["type"] == "rich_text"


def test_a_second_table_that_is_short_stays_in_the_message_as_text() -> None:
    """Slack accepts only one table in a message, so the teams' heading stood there alone, without the buttons."""
    players, teams = (Table(("Name", "Points"), ((f"1. {name}", "900"),)) for name in ("Ana", "Owls"))
    (page,) = RENDERER.pages(message(players, text("Teams"), teams, Buttons((Button("See my answers", "r"),))))
    assert [each["type"] for each in page.blocks] == ["table", "section", "rich_text", "actions"]
    assert "1. Owls\nPoints: 900" in words({"blocks": page.blocks})
    wide = Table(("Aspect", "Cat"), (("Walks", "x" * 80),))
    assert len(RENDERER.pages(message(players, wide))) == 2, "it's easier to read as a table"


def test_a_long_table_goes_on_under_its_titles() -> None:
    rows = tuple((f"Row {number}", "x" * 100) for number in range(150))
    pages = RENDERER.pages(message(Table(("Name", "Value"), rows)))
    assert len(pages) > 1
    names = [row[0]["text"] for page in pages for row in page.blocks[0]["rows"]]
    assert [name for name in names if name != "Name"] == [row[0] for row in rows]
    assert names.count("Name") == len(pages)


def test_commands_read_as_slack_has_them() -> None:
    said = message(text("Run /help, ", code("/compare data"), " or see a/compare and https://x.org/tip/."))
    shown = words({"blocks": RENDERER.pages(said)[0].blocks})
    assert shown == "Run /versed help, /versed compare data or see a/compare and https://x.org/tip/."


def test_a_command_in_a_sentence_is_code() -> None:
    said = message(text("Run /help."), Facts((("Next", "/tip, then rest"),)), Table(("A", "B"), (("c", "/tip"),)))
    shown = json.dumps(RENDERER.pages(said)[0].blocks)
    assert shown.count('"style": {"code": true}') == 3
    assert '{"type": "text", "text": "/versed help", "style": {"code": true}}' in shown


def test_the_fallback_escapes_what_controls_slack() -> None:
    (page,) = RENDERER.pages(message(text("a < b & c > <!here>")))
    assert page.text == "a &lt; b &amp; c &gt; &lt;\u2060!here&gt;"


def test_invisible_characters_are_removed() -> None:
    said = message(
        Heading("a\u202eb"),
        text("left\u202eright\u2066 \u200bend"),
        text(strong("x\u202ey")),
        Table(("A", "B"), (("c\u202ed", "e"),)),
        Buttons((Button("f\u202eg", "p.1:x"),)),
    )
    for pages in (RENDERER.pages(said), RENDERER.simple_pages(said)):
        shown = "".join(page.body().decode("unicode_escape") for page in pages)
        assert not any(mark in shown for mark in "\u202e\u2066\u200b")
        assert not any(
            mark in page.body().decode("unicode_escape") for page in pages for mark in "\u202e\u2066\u200b"
        )
        assert "leftright end" in words({"blocks": pages[0].blocks})


def test_without_tables_a_rows_short_facts_share_a_line() -> None:
    row = ("Data", "0 of 36", "–", "0 of 30 (0%)")
    (block,) = RENDERER.view_blocks(message(Table(("Topic", "Read", "Answered right", "Cards known"), (row,))))
    lines = ["".join(run["text"] for run in section["elements"]) for section in block["elements"]]
    assert [line.strip() for line in "".join(lines).splitlines()] == [
        "Data",
        "Read: 0 of 36 · Answered right: – · Cards known: 0 of 30 (0%)",
    ]


def test_a_menu_of_many_options_is_split() -> None:
    menu = Menu("Choose", tuple(Choice(f"Choice {number}", f"p.1:{number}") for number in range(220)))
    values = [
        option["value"]
        for page in RENDERER.pages(message(menu))
        for block in page.blocks
        for option in block["elements"][0]["options"]
    ]
    assert values == [choice.press for choice in menu.choices]


def test_a_repeated_message_is_not_rendered_again() -> None:
    assert RENDERER.pages(SHORT) is RENDERER.pages(
        message(Heading("Hello"), text("It is a ", strong("good"), " day."))
    )


WAY = ReplyPath(
    Origin("T1", "home", "U1", "Ben", None, "C1", "general", direct=False, at=None),  # type: ignore[arg-type]
    "https://hooks.slack.com/commands/" + "x" * 200,
    "trigger",
    "V1",
    "1700000000.000100",
    replaceable=True,
)


@given(st.builds(text_form, texts, texts, texts, st.integers(1, 10_000), texts), press)
def test_any_form_keeps_slacks_limits(form: Form, carried: str) -> None:
    view = modals.form(form, carried, WAY, RENDERER.phrase)
    assert faults_of_view(view) == []
    assert json.loads(view["private_metadata"])["press"] == carried


@given(
    st.lists(
        st.builds(
            CommandOption,
            st.from_regex(r"[a-z]{1,20}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name)),
            st.text(min_size=1, max_size=100),
            st.sampled_from(OptionKind),
            st.booleans(),
            completes=st.booleans(),
            choices=st.lists(st.builds(Suggestion, st.text(min_size=1), st.text(min_size=1)), max_size=25).map(tuple),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda option: option.name,
    ),
    texts,
)
def test_any_command_can_be_filled_in(options: list[CommandOption], given_value: str) -> None:
    asked = command("schedule something", "Does something", "/schedule something", tuple(options))
    view = modals.options(asked, {options[0].name: given_value}, WAY, RENDERER.phrase)
    assert faults_of_view(view) == []


def test_a_reply_path_survives_its_modal() -> None:
    view = modals.form(text_form("Title", "Label"), "p.1:x", WAY, RENDERER.phrase)
    submitted = ReplyPath(WAY.origin, trigger="another")
    back = modals.recall(json.loads(view["private_metadata"]), submitted)
    assert back == ReplyPath(WAY.origin, WAY.response_url, "another", "V1", WAY.thread, replaceable=True)


@pytest.mark.parametrize("remembered", [{}, {"channel": 5, "url": ["x"], "replaceable": "yes"}])
def test_a_modal_that_remembers_nonsense_has_no_place(remembered: dict[str, object]) -> None:
    back = modals.recall(remembered, WAY)
    assert back.is_view
    assert back.response_url is None
    assert not back.replaceable


def pressed_with(said: Message) -> list[tuple[str, str]]:
    elements = [
        each for block in RENDERER.pages(said)[0].blocks if block["type"] == "actions" for each in block["elements"]
    ]
    return [(each["text"]["text"], each["value"]) for each in elements]


@pytest.mark.parametrize(
    ("labels", "above"),
    [
        (["A. Short", "B. Shorter"], None),
        (["A. " + "x" * 27, "B. y"], None),
        (["A. " + "x" * 28, "B. y"], "A. " + "x" * 28 + "\nB. y"),
        (
            ["A junior data scientist in training", "An AI engineer"],
            "A. A junior data scientist in training\nB. An AI engineer",
        ),
        (["<!here> & everyone who is around today", "no"], None),
    ],
)
def test_answers_too_long_for_buttons_are_listed_above_their_letters(labels: list[str], above: str | None) -> None:
    said = message(Buttons(tuple(Button(label, f"p{n}") for n, label in enumerate(labels)), answers=True))
    long = max(map(len, labels)) > 30
    expected = [(["A", "B"][n] if long else label, f"p{n}") for n, label in enumerate(labels)]
    assert pressed_with(said) == expected
    if above is not None:
        assert above in words({"blocks": RENDERER.pages(said)[0].blocks})


def test_other_buttons_keep_their_labels() -> None:
    said = message(Buttons((Button("Show me the whole comparison of both sides", "p"),)))
    assert pressed_with(said) == [("Show me the whole comparison of both sides", "p")]


@pytest.mark.parametrize("length", [75, 76, 120, 150, 400])
def test_a_long_menu_option_continues_below(length: int) -> None:
    label = "word " * (length // 5) + "x" * (length % 5)
    said = message(Menu("Pick one", (Choice(label, "p"),)))
    (menu,) = [block["elements"][0] for block in RENDERER.pages(said)[0].blocks if block["type"] == "actions"]
    (option,) = menu["options"]
    shown = " ".join([option["text"]["text"], option.get("description", {"text": ""})["text"]])
    assert all(len(option[part]["text"]) <= 75 for part in ("text", "description") if part in option)
    assert shown.split()[:25] == label.split()[:25]
