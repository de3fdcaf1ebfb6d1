"""Drawing a message's blocks in Block Kit, each small enough to stand in a Slack message.

What a pack or a person wrote stands only where Slack reads no markup: in plain text, raw table cells and rich text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from adapters.slack.outbound import limits
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import (
    HALF,
    RUN,
    Json,
    cut,
    grouped,
    line_of,
    part_runs,
    plain_text,
    quiet,
    size,
    small_lines,
    split,
    text_runs,
)
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switch, Switches
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
from bot.language.rich_text import CommandMention, Line, Part, Span, Style, Text, in_words, parts, text
from bot.language.text import labelling

PRESS = "versed-press"
"""What the action ids of buttons and menus that carry a press begin with."""
HOLDS = f"{PRESS}-holds"
"""What those begin with that show by themselves what was chosen; behind a colon, what unticking a box carries."""

_SELECT = limits.MESSAGE - 500
"""Of one menu's JSON: a menu is better not parted."""
_SHORT_ROW = 60
"""Characters of a row whose cells read well beside one another without a table."""
_SHOWN = 30
"""Characters of a button that Slack shows; it takes more, and cuts them short."""
_LETTER = re.compile(r"^[A-Z]\. ")
"""What an answer begins with that has its letter already."""
_CELL = 500
"""Characters of a table's cell; a table with more in one isn't read as a table any more."""

_NEARLY = timedelta(seconds=10)
"""Time left that's said, as it's over sooner than anyone looks at a clock."""


@dataclass(frozen=True, slots=True)
class WordedBlock:
    """A block, and its words without any markup."""

    block: Json
    words: Line = ""


def draw(said: Message, phrase: Phrase, files: Mapping[Image | File, str], *, tables: bool) -> Iterator[WordedBlock]:
    """Yield the pieces of a message, in order.

    Args:
        said: what the bot says.
        phrase: rewords its texts for Slack.
        files: what was uploaded of it.
        tables: whether it can hold tables.
    """
    drawing = _Drawing(phrase, files, tables=tables)
    for block in said.blocks:
        yield from drawing.pieces(block)


