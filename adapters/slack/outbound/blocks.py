"""Draws a message's blocks in Block Kit, each small enough for a Slack message.

Text from packs and people only goes where Slack doesn't parse markup: in plain text, raw table cells and rich text.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from adapters.slack.outbound import limits
from adapters.slack.outbound.controls import ControlDrawing
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import HALF, cut, grouped, line_of, plain_text, quiet, text_runs
from adapters.slack.outbound.tables import draw_facts, draw_table
from adapters.slack.outbound.texts import TextDrawing, WordedBlock
from bot.language.controls import Buttons, Menu, Switches
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
from bot.language.rich_text import Line, Span, Style, Text, in_words, parts

_NEARLY = timedelta(seconds=10)
"""With this much time left or less, we show the remaining seconds, as it's over before anyone looks at a clock."""


def draw(
    message: Message, phrase: Phrase, files: Mapping[Image | File, str], *, tables: bool
) -> Iterator[WordedBlock]:
    """Yield a message's blocks in order.

    Args:
        message: to render.
        phrase: rewords its texts for Slack.
        files: its uploaded pictures and files.
        tables: whether table blocks are allowed.
    """
    drawing = _Drawing(phrase, files, tables=tables)
    for block in message.blocks:
        yield from drawing.pieces(block)


class _Drawing:
    def __init__(self, phrase: Phrase, files: Mapping[Image | File, str], *, tables: bool) -> None:
        self._phrase = phrase
        self._files = files
        self._tables = tables
        self._has_table = False
        self._texts = TextDrawing(phrase)
        self._controls = ControlDrawing(phrase, self._texts)

    def pieces(self, block: Block) -> Iterator[WordedBlock]:
        match block:
            case Heading() | Footer():
                yield from self._title(block)
            case Text(spans):
                yield from self._texts.draw(spans)
            case Table():
                columns = tuple(map(self._phrase, block.columns))
                lines = [tuple(map(self._texts.marked, row)) for row in block.rows]
                yield from draw_table(columns, lines, tables=self._tables, beside=self._has_table)
                self._has_table = True
            case Facts(pairs):
                yield from draw_facts([(self._phrase(label), self._texts.marked(value)) for label, value in pairs])
            case Progress():
                yield WordedBlock(
                    {"type": "context", "elements": [plain_text(block.bar, limits.CONTEXT)]}, block.words
                )
            case CodeBlock() | Image() | Drawing() | File():
                yield from self._beside(block)
            case Buttons() | Menu() | Switches():
                yield from self._controls.draw(block)
            case Countdown():
                yield self._countdown(block)

    def _beside(self, block: CodeBlock | Image | Drawing | File) -> Iterator[WordedBlock]:
        match block:
            case CodeBlock(code_text):
                yield from _code(code_text)
            case Image() | Drawing():
                yield self._image(block)
            case File():
                yield from self._file(block)

    def _title(self, block: Heading | Footer) -> Iterator[WordedBlock]:
        if isinstance(block, Heading):
            yield from self._heading(self._phrase(block.text))
        else:
            yield from self._footer(self._texts.worded(block.text))

    def _footer(self, line: Line) -> Iterator[WordedBlock]:
        if not in_words(line).strip():
            return
        elements = [element for part in parts(line) for element in quiet(part)]
        for number, group in enumerate(grouped(elements, limits.CONTEXT_ELEMENTS, HALF)):
            yield WordedBlock({"type": "context", "elements": group}, "" if number else line)

    def _countdown(self, countdown: Countdown) -> WordedBlock:
        """Return a block that says when time is up, in each reader's time zone, or in words if it's nearly up."""
        words = self._phrase(countdown.in_words)
        if countdown.left is not None and countdown.left <= _NEARLY:
            return WordedBlock({"type": "rich_text", "elements": [line_of(text_runs(words, Style.STRONG))]}, words)
        before, after = map(self._phrase, countdown.around)
        date = {
            "type": "date",
            "timestamp": int(countdown.closes_at.timestamp()),
            "format": "{date_short_pretty} at {time}" if countdown.is_long else "at {time_secs}",
            "fallback": f"at {countdown.moment}",
        }
        elements = [*text_runs(before, Style.PLAIN), date, *text_runs(after, Style.PLAIN)]
        return WordedBlock(
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}, words
        )

    def _heading(self, text: str) -> Iterator[WordedBlock]:
        if len(text) > limits.HEADER:
            yield from self._texts.draw((Span(text, Style.STRONG),))
        elif text.strip():
            yield WordedBlock({"type": "header", "text": plain_text(text, limits.HEADER)}, text)

    def _image(self, image: Image | Drawing) -> WordedBlock:
        alt = cut(self._phrase(image.alt), limits.ALT_TEXT)
        file = self._files.get(image) if isinstance(image, Image) else None
        if file is None:
            return WordedBlock({"type": "context", "elements": [plain_text(f"Picture: {alt}", limits.CONTEXT)]}, alt)
        return WordedBlock({"type": "image", "slack_file": {"id": file}, "alt_text": alt}, alt)

    def _file(self, file: File) -> Iterator[WordedBlock]:
        """Say where a file is; the file itself was shared in a separate message."""
        if file in self._files:
            yield from self._texts.draw((Span(file.name, Style.STRONG), Span(" is in your direct messages with me.")))
            return
        failed = " didn't reach you. Try again; if that doesn't help, ask an administrator to install me again."
        yield from self._texts.draw((Span(file.name, Style.STRONG), Span(failed)))


def _code(text: str) -> Iterator[WordedBlock]:
    """Yield preformatted lines of code.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    runs = text_runs(text.expandtabs(4).strip("\n"), Style.PLAIN)
    for number, group in enumerate(grouped(runs, len(runs), HALF)):
        block = {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": group}]}
        yield WordedBlock(block, "" if number else text)
