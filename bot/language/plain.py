"""A message as plain text: for the command line, for notifications and for screen readers."""

from collections.abc import Iterator

from bot.language.controls import Button, Buttons, Menu, Switches
from bot.language.direction import isolate
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
    Progress,
    Table,
)
from bot.language.rich_text import Span, Text, in_words
from bot.language.text import labelling, printable


def plain(message: Message) -> str:
    """Return the whole message as text, without its controls."""
    parts = [
        part for block in message.blocks if (part := "\n".join(isolate(printable(line)) for line in _lines(block)))
    ]
    if message.private:
        parts.insert(0, "(only you can see this)")
    return "\n\n".join(parts)


def buttons(message: Message) -> list[Button]:
    """Return a message's buttons in order, including switches and the choices of menus."""
    found: list[Button] = []
    for block in message.blocks:
        if isinstance(block, Buttons | Switches):
            found += block.buttons
        elif isinstance(block, Menu):
            found += [Button(choice.label, choice.press) for choice in block.choices]
    return found


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
            yield "=" * len(text)
        case Text(spans):
            yield "".join(
                f"{part.text} ({part.url})" if isinstance(part, Span) and part.url else in_words(part)
                for part in spans
            )
        case Table():
            yield from _rows(block)
        case Facts(pairs):
            yield from (f"{labelling(label)} {in_words(value)}" for label, value in pairs)
        case Progress():
            yield block.words
        case CodeBlock(lines):
            yield from (f"    {line}" for line in lines.splitlines())
        case Image() | Drawing() | File() | Countdown():
            yield _instead(block)
        case Footer(text):
            yield f"— {in_words(text)}"
        case Buttons() | Menu() | Switches():
            return


def _rows(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        if number:
            yield ""
        name, *cells = map(in_words, row)
        yield name
        yield from (f"  {column}: {cell}" for column, cell in zip(table.columns[1:], cells, strict=True))


def _instead(block: Image | Drawing | File | Countdown) -> str:
    """Return the text to show in place of a picture, a file or a countdown."""
    if isinstance(block, Countdown):
        return block.in_words
    if isinstance(block, Image | Drawing):
        return f"[picture: {block.alt}]"
    return f"[file: {block.name}, {max(1, round(len(block.data) / 1024)):,} KB]"
