"""Messages as plain text."""

from bot.language.controls import Button, Buttons, Choice, Menu
from bot.language.message import Facts, File, Footer, Heading, Image, Table, message
from bot.language.plain import buttons, plain
from bot.language.rich_text import Span, strong, text


def test_every_block_reads_well() -> None:
    said = message(
        Heading("Data"),
        text("Read ", strong("this"), " ", Span("page", url="https://example.org")),
        Table(("Aspect", "Cat", "Dog"), (("Food", "fish", "meat"), ("Bed", "box", "basket"))),
        Facts((("Score", "3 of 5"),)),
        Image(b"", "a chart", "chart.png"),
        File("cards.apkg", b"x" * 3000, "application/octet-stream"),
        Menu("More …", (Choice("One", "topics.1:one"),)),
        Buttons((Button("Two", "topics.1:two"),)),
        Footer("Pets"),
        private=True,
    )
    assert (
        plain(said)
        == """\
(only you can see this)

Data
====

Read this page (https://example.org)

Food
  Cat: fish
  Dog: meat

Bed
  Cat: box
  Dog: basket

Score: 3 of 5

[picture: a chart]

[file: cards.apkg, 3 KB]

— Pets"""
    )
    assert [(button.label, button.press) for button in buttons(said)] == [
        ("One", "topics.1:one"),
        ("Two", "topics.1:two"),
    ]