class _Drawing:
    def __init__(self, phrase: Phrase, files: Mapping[Image | File, str], *, tables: bool) -> None:
        self._phrase = phrase
        self._files = files
        self._tables = tables
        self._numbers = count()

    def pieces(self, block: Block) -> Iterator[WordedBlock]:
        match block:
            case Heading() | Footer():
                yield from self._title(block)
            case Text(spans):
                yield from self._text(spans)
            case Table():
                yield from self._table(block)
            case Facts(pairs):
                yield from self._facts(pairs)
            case Progress():
                yield WordedBlock(
                    {"type": "context", "elements": [plain_text(block.bar, limits.CONTEXT)]}, block.words
                )
            case CodeBlock() | Image() | Drawing() | File():
                yield from self._beside(block)
            case Buttons() | Menu() | Switches():
                yield from self._controls(block)
            case Countdown():
                yield self._countdown(block)

    def _beside(self, block: CodeBlock | Image | Drawing | File) -> Iterator[WordedBlock]:
        match block:
            case CodeBlock(said):
                yield from _code(said)
            case Image() | Drawing():
                yield self._image(block)
            case File():
                yield from self._file(block)

    def _title(self, block: Heading | Footer) -> Iterator[WordedBlock]:
        if isinstance(block, Heading):
            yield from self._heading(self._phrase(block.text))
        else:
            yield from self._footer(self._worded(block.text))

    def _worded(self, said: Line) -> Line:
        """Return a line with every command as it's typed on Slack."""
        if isinstance(said, str):
            return self._phrase(said)
        return Text(tuple(map(self._worded_part, said.spans)))

    def _worded_part(self, part: Part) -> Part:
        match part:
            case CommandMention(line):
                return Span(self._phrase(line), Style.CODE)
            case Span(words, style, url):
                return Span(self._phrase(words), style, url)
            case _:
                return part

    def _facts(self, pairs: Sequence[tuple[str, Line]]) -> Iterator[WordedBlock]:
        worded = [(self._phrase(label), self._worded(value)) for label, value in pairs]
        sections = [line_of(_fact(label, value)) for label, value in worded]
        yield from _rich(sections, [text(f"{labelling(label)} ", *parts(value)) for label, value in worded])

    def _controls(self, block: Buttons | Menu | Switches) -> Iterator[WordedBlock]:
        match block:
            case Buttons(buttons, answers):
                yield from self._answers(buttons) if answers else self._buttons(buttons)
            case Switches(switches):
                for group in grouped([self._box(each) for each in switches], limits.ACTIONS, HALF):
                    yield WordedBlock({"type": "actions", "elements": group})
            case Menu(prompt, choices):
                shown = self._selection(block, block.holds) if block.holds else None
                if shown is not None and len(choices) <= limits.OPTIONS and size(shown.block) <= _SELECT:
                    yield shown
                else:
                    yield from self._menu(prompt, choices)

    def _box(self, switch: Switch) -> Json:
        """Return a switch as a box to tick, of a group of its own: so what's ticked says all of it."""
        box = {"text": plain_text(self._phrase(switch.label), limits.OPTION), "value": switch.on}
        ticked = {"initial_options": [box]} if switch.is_on else {}
        action = f"{HOLDS}-{next(self._numbers)}:{switch.off}"
        return {"type": "checkboxes", "action_id": action, "options": [box], **ticked}

    def _selection(self, menu: Menu, holds: Choice) -> WordedBlock:
        """Return a menu that shows what holds, beside what it's about."""
        title = plain_text(self._phrase(menu.title), limits.SECTION)
        select = {
            "type": "static_select",
            "action_id": f"{HOLDS}-{next(self._numbers)}",
            "options": [self._option(each) for each in menu.choices],
            "initial_option": self._option(holds),
        }
        return WordedBlock({"type": "section", "text": title, "accessory": select}, menu.prompt)

    def _answers(self, buttons: Sequence[Button]) -> Iterator[WordedBlock]:
        """Yield answers as buttons; letters alone, below their texts, if Slack would cut one of them short."""
        if all(len(self._phrase(each.label)) <= _SHOWN for each in buttons):
            yield from self._buttons(buttons)
            return
        labels = [_LETTER.sub("", each.label) for each in buttons]
        letters = [chr(ord("A") + place) for place in range(len(buttons))]
        yield from self._text(
            [Span("\n".join(f"{one}. {label}" for one, label in zip(letters, labels, strict=True)))]
        )
        yield from self._buttons([replace(each, label=one) for each, one in zip(buttons, letters, strict=True)])

    def _buttons(self, buttons: Sequence[Button]) -> Iterator[WordedBlock]:
        for group in grouped([self._button(each) for each in buttons], limits.ACTIONS, HALF):
            yield WordedBlock({"type": "actions", "elements": group})

    def _footer(self, said: Line) -> Iterator[WordedBlock]:
        if not in_words(said).strip():
            return
        elements = [element for part in parts(said) for element in quiet(part)]
        for number, group in enumerate(grouped(elements, limits.CONTEXT_ELEMENTS, HALF)):
            yield WordedBlock({"type": "context", "elements": group}, "" if number else said)

    def _countdown(self, countdown: Countdown) -> WordedBlock:
        """Say when time is up as each reader's own clock shows it; Slack can't count, so what's nearly up is said."""
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
            yield from self._text((Span(text, Style.STRONG),))
        elif text.strip():
            yield WordedBlock({"type": "header", "text": plain_text(text, limits.HEADER)}, text)

    def _text(self, said: Sequence[Part]) -> Iterator[WordedBlock]:
        worded = [self._worded_part(part) for part in said]
        words = text(*map(_with_address, worded))
        if not in_words(words).strip():
            return
        if all(isinstance(part, Span) and part.style is Style.PLAIN and part.url is None for part in worded):
            for piece in split(self._phrase("".join(map(in_words, said))), RUN):
                yield WordedBlock({"type": "section", "text": plain_text(piece, limits.SECTION)}, piece)
            return
        runs = [run for part in worded for run in part_runs(part)]
        for number, group in enumerate(grouped(runs, len(runs), HALF)):
            yield WordedBlock({"type": "rich_text", "elements": [line_of(group)]}, "" if number else words)

    def _table(self, table: Table) -> Iterator[WordedBlock]:
        columns = tuple(map(self._phrase, table.columns))
        lines = [tuple(map(self._worded, row)) for row in table.rows]
        narrow = 0 < len(columns) <= limits.TABLE_COLUMNS
        longest = max((len(in_words(cell)) for line in (columns, *lines) for cell in line), default=0)
        if self._tables and narrow and longest <= _CELL:
            head, *rows = [[_cell(cell) for cell in line] for line in (columns, *lines)]
            room = HALF - size({"rows": head})
            if all(size({"row": row}) < room for row in rows):
                yield from _table(head, rows, [_line(columns, line) for line in lines], room)
                return
        short = narrow and all(sum(len(in_words(cell)) for cell in line) <= _SHORT_ROW for line in lines)
        for line in lines:
            name = [run for part in _strong(line[0]) for run in part_runs(part)] if line else []
            if short:
                aside = [run for part in _aside(columns, line) for run in part_runs(part)]
                yield from _rich([line_of([*name, *text_runs("\n", Style.PLAIN), *aside])], [_line(columns, line)])
                continue
            facts = [_fact(column, cell) for column, cell in zip(columns[1:], line[1:], strict=True)]
            yield from _rich([line_of(name), *map(line_of, facts)], [_line(columns, line)])

    def _image(self, image: Image | Drawing) -> WordedBlock:
        alt = cut(self._phrase(image.alt), limits.ALT_TEXT)
        file = self._files.get(image) if isinstance(image, Image) else None
        if file is None:
            return WordedBlock({"type": "context", "elements": [plain_text(f"Picture: {alt}", limits.CONTEXT)]}, alt)
        return WordedBlock({"type": "image", "slack_file": {"id": file}, "alt_text": alt}, alt)

    def _file(self, file: File) -> Iterator[WordedBlock]:
        """Say where a file is: only a message of its own can carry it."""
        if file in self._files:
            yield from self._text((Span(file.name, Style.STRONG), Span(" is in your direct messages with me.")))
            return
        failed = " didn't reach you. Try again; if that doesn't help, ask an administrator to install me again."
        yield from self._text((Span(file.name, Style.STRONG), Span(failed)))

    def _menu(self, prompt: str, choices: Sequence[Choice]) -> Iterator[WordedBlock]:
        for group in grouped([self._option(each) for each in choices], limits.OPTIONS, _SELECT):
            select = {
                "type": "static_select",
                "action_id": self._action_id(),
                "placeholder": plain_text(self._phrase(prompt), limits.PLACEHOLDER),
                "options": group,
            }
            yield WordedBlock({"type": "actions", "elements": [select]})

    def _option(self, choice: Choice) -> Json:
        label, detail = self._phrase(choice.label), self._phrase(choice.detail)
        option = {"text": plain_text(label, limits.OPTION), "value": choice.press}
        if len(label) > limits.OPTION and not detail.strip():  # the rest of a long label has a second line
            first, *more = split(label, limits.OPTION)
            option["text"], detail = plain_text(first.rstrip(), limits.OPTION), "".join(more)
        if detail.strip():
            option["description"] = plain_text(detail, limits.OPTION)
        return option

    def _button(self, button: Button) -> Json:
        drawn: Json = {
            "type": "button",
            "action_id": self._action_id(),
            "text": plain_text(self._phrase(button.label), limits.BUTTON),
            "value": button.press,
        }
        if button.emphasis is not Emphasis.NORMAL:
            drawn["style"] = button.emphasis.value
        return drawn

    def _action_id(self) -> str:
        return f"{PRESS}-{next(self._numbers)}"


