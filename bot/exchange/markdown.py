"""Read Markdown with questions and answers, in all the ways that people write them.

`Q:` and `A:`, `front :: back`, a line with ? and the answer below it (also with a lone ? between them), a question as
a heading, definition lists, lists of terms, ticked boxes, gaps in braces, and tables.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.exchange.markdown_blocks import (
    ASK,
    BOX,
    HEADING,
    INITIAL,
    REPLY,
    RULE,
    MarkdownBlock,
    blocks_of,
    without_anchors,
)
from bot.exchange.markdown_drawn import with_boxes
from bot.exchange.markdown_folds import is_folded, unfolded
from bot.exchange.markdown_items import (
    DEFINED,
    GAP,
    LONGEST_TERM,
    answered,
    boxed,
    by_line,
    cells_of,
    defined,
    explains,
    has_gap,
    pair_in,
    with_gaps,
)
from bot.exchange.markdown_notes import HAS_MARKS, unprogrammed
from bot.exchange.markdown_options import options_in
from bot.exchange.markdown_text import (
    CODE,
    LONGEST,
    joined,
    plain,
    shows_picture,
    tidied,
    unfenced,
)
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import QUESTION_MARKS, NoQuestion
from bot.exchange.source import SourceFile
from bot.exchange.tables.rows import Worksheet, parsed_file

_BAR = re.compile(r"(?<!\\)\|")
_SCHEDULE = re.compile(r"[ \t]*<!--SR:[^\n]{0,2000}?-->")
"""A flashcard program's note about a card's due dates."""

_SAYS_NOTHING = "neither asks nor explains anything that I can tell"
_LONGEST_SIDE = 300
"""Maximum number of characters on a card's back."""

_MOST_ABOVE = 4
"""Up to this many paragraphs above a file's first table introduce it, as rows above the headers of a sheet do."""

_MOST_BLOCKS = 20
"""Maximum number of blocks in one answer."""

_FEWEST_HEADINGS, _MOST_HEADINGS = 3, 0.7
"""Headings are read as terms if at least this many, and this share of all, have exactly one paragraph."""


class Markdown:
    """Reads Markdown files."""

    name = "Markdown"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is Markdown with questions, cards or terms."""
        text = with_boxes((source.text or "")[:100_000])
        lines = (unprogrammed(text) if HAS_MARKS.search(text) else text).split("\n")
        questions_found = sum(bool(ASK.match(line)) for line in lines)
        replied = sum(bool(REPLY.match(line)) for line in lines)
        pairs = sum("::" in line and pair_in(line) is not None for line in lines)
        others = sum(bool(BOX.match(line) or DEFINED.match(line)) or line.strip() in ("?", "??") for line in lines)
        headings = sum(bool(HEADING.match(line)) for line in lines)
        if is_folded(text):
            return 0.94
        if any("|" in line and RULE.match(line) for line in lines):
            return 0.96
        filled = max(1, sum(bool(line.strip()) for line in lines))
        labelled = min(questions_found, replied)
        if (
            (labelled and not (labelled == 1 and any(map(INITIAL.match, lines))))
            or others
            or pairs * 2 > filled
            or (headings and pairs)
        ):
            return 0.9
        if (
            HAS_MARKS.search(text)
            and (pairs + sum(bool(GAP.search(line)) or explains(line) for line in lines)) * 3 > filled
        ):
            return 0.9
        if max(sum(map(explains, lines)), sum(map(has_gap, lines))) * 2 > filled:
            return 0.65
        if sum(line.rstrip(" *_").endswith(QUESTION_MARKS) for line in lines) * 5 > filled:
            return 0.6 if headings else 0.3
        return 0.25 if headings else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a Markdown file.

        Raises:
            Unreadable: the chosen columns don't fit.
        """
        text, code = unfenced(with_boxes(_SCHEDULE.sub("", without_anchors(source.text or ""))))
        text = unprogrammed(unfolded(text))
        blocks, title = blocks_of(tidied(text))
        reader = _Reader(code, source.columns)
        for place, block in enumerate(blocks):
            reader.take(block, blocks[place + 1 : place + _MOST_BLOCKS])
        if not reader.taken:
            reader.take_headings(blocks)
        return ParsedFile(
            self.name, tuple(reader.taken), tuple(reader.left), title, columns=reader.columns, notes=source.notes
        )


