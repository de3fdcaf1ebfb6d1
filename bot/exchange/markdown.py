"""Markdown with questions and answers in it, in the ways that people write them.

`Q:` and `A:`, `front :: back`, a line with ? and the answer below it (also with a lone ? between them), a heading
that asks, definition lists, lists of terms, boxes that are ticked, gaps in braces, and tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.exchange import questions
from bot.exchange.markdown_text import CODE, LONGEST, REST, plain, unfenced
from bot.exchange.model import Found, Left, Taken
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Source
from bot.exchange.tables.rows import Sheet, found_in

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ASK = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:q|question|frage|f|pregunta)\s*\d*\s*[:.)](?:\*\*|__)?\s*(.*)$", re.IGNORECASE
)
_REPLY = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:a|answer|antwort|réponse|respuesta)\s*[:.](?:\*\*|__)?\s*(.*)$", re.IGNORECASE
)
_PAIR = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(\S.*?)\s*(:::?)\s*(\S.*)$")
_BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s*\[([ xX✓✔])\]\s+(.*)$")
_DEFINED = re.compile(r"^\s{0,3}:\s+(\S.*)$")
_TERM = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)(.{1,80}?)(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*(?:[:：]|[–—-]\s))\s*(\S.*)$"
)
_GAP = re.compile(r"\{\{(?:c\d+::)?(.+?)(?:::.*?)?\}\}|(?<!=)==(?!=)(.+?)(?<!=)==(?!=)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?[\s:|-]+\|[\s:|-]*$")
_LONGEST_TERM = 80


@dataclass(slots=True)
class _Block:
    """Lines that belong together, under a heading.

    Args:
        line: of the first one, from 1.
        topic: the heading above.
        lines: they, with code as one line each.
    """

    line: int
    topic: str
    lines: list[str] = field(default_factory=list)


class Markdown:
    """A file in Markdown."""

    name = "Markdown"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is Markdown with something to learn in it."""
        text = (source.text or "")[:100_000]
        lines = text.split("\n")
        asked = sum(bool(_ASK.match(line)) for line in lines)
        replied = sum(bool(_REPLY.match(line)) for line in lines)
        pairs = sum(bool(_PAIR.match(line)) and "::" in line for line in lines)
        others = sum(bool(_BOX.match(line) or _DEFINED.match(line)) or line.strip() in ("?", "??") for line in lines)
        headings = sum(bool(_HEADING.match(line)) for line in lines)
        filled = max(1, sum(bool(line.strip()) for line in lines))
        if min(asked, replied) or others or pairs * 2 > filled or (headings and pairs):
            return 0.9
        if sum(line.rstrip().endswith("?") for line in lines) * 5 > filled:
            return 0.6 if headings else 0.3
        return 0.25 if headings else 0.0

    def read(self, source: Source, columns: Mapping[str, str]) -> Found:
        """Read Markdown.

        Args:
            source: the file.
            columns: of its tables, which column is to be read as what, where that was said: header → field.

        Raises:
            Unreadable: what was said of columns doesn't fit.
        """
        text, code = unfenced(source.text or "")
        blocks, title = _blocks(text)
        reader = _Reader(code, columns)
        for place, block in enumerate(blocks):
            reader.take(block, blocks[place + 1] if place + 1 < len(blocks) else None)
        return Found(
            self.name, tuple(reader.taken), tuple(reader.left), title, columns=reader.columns, notes=source.notes
        )


