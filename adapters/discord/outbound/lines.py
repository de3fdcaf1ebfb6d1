"""Renders blocks as lines of Discord's markdown, each short enough to fit into a message."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.discord.outbound.escape import code_block, escape, markdown
from adapters.discord.outbound.mentions import Write
from bot.language.direction import isolate
from bot.language.length import in_rows
from bot.language.message import Block, CodeBlock, Countdown, Drawing, Facts, Footer, Heading, Progress, Table
from bot.language.rich_text import Line, Span, Style, Text, TextPart, in_words, parts
from bot.language.text import labelling

LONGEST = 1800
"""Maximum length of a line, including markup; two of them fit into a message."""

_PIECE = 300
"""A line that's too long is split into pieces of at most this many characters, at spaces where possible."""

_LONGEST_CODE = 800
"""Maximum number of characters in one code block; each may take two UTF-16 units, and a tab becomes four spaces."""

_LONGEST_ADDRESS = 500
"""Maximum length of a URL; a text with a longer one isn't linked."""

_MARKS = "*_`"

LineGroup = list[str]
"""Lines that should stay together."""


def width(text: str) -> int:
    """Return the length of a text in UTF-16 code units, which is the most that Discord may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def paragraphs(block: Block, write: Write) -> list[LineGroup]:
    """Return a block's paragraphs; empty for a block that isn't text.

    Args:
        block: any block.
        write: renders a part of a text as markdown.
    """
    match block:
        case Heading(text):
            return [_line("## ", [Span(_one_line(text))], write)]
        case Footer(text):
            return [_line("-# ", _in_one_line(text), write)]
        case Text(spans):
            return [[line for row in _split_lines(spans) for line in _line("", row, write)]]
        case Table(columns, rows) if in_rows(rows):
            return [_compact(columns, rows, write)]
        case Table(columns, rows):
            return [_row(columns, row, write) for row in rows]
        case Facts(pairs):
            return [_labelled(label, value, Style.STRONG, write) for label, value in pairs]
        case Countdown():
            return [[_isolated(_counting(block))]]
        case Progress():
            return [_line("-# ", [Span(block.bar)], write)]
        case _:
            return _rich(block)


def _rich(block: Block) -> list[LineGroup]:
    """Return the paragraphs of code, or the description of a drawing."""
    match block:
        case CodeBlock(content, language):
            return [[code_block(piece, language)] for piece in _pieces_of_code(content)]
        case Drawing():
            return [note(block.alt)]
        case _:
            return []


def _pieces_of_code(text: str) -> Iterator[str]:
    """Yield code in pieces that fit into a message, split at line ends where possible."""
    rest = text
    while len(rest) > _LONGEST_CODE:
        end = rest.rfind("\n", 1, _LONGEST_CODE) + 1 or _LONGEST_CODE
        yield rest[:end]
        rest = rest[end:]
    yield rest


def note(text: str) -> LineGroup:
    """Return a plain line, for a text that doesn't fit into its control."""
    return _line("", [Span(_one_line(text))], lambda part: markdown(Span(in_words(part))))


def _compact(columns: Sequence[str], rows: Sequence[Sequence[Line]], write: Write) -> LineGroup:
    """Return a table of short values, one line for each row, below a line with the column titles."""
    named = [line for row in rows for line in _line("", [*_first_strong(row)], write)]
    return [*_line("-# ", [Span(_one_line(" · ".join(columns)))], write), *named] if rows else []


def _first_strong(row: Sequence[Line]) -> Iterator[TextPart]:
    for number, cell in enumerate(row):
        if number:
            yield Span(" · ")
        yield from (part if number else _strong(part) for part in _in_one_line(cell))


def _row(columns: Sequence[str], row: Sequence[Line], write: Write) -> LineGroup:
    """Return a table's row in a layout for phones: its name, then a line for each column."""
    name = _line("", [_strong(part) for part in _in_one_line(row[0])], write) if row else []
    rest = zip(columns[1:], row[1:], strict=True)
    return [*name, *(line for column, cell in rest for line in _labelled(column, cell, Style.EMPHASIS, write))]


def _labelled(label: str, value: Line, style: Style, write: Write) -> LineGroup:
    first, *more = _split_lines(parts(value))
    lines = _line("", [Span(labelling(_one_line(label)), style), Span(" "), *first], write)
    return lines + [line for each in more for line in _line("", each, write)]


def _strong(part: TextPart) -> TextPart:
    return replace(part, style=Style.STRONG) if isinstance(part, Span) else part


def _counting(countdown: Countdown) -> str:
    """Return a sentence with a countdown that Discord updates, and with times in the reader's time zone.

    https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
    """
    before, after = map(escape, countdown.around)
    at = int(countdown.closes_at.timestamp())
    moment = f" (<t:{at}:f>)" if countdown.is_long else ""
    return f"{before}<t:{at}:R>{moment}{after}"


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _in_one_line(line: Line) -> list[TextPart]:
    return [replace(each, text=_one_line(each.text)) if isinstance(each, Span) else each for each in parts(line)]


def _split_lines(spans: Sequence[TextPart]) -> Iterator[list[TextPart]]:
    """Yield the parts of each line separately, because markup can't span lines."""
    row: list[TextPart] = []
    for span in spans:
        if not isinstance(span, Span):
            row.append(span)
            continue
        first, *more = span.text.split("\n")
        row.append(replace(span, text=first))
        for text in more:
            yield row
            row = [replace(span, text=text)]
    yield row


def _line(prefix: str, spans: Sequence[TextPart], write: Write) -> LineGroup:
    """Return a line, split into several if it's too long."""
    line = prefix + _join([write(_short_address(span)) for span in spans])
    if width(line) <= LONGEST:
        return [_isolated(line)]
    lines: list[str] = []
    current: list[str] = []
    used = 0
    for piece in (write(piece) for span in spans for piece in _pieces(_short_address(span), write)):
        if current and used + width(piece) > LONGEST - 100:  # room for the prefix and what _join adds
            lines.append(_isolated(prefix + _join(current)))
            current, used = [], 0
        current.append(piece)
        used += width(piece) + 1
    return [*lines, _isolated(prefix + _join(current))]


def _isolated(line: str) -> str:
    """Return a line with right-to-left text isolated from its neighbours, if there's room for that."""
    isolated = isolate(line)
    return isolated if width(isolated) <= LONGEST else line


def _join(parts: Sequence[str]) -> str:
    """Join the parts of a line, with a zero-width space between adjacent markup characters of two parts."""
    line = ""
    for part in parts:
        line += f"\u200b{part}" if line and part and line[-1] in _MARKS and part[0] in _MARKS else part
    return line


def _short_address(span: TextPart) -> TextPart:
    if isinstance(span, Span) and span.url and width(span.url) > _LONGEST_ADDRESS:
        return replace(span, url=None)
    return span


def _pieces(span: TextPart, write: Write) -> Iterator[TextPart]:
    """Yield a part in shorter pieces, split at spaces where possible."""
    if not isinstance(span, Span):
        if width(write(span)) <= LONGEST - 100:
            yield span
            return
        span = Span(in_words(span))
    rest = span.text
    while len(rest) > _PIECE:
        end = rest.rfind(" ", 1, _PIECE) + 1 or _PIECE
        yield replace(span, text=rest[:end])
        rest = rest[end:]
    yield replace(span, text=rest)