class _Reader:
    """Turns blocks into items; the answer to a block may be the next block."""

    def __init__(self, code: Sequence[str], columns: Mapping[str, str]) -> None:
        self.taken: list[ImportedItem] = []
        self.left: list[LeftOut] = []
        self.columns: dict[str, str] = {}
        self._code = code
        self._said = columns
        self._answers: list[MarkdownBlock] = []
        self._changed: list[str] = []

    def take(self, block: MarkdownBlock, following: Sequence[MarkdownBlock]) -> None:
        """Process a block.

        Args:
            block: the next block of the file.
            following: the blocks after it, some of which may be its answer.
        """
        if any(block is each for each in self._answers):
            return
        self._answers, self._changed = [], []
        where = f"line {block.line}"
        if all("|" in line for line in block.lines) and len(block.lines) > 2 and RULE.match(block.lines[1]):
            self._take_table(block)
            return
        try:
            items = list(self._convert(block, following))
        except NoQuestion as error:
            self.left.append(LeftOut(where, str(error)))
            return
        lines = [*block.lines, *(line for each in self._answers for line in each.lines)]
        starts = [line - block.line for line, _, _ in items]
        for (line, kind, fields), start, end in zip(items, starts, [*starts[1:], None], strict=False):
            pictures = ["its pictures left out"] if any(map(shows_picture, lines[start:end])) else []
            changed = (*pictures, *self._changed)
            self.taken.append(ImportedItem(f"line {line}", kind, self._with_code(fields), "", block.topic, changed))
        if not items:
            self.left.append(LeftOut(where, _SAYS_NOTHING))

    def take_headings(self, blocks: Sequence[MarkdownBlock]) -> None:
        """Read headings as terms if most of them have exactly one paragraph; for files without any other items."""
        below = Counter(block.topic for block in blocks if block.topic)
        whole = [each for each in blocks if below[each.topic] == 1 and len(each.topic) <= LONGEST_TERM]
        if len(whole) < _FEWEST_HEADINGS or len(whole) < _MOST_HEADINGS * len(below):
            return
        for block in whole:
            fields = {"term": block.topic, "definition": joined(block.lines)}
            self.taken.append(ImportedItem(f"line {block.line}", "terms", self._with_code(fields)))
        lines = {f"line {block.line}" for block in whole}
        self.left = [each for each in self.left if each.position not in lines]

    def _convert(
        self, block: MarkdownBlock, following: Sequence[MarkdownBlock]
    ) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the line, the kind and the fields of each item in a block."""
        lines = block.lines
        if any(map(BOX.match, lines)):
            yield block.line, "questions", boxed(lines)
        elif any(map(ASK.match, lines)):
            yield from self._asked(block, following)
        elif (mark := next((each for each in ("?", "??") if each in map(str.strip, lines[1:-1])), "")) != "":
            place = [line.strip() for line in lines].index(mark, 1)
            fields = {"front": joined(lines[:place]), "back": joined(lines[place + 1 :])}
            yield block.line, "cards", fields | ({"reverse": True} if mark == "??" else {})
        elif len(lines) > 1 and any(map(DEFINED.match, lines[1:])):
            yield from defined(block)
        elif items := by_line(block):
            if items[0][0] > block.line:
                self.left.append(LeftOut(f"line {block.line}", _SAYS_NOTHING))
            yield from items
        elif lines[0].rstrip(" *_").endswith(QUESTION_MARKS):
            yield from self._questioned(block, following)
        elif sum(map(len, lines)) < LONGEST and GAP.search("\n".join(lines)):
            yield from with_gaps(block)

    def _asked(
        self, block: MarkdownBlock, following: Sequence[MarkdownBlock]
    ) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the items of lines with Q: and A:."""
        lines = list(block.lines)
        if following and not any(map(REPLY.match, lines)) and REPLY.match(following[0].lines[0]):
            self._answers = [following[0]]
            lines += following[0].lines
        question_lines: list[str] = []
        replied: list[str] = []
        start, into, options = block.line, question_lines, options_in(lines)
        for number, line in enumerate(lines, start=block.line):
            ask, reply = ASK.match(line), REPLY.match(line)
            if number - block.line in options and into is question_lines:
                into.append(line)
            elif ask:
                if question_lines:
                    yield start, *answered(question_lines, replied)
                question_lines, replied, start = [ask[1]], [], number
                into = question_lines
            elif reply:
                replied.append(reply[1])
                into = replied
            else:
                into.append(line)
        yield start, *answered(question_lines, replied)

    def _questioned(
        self, block: MarkdownBlock, following: Sequence[MarkdownBlock]
    ) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the items of lines that end in a question mark, with the lines below each as its answer."""
        lines = list(block.lines)
        if len(lines) == 1:
            lines += self._answer_below(block, following)
        question_lines, start = [lines[0]], block.line
        replied: list[str] = []
        for number, line in enumerate(lines[1:], start=block.line + 1):
            if line.rstrip(" *_").endswith(QUESTION_MARKS) and replied:
                yield start, *answered(question_lines, replied)
                question_lines, replied, start = [line], [], number
            else:
                replied.append(line)
        yield start, *answered(question_lines, replied)

    def _answer_below(self, block: MarkdownBlock, following: Sequence[MarkdownBlock]) -> list[str]:
        """Return the lines of the blocks below a question that answer it.

        That's the next block. Below a heading, or if blocks are indented, it's all blocks up to the next question
        that fit.
        """
        lines: list[str] = []
        for each in following:
            is_deeper = block.is_heading or all(line[:1].isspace() or CODE.match(line) for line in each.lines)
            asks = each.is_heading or ASK.match(each.lines[0]) or each.lines[0].rstrip(" *_").endswith(QUESTION_MARKS)
            if asks or each.topic != block.topic or (lines and not is_deeper):
                break
            self._answers.append(each)
            length = len(self._with_code(joined([*lines, *each.lines])))
            if lines and (length > _LONGEST_SIDE or self._changed):
                self._changed = [f"its answer ends at line {each.line}, as {_LONGEST_SIDE} characters fit"]
                continue
            lines += each.lines
        return lines

    def _take_table(self, block: MarkdownBlock) -> None:
        cells = [[cell.replace("\\|", "|") for cell in _BAR.split(cells_of(line))] for line in block.lines]
        del cells[1]
        looks = {
            number: {plain(cell): "bold" for cell in row if cell.strip().startswith(("**", "__"))}
            for number, row in enumerate(cells, start=1)
        }
        rows = [[plain(cell) for cell in row] for row in cells]
        found = parsed_file(Markdown.name, [Worksheet(rows, looks=looks)], self._said)
        self.columns |= found.columns
        if found.taken and not self.taken and len(self.left) <= _MOST_ABOVE:
            self.left = [each for each in self.left if each.why != _SAYS_NOTHING]

        def line_of(where: str) -> str:
            number = int(where.rpartition(" ")[2])
            return f"line {block.line + number - 1 + (number > 1)}"

        self.taken += (
            replace(each, position=line_of(each.position), topic=each.topic or block.topic) for each in found.taken
        )
        self.left += (replace(each, position=line_of(each.position)) for each in found.left)

    def _with_code(self, value: Any) -> Any:  # noqa: ANN401 - of whatever shape a field has
        """Return fields with the placeholders in their texts replaced by code."""
        if isinstance(value, str):
            return CODE.sub(lambda found: self._code[int(found[1])], value)
        if isinstance(value, dict):
            return {name: self._with_code(each) for name, each in value.items()}
        return [self._with_code(each) for each in value] if isinstance(value, list) else value