def _code(said: str) -> Iterator[WordedBlock]:
    """Yield lines of code as they stand.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    runs = text_runs(said.expandtabs(4).strip("\n"), Style.PLAIN)
    for number, group in enumerate(grouped(runs, len(runs), HALF)):
        block = {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": group}]}
        yield WordedBlock(block, "" if number else said)


def _table(head: list[Json], rows: list[list[Json]], words: Sequence[Text], room: int) -> Iterator[WordedBlock]:
    """Yield a table in as many parts as it takes, each under the column titles."""
    settings = [{"is_wrapped": True} for _ in head]
    done = 0
    for group in grouped(rows, limits.TABLE_ROWS - 1, room) or [[]]:
        said = _in_lines(words[done : done + len(group)])
        yield WordedBlock({"type": "table", "rows": [head, *group], "column_settings": settings}, said)
        done += len(group)


def _cell(said: Line) -> Json:
    """Return a table's cell: raw text, or rich text if it holds more than words."""
    if isinstance(said, str):
        return {"type": "raw_text", "text": cut(said, _CELL)}
    runs = [run for part in said.spans for run in part_runs(part)] or text_runs("–", Style.PLAIN)
    return {"type": "rich_text", "elements": [line_of(runs)]}


def _line(columns: Sequence[str], line: Sequence[Line]) -> Text:
    """Return a row in words."""
    if not line:
        return text()
    return text(*parts(line[0]), " – ", *_cells(columns, line, "; ")) if len(line) > 1 else text(*parts(line[0]))


def _aside(columns: Sequence[str], line: Sequence[Line]) -> Iterator[Part]:
    """Yield the cells of a short row, to stand under its name."""
    return _cells(columns, line, " · ")


def _cells(columns: Sequence[str], line: Sequence[Line], between: str) -> Iterator[Part]:
    for number, (column, cell) in enumerate(zip(columns[1:], line[1:], strict=True)):
        yield Span(f"{between if number else ''}{column}: ")
        yield from parts(cell)


def _strong(said: Line) -> Iterator[Part]:
    for part in parts(said):
        yield Span(part.text, Style.STRONG, part.url) if isinstance(part, Span) else part


def _in_lines(words: Sequence[Text]) -> Text:
    """Return several texts as one, each on a line of its own."""
    between = [part for each in words for part in (Span("\n"), *each.spans)]
    return Text(tuple(between[1:]))


def _with_address(part: Part) -> Part:
    """Return a part with the address that it leads to in words, for where nothing can be linked."""
    return Span(f"{part.text} ({part.url})") if isinstance(part, Span) and part.url else part


def _rich(sections: Iterable[Json], words: Sequence[Text]) -> Iterator[WordedBlock]:
    """Yield lines of rich text."""
    parts = [part for section in sections for part in small_lines(section)]
    for number, group in enumerate(grouped(parts, len(parts), HALF)):
        yield WordedBlock({"type": "rich_text", "elements": group}, "" if number else _in_lines(words))


def _fact(label: str, value: Line) -> list[Json]:
    return [
        *text_runs(f"{labelling(label)} ", Style.STRONG),
        *(run for part in parts(value) for run in part_runs(part)),
    ]
