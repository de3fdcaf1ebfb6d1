"""Read GIFT, Moodle's plain-text format for questions (https://docs.moodle.org/en/GIFT_format)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.exchange import gift_answers
from bot.exchange.gift_answers import GiftQuestion, hidden
from bot.exchange.markdown_blocks import without_anchors
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile

_ANSWERS = re.compile(r"\{([^{}]{0,5000})\}")
_LOOKS_LIKE_ANSWERS = re.compile(r"\s*(?:[~=#]|T\b|F\b|TRUE\b|FALSE\b|$)")
_CERTAIN = re.compile(r"^\s*(?:\$CATEGORY:|::[^:\n]+::)", re.MULTILINE)
_CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$")
_ID = re.compile(r"\[id:([^\]]{1,100})\]")
_TITLE = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_FORM = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_END = re.compile(r"\}[^{}\n]*\n")
"""The line on which a question's answers end."""

_SAMPLED = 100_000
_MOST_LINES = 200
"""Maximum number of lines of a question; otherwise, an unclosed brace would swallow the rest of the file."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of the file with one question.

    Args:
        line: the line on which it begins, from 1.
        text: its text, with escaped characters hidden.
        topic: the category above it.
        key: the question's id number, from a comment.
    """

    line: int
    text: str
    topic: str
    key: str


class Gift:
    """Reads GIFT files."""

    name = "GIFT"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is GIFT: it has answers in braces."""
        text = without_anchors((source.text or "")[:_SAMPLED])
        if "{" not in text or text.lstrip().startswith(("{", "[{")):
            return 0.0
        answers = _ANSWERS.findall(hidden(text))
        if answers and _CERTAIN.search(text):
            return 0.98
        fitting = sum(bool(_LOOKS_LIKE_ANSWERS.match(each)) for each in answers)
        if not fitting or fitting * 2 < len(answers):
            return 0.0
        blocks = len(re.findall(r"\S\n\s*\n", text)) + 1
        return min(0.9, 0.4 + fitting / blocks)  # stay below tables with headers, whose cells may have braces

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a GIFT file."""
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for block in _blocks(source.text or ""):
            where = f"line {block.line}"
            try:
                converted = gift_answers.convert(_asked(block.text))
            except NoQuestion as error:
                left.append(LeftOut(where, str(error)))
                continue
            taken.append(
                ImportedItem(where, "questions", converted.fields, block.key, block.topic, converted.changed)
            )
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=source.notes)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the questions of a file, which are separated by blank lines outside of braces."""
    topic = key = ""
    lines: list[str] = []
    start, was_blank = 0, False
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            key = found[1].strip() if (found := _ID.search(line)) else key
            continue
        category = _CATEGORY.match(line)
        if category:
            topic = topic_of(category[1])
            continue
        if line.strip() and not (was_blank and "{" in hidden(line) and _is_open(lines)):
            start, was_blank = start or number, False
            lines.append(hidden(line))
            continue
        was_blank = not line.strip()
        whole = "\n".join(lines)
        is_open = _is_open(lines) and len(lines) < _MOST_LINES and number <= text.count("\n")
        if was_blank and is_open and _goes_on(lines):
            continue
        for place, part in _apart(whole) if lines else ():
            yield _Block(start + place, part, topic, key)
        lines, start, key = ([], 0, "") if was_blank else ([hidden(line)], number, "")


def _is_open(lines: list[str]) -> bool:
    return "\n".join(lines).count("{") > "\n".join(lines).count("}")


def _apart(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each question in a block, in which several may follow without a blank line."""
    ends = [found.end() for found in _END.finditer(text)]
    parts = [text[start:end] for start, end in pairwise((0, *ends, len(text)))]
    if len(parts) > 2 and "{" not in parts[-1]:
        parts[-2:] = ["".join(parts[-2:])]
    if any(each.count("{") != 1 or each.count("}") != 1 for each in parts):
        parts = [text]
    line = 0
    for part in parts:
        yield line, part.rstrip("\n")
        line += part.count("\n")


def _goes_on(lines: list[str]) -> bool:
    """Return whether a question's answers may continue after a blank line, as they have begun but not ended."""
    return "{" in lines[-1] or lines[-1].lstrip().startswith(("~", "=", "#"))


def topic_of(path: str) -> str:
    """Return the last part of a category's path, in which // is an escaped slash."""
    parts = [each.replace("\0", "/").strip() for each in path.replace("//", "\0").split("/")]
    named = [each for each in parts if each and each.lower() not in ("$course$", "$system$", "$cat1$", "top")]
    return re.sub(r"^Default for ", "", named[-1]) if named else ""


def _asked(text: str) -> GiftQuestion:
    """Split a question into its parts.

    Raises:
        NoQuestion: it has no answers, or its braces don't match.
    """
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    form = _FORM.match(body)
    body = body[form.end() :] if form else body
    begin, end = body.find("{"), body.rfind("}")
    if begin < 0:
        raise NoQuestion("is a description without answers; there's nothing to ask")
    if end < begin or body.count("{") != body.count("}"):
        raise NoQuestion("has a { without its }; add it")
    if "{" in body[begin + 1 : end] or "}" in body[begin + 1 : end]:
        raise NoQuestion("has several pairs of braces; put a blank line between two questions")
    return GiftQuestion(
        body[:begin].strip(), body[begin + 1 : end].strip(), body[end + 1 :].strip(), form[1] if form else ""
    )
