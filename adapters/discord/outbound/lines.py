"""Blocks as lines of Discord's markdown, none so long that it couldn't be placed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.discord.outbound.escape import escape, markdown
from bot.language.direction import isolate
from bot.language.length import in_one_line
from bot.language.message import Block, Countdown, Facts, Footer, Heading, Progress, Span, Style, Table, Text

LONGEST = 1800
"""Characters of a line, markup included; two of them fit into a message."""

_PIECE = 300
"""Characters of a text that are kept together when a line is too long, unless there's a space earlier."""

_LONGEST_ADDRESS = 500
"""Characters of an address that is still linked."""

_MARKS = "*_`"

Paragraph = list[str]
"""Lines that belong together."""


def width(text: str) -> int:
    """Return the length of a text as Discord may count it at most: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def paragraphs(block: Block) -> list[Paragraph]:
    """Return what a block says, as paragraphs; none for a block that isn't text."""
    match block:
        case Heading(text):
            return [_line("## ", [Span(_one_line(text))])]
        case Footer(text):
            return [_line("-# ", [Span(_one_line(text))])]
        case Text(spans):
            return [[line for row in _split_lines(spans) for line in _line("", row)]]
        case Table(columns, rows) if all(in_one_line(row) for row in rows):
            return [_compact(columns, rows)]
        case Table(columns, rows):
            return [_row(columns, row) for row in rows]
        case Facts(pairs):
            return [_labelled(label, value, Style.STRONG) for label, value in pairs]
        case Countdown():
            return [[_isolated(_counting(block))]]
        case Progress():
            return [_line("-# ", [Span(block.bar)])]
        case _:
            return []


def note(text: str) -> Paragraph:
    """Return a plain line, for what doesn't fit where it belongs."""
    return _line("", [Span(_one_line(text))])


def _compact(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Paragraph:
    """Return a table of short rows, one line each, under what their parts are."""
    named = [line for row in rows for line in _line("", [*_first_strong(row)])]
    return [*_line("-# ", [Span(_one_line(" · ".join(columns)))]), *named] if rows else []


def _first_strong(row: Sequence[str]) -> Iterator[Span]:
    for number, cell in enumerate(row):
        yield Span(f"{' · ' if number else ''}{_one_line(cell)}", Style.PLAIN if number else Style.STRONG)


def _row(columns: Sequence[str], row: Sequence[str]) -> Paragraph:
    """Return a table's row as a phone shows it best: its name, then a line for each column."""
    name = _line("", [Span(_one_line(row[0]), Style.STRONG)]) if row else []
    rest = zip(columns[1:], row[1:], strict=True)
    return [*name, *(line for column, cell in rest for line in _labelled(column, cell, Style.EMPHASIS))]


def _labelled(label: str, value: str, style: Style) -> Paragraph:
    first, *more = value.split("\n")
    lines = _line("", [Span(f"{_one_line(label)}:", style), Span(f" {first}")])
    return lines + [line for each in more for line in _line("", [Span(each)])]


def _counting(countdown: Countdown) -> str:
    """Return a sentence that Discord counts down by itself, in the reader's own zone where it says a moment.

    https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
    """
    before, after = map(escape, countdown.around)
    at = int(countdown.closes_at.timestamp())
    moment = f" (<t:{at}:f>)" if countdown.is_long else ""
    return f"{before}<t:{at}:R>{moment}{after}"


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _split_lines(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the spans of each line: a mark that spans lines wouldn't be one."""
    row: list[Span] = []
    for span in spans:
        first, *more = span.text.split("\n")
        row.append(replace(span, text=first))
        for part in more:
            yield row
            row = [replace(span, text=part)]
    yield row


def _line(prefix: str, spans: Sequence[Span]) -> Paragraph:
    """Return a line, or as many as it takes."""
    line = prefix + _join([markdown(_short_address(span)) for span in spans])
    if width(line) <= LONGEST:
        return [_isolated(line)]
    lines: list[str] = []
    current: list[str] = []
    taken = 0
    for piece in (markdown(piece) for span in spans for piece in _pieces(_short_address(span))):
        if current and taken + width(piece) > LONGEST - 100:  # room for the prefix and what _join adds
            lines.append(_isolated(prefix + _join(current)))
            current, taken = [], 0
        current.append(piece)
        taken += width(piece) + 1
    return [*lines, _isolated(prefix + _join(current))]


def _isolated(line: str) -> str:
    """Return a line in which what's written from the right moves nothing around it, if there's room for that."""
    isolated = isolate(line)
    return isolated if width(isolated) <= LONGEST else line


def _join(parts: Sequence[str]) -> str:
    """Join the parts of a line; an invisible space keeps the marks of two neighbours apart."""
    line = ""
    for part in parts:
        line += f"\u200b{part}" if line and part and line[-1] in _MARKS and part[0] in _MARKS else part
    return line


def _short_address(span: Span) -> Span:
    return replace(span, url=None) if span.url and width(span.url) > _LONGEST_ADDRESS else span


def _pieces(span: Span) -> Iterator[Span]:
    """Yield a span as shorter ones, cut after a space if there is one."""
    rest = span.text
    while len(rest) > _PIECE:
        end = rest.rfind(" ", 1, _PIECE) + 1 or _PIECE
        yield replace(span, text=rest[:end])
        rest = rest[end:]
    yield replace(span, text=rest)