def _blocks(text: str) -> tuple[list[_Block], str]:
    """Return the blocks of a file, and its title: the only heading of the first level, if it comes first."""
    lines = text.split("\n")
    start = 0
    if lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):  # what tools keep at the top
        start = next(place for place, line in enumerate(lines[1:60], start=1) if line.strip() == "---") + 1
    tops = [found[2] for line in lines[start:] if (found := _HEADING.match(line)) and len(found[1]) == 1]
    title = plain(tops[0]) if len(tops) == 1 else ""
    blocks: list[_Block] = []
    topic, block = "", None
    for number, line in enumerate(lines[start:], start=start + 1):
        heading = _HEADING.match(line)
        if heading and not plain(heading[2]).endswith("?"):
            topic, block = plain(heading[2]), None
            topic = "" if topic == title else topic
        elif line == REST:
            continue
        elif not line.strip() or (_RULE.match(line) and "|" not in line):
            block = None
        else:
            if block is None or heading:
                block = _Block(number, topic)
                blocks.append(block)
            block.lines.append(heading[2] if heading else line)
    return blocks, title


class _Reader:
    """Makes items of blocks, of which an answer may be the next one."""

    def __init__(self, code: Sequence[str], columns: Mapping[str, str]) -> None:
        self.taken: list[Taken] = []
        self.left: list[Left] = []
        self.columns: dict[str, str] = {}
        self._code = code
        self._said = columns
        self._is_answer: _Block | None = None

    def take(self, block: _Block, following: _Block | None) -> None:
        """Take a block.

        Args:
            block: it.
            following: the one after it, which may be its answer.
        """
        if block is self._is_answer:
            return
        where = f"line {block.line}"
        if all("|" in line for line in block.lines) and len(block.lines) > 2 and _RULE.match(block.lines[1]):
            self._take_table(block)
            return
        try:
            made = list(self._made(block, following))
        except NoQuestion as error:
            self.left.append(Left(where, str(error)))
            return
        for line, kind, fields in made:
            self.taken.append(Taken(f"line {line}", kind, self._with_code(fields), topic=block.topic))
        if not made:
            self.left.append(Left(where, "neither asks nor explains anything that I can tell"))

    def _made(self, block: _Block, following: _Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the line, the kind and the fields of each item in a block."""
        lines = block.lines
        if any(map(_BOX.match, lines)):
            yield block.line, "questions", _boxed(lines)
        elif any(map(_ASK.match, lines)):
            yield from self._asked(block, following)
        elif (mark := next((each for each in ("?", "??") if each in map(str.strip, lines[1:-1])), "")) != "":
            place = [line.strip() for line in lines].index(mark, 1)
            yield block.line, "cards", _card(lines[:place], lines[place + 1 :])
        elif len(lines) > 1 and any(map(_DEFINED.match, lines[1:])):
            yield from _defined(block)
        elif (each := list(_by_line(block))) and len(each) * 2 >= len(lines):
            yield from each
        elif lines[0].rstrip(" *_").endswith("?"):
            yield from self._questioned(block, following)
        elif sum(map(len, lines)) < LONGEST and _GAP.search("\n".join(lines)):
            yield block.line, "clozes", {"text": _gapped("\n".join(lines))}

    def _asked(self, block: _Block, following: _Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield what stands after Q: and A:."""
        lines = list(block.lines)
        if following and not any(map(_REPLY.match, lines)) and _REPLY.match(following.lines[0]):
            self._is_answer = following
            lines += following.lines
        asked: list[str] = []
        replied: list[str] = []
        start, into = block.line, asked
        for number, line in enumerate(lines, start=block.line):
            ask, reply = _ASK.match(line), _REPLY.match(line)
            if ask:
                if asked:
                    yield start, *_answered(asked, replied)
                asked, replied, start = [ask[1]], [], number
                into = asked
            elif reply:
                replied.append(reply[1])
                into = replied
            else:
                into.append(line)
        yield start, *_answered(asked, replied)

    def _questioned(self, block: _Block, following: _Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield what's asked in lines that end with a question mark, each with what stands below it."""
        lines = list(block.lines)
        if len(lines) == 1 and following and not following.lines[0].rstrip().endswith("?"):
            self._is_answer = following
            lines += following.lines
        asked, start = [lines[0]], block.line
        replied: list[str] = []
        for number, line in enumerate(lines[1:], start=block.line + 1):
            if line.rstrip(" *_").endswith("?") and replied:
                yield start, *_answered(asked, replied)
                asked, replied, start = [line], [], number
            else:
                replied.append(line)
        yield start, *_answered(asked, replied)

    def _take_table(self, block: _Block) -> None:
        rows = [[plain(cell) for cell in line.strip().strip("|").split("|")] for line in block.lines]
        del rows[1]
        found = found_in(Markdown.name, [Sheet(rows)], self._said)
        self.columns |= found.columns

        def line_of(where: str) -> str:
            number = int(where.rpartition(" ")[2])
            return f"line {block.line + number - 1 + (number > 1)}"

        self.taken += (
            replace(each, where=line_of(each.where), topic=each.topic or block.topic) for each in found.taken
        )
        self.left += (replace(each, where=line_of(each.where)) for each in found.left)

    def _with_code(self, value: Any) -> Any:  # noqa: ANN401 - of whatever shape a field has
        """Return fields with the code that stands in their texts."""
        if isinstance(value, str):
            return CODE.sub(lambda found: self._code[int(found[1])], value)
        if isinstance(value, dict):
            return {name: self._with_code(each) for name, each in value.items()}
        return [self._with_code(each) for each in value] if isinstance(value, list) else value


def _text(lines: Sequence[str]) -> str:
    """Return lines as a text; the marks of a list go where there's one entry only."""
    if sum(bool(_ITEM.match(line)) for line in lines) == 1:
        lines = [_ITEM.sub("", line) for line in lines]
    return "\n".join(plain(line) for line in lines).strip()


def _answered(asked: Sequence[str], replied: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of a question and its answer.

    Raises:
        NoQuestion: one of them is missing.
    """
    question, answer = _text([_ITEM.sub("", line) for line in asked]), _text(replied)
    if not question or not answer:
        raise NoQuestion(f"has no {'answer' if question else 'question'}; write one below it")
    if CODE.search(answer):
        return "cards", {"front": question, "back": answer}
    return questions.asked(question, answer)


def _card(asked: Sequence[str], replied: Sequence[str]) -> dict[str, Any]:
    return {"front": _text(asked), "back": _text(replied)}


def _boxed(lines: Sequence[str]) -> dict[str, Any]:
    """Return a question with options, of which those are right whose box is ticked."""
    first = next(place for place, line in enumerate(lines) if _BOX.match(line))
    boxes = [found for line in lines[first:] if (found := _BOX.match(line))]
    if not first:
        raise NoQuestion("asks nothing; write the question above the boxes")
    prompt = _text([found[1] if (found := _ASK.match(line)) else _ITEM.sub("", line) for line in lines[:first]])
    right = [place for place, box in enumerate(boxes) if box[1] != " "]
    return questions.choice(prompt, [plain(box[2]) for box in boxes], right)


def _defined(block: _Block) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the terms of a definition list."""
    term = ""
    for number, line in enumerate(block.lines, start=block.line):
        found = _DEFINED.match(line)
        if found and term:
            yield number - 1, *_explained(term, plain(found[1]))
            term = ""
        elif not found:
            term = plain(line)


def _by_line(block: _Block) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield items of which each has a line of its own."""
    for number, line in enumerate(block.lines, start=block.line):
        if "::" in line and (pair := _PAIR.match(line)) and "{{" not in line:
            fields = {"front": plain(pair[1]), "back": plain(pair[3])}
            yield number, "cards", fields | ({"reverse": True} if pair[2] == ":::" else {})
        elif term := _TERM.match(line):
            yield number, *_explained(plain(term[1]), plain(term[2]))


def _explained(term: str, meaning: str) -> tuple[str, dict[str, Any]]:
    if term.endswith("?") or len(term) > _LONGEST_TERM:
        return questions.asked(term, meaning)
    return "terms", {"term": term, "definition": meaning}


def _gapped(text: str) -> str:
    return plain(_GAP.sub(lambda found: f"{{{{{found[1] or found[2]}}}}}", text))
