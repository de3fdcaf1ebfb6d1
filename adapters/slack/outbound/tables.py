"""Draws tables and facts in Block Kit: as table blocks if they fit, else as lines of text."""

from collections.abc import Iterator, Sequence

from adapters.slack.outbound import limits
from adapters.slack.outbound.rich_text import HALF, SlackJson, cut, grouped, line_of, part_runs, size, text_runs
from adapters.slack.outbound.texts import WordedBlock, draw_lines, in_lines
from bot.language.rich_text import Line, Span, Style, Text, TextPart, in_words, parts, text
from bot.language.text import labelling

_SHORT_ROW = 60
"""Maximum number of characters in a row whose cells are readable on one line, without a table."""
_CELL = 500
"""Maximum number of characters in a table's cell; with longer cells, a table is hard to read."""


def draw_table(
    columns: Sequence[str], lines: Sequence[Sequence[Line]], *, tables: bool, beside: bool = False
) -> Iterator[WordedBlock]:
    """Yield a table.

    Args:
        columns: the columns' titles.
        lines: the rows, already reworded for Slack.
        tables: whether table blocks are allowed.
        beside: whether the message already has a table; a second one would need a message of its own, so it's
            written as text if that's readable.
    """
    narrow = 0 < len(columns) <= limits.TABLE_COLUMNS
    short = narrow and all(sum(len(in_words(cell)) for cell in line) <= _SHORT_ROW for line in lines)
    longest = max((len(in_words(cell)) for line in (columns, *lines) for cell in line), default=0)
    if tables and narrow and longest <= _CELL and not (short and beside):
        head, *rows = [[_cell(cell) for cell in line] for line in (columns, *lines)]
        room = HALF - size({"rows": head})
        if all(size({"row": row}) < room for row in rows):
            yield from _table(head, rows, [_line(columns, line) for line in lines], room)
            return
    for line in lines:
        name = [run for part in _strong(line[0]) for run in part_runs(part)] if line else []
        if short:
            aside = [run for part in _aside(columns, line) for run in part_runs(part)]
            yield from draw_lines([line_of([*name, *text_runs("\n", Style.PLAIN), *aside])], [_line(columns, line)])
            continue
        facts = [_fact(column, cell) for column, cell in zip(columns[1:], line[1:], strict=True)]
        yield from draw_lines([line_of(name), *map(line_of, facts)], [_line(columns, line)])


def draw_facts(facts: Sequence[tuple[str, Line]]) -> Iterator[WordedBlock]:
    """Yield labels with their values, each pair on its own line."""
    sections = [line_of(_fact(label, value)) for label, value in facts]
    yield from draw_lines(sections, [text(f"{labelling(label)} ", *parts(value)) for label, value in facts])


def _table(
    head: list[SlackJson], rows: list[list[SlackJson]], words: Sequence[Text], room: int
) -> Iterator[WordedBlock]:
    """Yield a table in as many parts as needed, each with the column titles."""
    settings = [{"is_wrapped": True} for _ in head]
    done = 0
    for group in grouped(rows, limits.TABLE_ROWS - 1, room) or [[]]:
        fallback = in_lines(words[done : done + len(group)])
        yield WordedBlock({"type": "table", "rows": [head, *group], "column_settings": settings}, fallback)
        done += len(group)


def _cell(line: Line) -> SlackJson:
    """Return a table's cell: raw text, or rich text if it has formatting, links or mentions."""
    if isinstance(line, str):
        return {"type": "raw_text", "text": cut(line, _CELL)}
    runs = [run for part in line.spans for run in part_runs(part)] or text_runs("–", Style.PLAIN)
    return {"type": "rich_text", "elements": [line_of(runs)]}


def _line(columns: Sequence[str], line: Sequence[Line]) -> Text:
    """Return a table's row in words."""
    if not line:
        return text()
    return text(*parts(line[0]), " – ", *_cells(columns, line, "; ")) if len(line) > 1 else text(*parts(line[0]))


def _aside(columns: Sequence[str], line: Sequence[Line]) -> Iterator[TextPart]:
    """Yield the cells of a short row after the first one, for the line below it."""
    return _cells(columns, line, " · ")


def _cells(columns: Sequence[str], line: Sequence[Line], between: str) -> Iterator[TextPart]:
    for number, (column, cell) in enumerate(zip(columns[1:], line[1:], strict=True)):
        yield Span(f"{between if number else ''}{column}: ")
        yield from parts(cell)


def _strong(line: Line) -> Iterator[TextPart]:
    for part in parts(line):
        yield Span(part.text, Style.STRONG, part.url) if isinstance(part, Span) else part


def _fact(label: str, value: Line) -> list[SlackJson]:
    return [
        *text_runs(f"{labelling(label)} ", Style.STRONG),
        *(run for part in parts(value) for run in part_runs(part)),
    ]
