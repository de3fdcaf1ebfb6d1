"""Markdown with questions and answers in it, in the ways that people write them.

`Q:` and `A:`, `front :: back`, a line with ? and the answer below it (also with a lone ? between them), a heading
that asks, definition lists, lists of terms, boxes that are ticked, gaps in braces, and tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.exchange import questions
from bot.exchange.markdown_blocks import ASK, BOX, HEADING, RULE, Block, blocks_of
from bot.exchange.markdown_folds import is_folded, unfolded
from bot.exchange.markdown_options import lettered, options_in
from bot.exchange.markdown_text import (
    CODE,
    ESCAPED_OR_CODE,
    ITEM,
    LONGEST,
    joined,
    plain,
    shows_picture,
    unfenced,
    untagged,
)
from bot.exchange.model import Found, Left, Taken
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Source
from bot.exchange.tables.rows import Sheet, found_in

_PAIR = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(\S.*?)\s+(:::?)\s+(\S.*)$")
_TIGHT_PAIR = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?![a-z_]\w*::[a-z_~]\w*[ (<;])(\S.*?)\s*(:::?)\s*(\S.*)$")
"""Without spaces; `std::vector is a class` is none."""

_BAR = re.compile(r"(?<!\\)\|")
_NO_TERMS = frozenset({"answer", "explanation", "hint", "note", "reference", "source"})
"""What stands in bold before a remark, and explains no term."""

_SCHEDULE = re.compile(r"[ \t]*<!--SR:[^\n]{0,2000}?-->")
"""What a program for flashcards notes of a card's due dates."""

_DEFINED = re.compile(r"^\s{0,3}:\s+(\S.*)$")
_TERM = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)(.{1,80}?)(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*(?:[:：]|[–—-]\s))\s*(\S.*)$"
)
_GAP = re.compile(r"\{\{(?:c\d+::)?(.+?)(?:::.*?)?\}\}|(?<!=)==(?!=)(.+?)(?<!=)==(?!=)")
_REPLY = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:a|answer|antwort|réponse|respuesta)\s*[:.](?:\*\*|__)?\s*(.*)$", re.IGNORECASE
)
_LONGEST_TERM = 80


class Markdown:
    """A file in Markdown."""

    name = "Markdown"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is Markdown with something to learn in it."""
        text = (source.text or "")[:100_000]
        lines = text.split("\n")
        asked = sum(bool(ASK.match(line)) for line in lines)
        replied = sum(bool(_REPLY.match(line)) for line in lines)
        pairs = sum("::" in line and _pair(line) is not None for line in lines)
        others = sum(bool(BOX.match(line) or _DEFINED.match(line)) or line.strip() in ("?", "??") for line in lines)
        headings = sum(bool(HEADING.match(line)) for line in lines)
        if is_folded(text):
            return 0.94
        if any("|" in line and RULE.match(line) for line in lines):
            return 0.96
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
        text, code = unfenced(_SCHEDULE.sub("", source.text or ""))
        text = unfolded(text)
        blocks, title = blocks_of(untagged(text))
        reader = _Reader(code, columns)
        for place, block in enumerate(blocks):
            reader.take(block, blocks[place + 1] if place + 1 < len(blocks) else None)
        return Found(
            self.name, tuple(reader.taken), tuple(reader.left), title, columns=reader.columns, notes=source.notes
        )


class _Reader:
    """Makes items of blocks, of which an answer may be the next one."""

    def __init__(self, code: Sequence[str], columns: Mapping[str, str]) -> None:
        self.taken: list[Taken] = []
        self.left: list[Left] = []
        self.columns: dict[str, str] = {}
        self._code = code
        self._said = columns
        self._is_answer: Block | None = None

    def take(self, block: Block, following: Block | None) -> None:
        """Take a block.

        Args:
            block: it.
            following: the one after it, which may be its answer.
        """
        if block is self._is_answer:
            return
        where = f"line {block.line}"
        if all("|" in line for line in block.lines) and len(block.lines) > 2 and RULE.match(block.lines[1]):
            self._take_table(block)
            return
        try:
            made = list(self._made(block, following))
        except NoQuestion as error:
            self.left.append(Left(where, str(error)))
            return
        lines = [*block.lines, *(following.lines if following and following is self._is_answer else ())]
        starts = [line - block.line for line, _, _ in made]
        for (line, kind, fields), start, end in zip(made, starts, [*starts[1:], None], strict=False):
            changed = ("its pictures left out",) if any(map(shows_picture, lines[start:end])) else ()
            self.taken.append(Taken(f"line {line}", kind, self._with_code(fields), "", block.topic, changed))
        if not made:
            self.left.append(Left(where, "neither asks nor explains anything that I can tell"))

    def _made(self, block: Block, following: Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the line, the kind and the fields of each item in a block."""
        lines = block.lines
        if any(map(BOX.match, lines)):
            yield block.line, "questions", _boxed(lines)
        elif any(map(ASK.match, lines)):
            yield from self._asked(block, following)
        elif (mark := next((each for each in ("?", "??") if each in map(str.strip, lines[1:-1])), "")) != "":
            place = [line.strip() for line in lines].index(mark, 1)
            card = _card(lines[:place], lines[place + 1 :])
            yield block.line, "cards", card | ({"reverse": True} if mark == "??" else {})
        elif len(lines) > 1 and any(map(_DEFINED.match, lines[1:])):
            yield from _defined(block)
        elif each := _by_line(block):
            yield from each
        elif lines[0].rstrip(" *_").endswith("?"):
            yield from self._questioned(block, following)
        elif sum(map(len, lines)) < LONGEST and _GAP.search("\n".join(lines)):
            yield block.line, "clozes", {"text": _gapped("\n".join(lines))}

    def _asked(self, block: Block, following: Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield what stands after Q: and A:."""
        lines = list(block.lines)
        if following and not any(map(_REPLY.match, lines)) and _REPLY.match(following.lines[0]):
            self._is_answer = following
            lines += following.lines
        asked: list[str] = []
        replied: list[str] = []
        start, into, options = block.line, asked, options_in(lines)
        for number, line in enumerate(lines, start=block.line):
            ask, reply = ASK.match(line), _REPLY.match(line)
            if number - block.line in options and into is asked:
                into.append(line)
            elif ask:
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

    def _questioned(self, block: Block, following: Block | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
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

    def _take_table(self, block: Block) -> None:
        rows = [[plain(cell.replace("\\|", "|")) for cell in _BAR.split(_cells(line))] for line in block.lines]
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


def _answered(asked: Sequence[str], replied: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of a question and its answer.

    Raises:
        NoQuestion: one of them is missing.
    """
    if (chosen := lettered(asked, replied)) is not None:
        return "questions", chosen
    question, answer = joined([ITEM.sub("", line) for line in asked]), joined(replied)
    if not question or not answer:
        raise NoQuestion(f"has no {'answer' if question else 'question'}; write one below it")
    if CODE.search(answer) or sum(bool(ITEM.match(line)) for line in replied) > 1:
        return "cards", {"front": question, "back": answer}
    return questions.asked(question, answer)


def _card(asked: Sequence[str], replied: Sequence[str]) -> dict[str, Any]:
    return {"front": joined(asked), "back": joined(replied)}


def _boxed(lines: Sequence[str]) -> dict[str, Any]:
    """Return a question with options, of which those are right whose box is ticked."""
    first = next(place for place, line in enumerate(lines) if BOX.match(line))
    boxes = [found for line in lines[first:] if (found := BOX.match(line))]
    if not first:
        raise NoQuestion("asks nothing; write the question above the boxes")
    prompt = joined([found[1] if (found := ASK.match(line)) else ITEM.sub("", line) for line in lines[:first]])
    right = [place for place, box in enumerate(boxes) if box[1] != " "]
    return questions.choice(prompt, [plain(box[2]) for box in boxes], right)


def _defined(block: Block) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the terms of a definition list."""
    term = ""
    for number, line in enumerate(block.lines, start=block.line):
        found = _DEFINED.match(line)
        if found and term:
            yield number - 1, *_explained(term, plain(found[1]))
            term = ""
        elif not found:
            term = plain(line)


def _by_line(block: Block) -> list[tuple[int, str, dict[str, Any]]]:
    """Return items of which each has a line of its own, with what goes on below it."""
    items: list[tuple[int, str, dict[str, Any]]] = []
    for number, line in enumerate(block.lines, start=block.line):
        if "::" in line and "{{" not in line and (pair := _pair(line)):
            fields: dict[str, Any] = {"front": plain(pair[0]), "back": plain(pair[2])}
            items.append((number, "cards", fields | ({"reverse": True} if pair[1] == ":::" else {})))
        elif (term := _TERM.match(line)) and term[1].strip().lower() not in _NO_TERMS:
            items.append((number, *_explained(plain(term[1]), plain(term[2]))))
        elif items and (name := next((each for each in ("back", "definition") if each in items[-1][2]), "")):
            items[-1][2][name] += f" {plain(line)}"
    return items if len(items) * 2 >= len(block.lines) else []


def _cells(line: str) -> str:
    """Return a row of a table without the bars at its ends."""
    bare = line.strip().removeprefix("|")
    return bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare


def _pair(line: str) -> tuple[str, str, str] | None:
    """Return the front, the mark and the back of a line, if it has them; what's in backticks is neither."""
    bare = ESCAPED_OR_CODE.sub(lambda found: found[0].replace(":", "\ue003") if found[1] else found[0], line)
    found = _PAIR.match(bare) or _TIGHT_PAIR.match(bare)
    if not found:
        return None
    front, mark, back = (part.replace("\ue003", ":") for part in found.groups())
    return front, mark, back


def _explained(term: str, meaning: str) -> tuple[str, dict[str, Any]]:
    if term.endswith("?") or len(term) > _LONGEST_TERM:
        return questions.asked(term, meaning)
    return "terms", {"term": term, "definition": meaning}


def _gapped(text: str) -> str:
    return plain(_GAP.sub(lambda found: f"{{{{{found[1] or found[2]}}}}}", text))
