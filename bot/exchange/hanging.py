"""Read texts with hanging indents, as of manual pages and FAQs: each term or question, and its answer further in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.source import SourceFile, is_xml

_LONGEST_TERM = 80
_MOST_WORDS = 6
"""Maximum number of words in a heading."""

_FEWEST = 3
_FURTHER = 2
"""An answer is indented by at least this many spaces more."""

_FITTING = 0.8
"""At least this share of the lines belongs to a term or a question with an answer."""

_SAMPLED = 400
_NUMBER = re.compile(r"^\d{1,4}[.)]\s+")
_OTHER = re.compile(r"[-*+•·#>|]\s|[A-Ha-h][.):]\s|[`{<\[@]|[\w-]+:(?:\s\S|$)|.*[{};=]$")
"""Matches lines of lists, quizzes, data and programs, which other formats read, or none."""


@dataclass(slots=True)
class _Entry:
    """A term or a question with what's below it, from the line with a number.

    Args:
        line: the number of its first line.
        indent: that line's indent.
        topic: the heading above it.
        head: the lines of the term or the question.
        body: the lines of the answer, each with its indent beyond that of the others.
        until_gap: the number of those above the first empty line.
    """

    line: int
    indent: int
    topic: str
    head: list[str]
    body: list[tuple[int, str]] = field(default_factory=list)
    until_gap: int = 0

    def close(self) -> None:
        """Move the end of a question that takes several lines from the answer to the question."""
        rest = self.body[: self.until_gap]
        if rest and len(rest) < len(self.body) and rest[-1][1].endswith(questions.QUESTION_MARKS):
            self.head += (text for _, text in rest)
            del self.body[: self.until_gap]


class Hanging:
    """Reads terms and questions with answers that are indented further."""

    name = "text with indents"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is such a text: nearly all lines belong to an entry."""
        lines = (source.text or "").split("\n")[:_SAMPLED]
        filled = [line for line in lines if line.strip()]
        if not filled or is_xml(filled[0]):
            return 0.0
        entries, left = _entries(lines)
        if len(entries) < _FEWEST or len(left) > (1 - _FITTING) * len(filled):
            return 0.0
        asking = [each for each in entries if each.head[-1].endswith(questions.QUESTION_MARKS)]
        numbered = [each for each in entries if _NUMBER.match(each.head[0])]
        if sum(map(_is_other, entries)) * 4 > len(entries) or (numbered and len(asking) * 2 < len(entries)):
            return 0.0
        return 0.7

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a text with hanging indents."""
        entries, left = _entries((source.text or "").split("\n"))
        taken = tuple(ImportedItem(f"line {each.line}", *_made(each), topic=each.topic) for each in entries)
        why = "has no answer below it that's indented further"
        return ParsedFile(self.name, taken, tuple(LeftOut(f"line {line}", why) for line in left), notes=source.notes)


def _entries(lines: Sequence[str]) -> tuple[list[_Entry], list[int]]:
    """Return the terms and questions that have an answer, and the numbers of the lines that belong to none."""
    plain = [line.expandtabs() for line in lines]
    column = _column(plain)
    found: list[_Entry] = []
    left: list[int] = []
    topic, is_apart = "", True
    for number, line in enumerate(plain, start=1):
        text = " ".join(line.split())
        indent = len(line) - len(line.lstrip())
        if not text:
            is_apart = True
            continue
        if indent >= column:
            if found:
                found[-1].until_gap += len(found[-1].body) == found[-1].until_gap and not is_apart
                found[-1].body.append((indent - column, text))
            else:
                left.append(number)
        elif found and not found[-1].body and not is_apart and indent == found[-1].indent:
            found[-1].head.append(text)
        else:
            topic = _closed(found, left, topic)
            head, beside = line[:column].strip(), line[column:].strip()
            is_beside = line[column - 2 : column] == "  " and beside
            found.append(_Entry(number, indent, topic, [head if is_beside else text]))
            if is_beside:
                found[-1].body.append((0, " ".join(beside.split())))
                found[-1].until_gap = 1
        is_apart = False
    _closed(found, left, topic)
    return found, left


def _is_other(entry: _Entry) -> bool:
    """Return whether an entry is rather part of a list, a quiz, data or a program."""
    head, body = entry.head[0], entry.body[0][1]
    starts = (body, head.removesuffix(":"))
    return head.endswith("):") or any(_OTHER.match(each) is not None for each in starts)


def _column(lines: Sequence[str]) -> int:
    """Return the column at which most answers begin: the indent of lines right below a line that's indented less."""
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    inward = Counter(below for above, below in pairwise(indents) if below >= above + _FURTHER)
    return max(inward, key=lambda indent: (inward[indent], -indent), default=1_000)


def _closed(found: list[_Entry], left: list[int], topic: str) -> str:
    """Close the last entry, or remove it if it's none, and return the topic of what follows."""
    if not found:
        return topic
    last = found[-1]
    last.close()
    head = " ".join(last.head)
    if last.body and (head.endswith(questions.QUESTION_MARKS) or len(head) <= _LONGEST_TERM):
        return topic
    found.pop()
    if (
        not last.body
        and len(head.split()) <= _MOST_WORDS
        and head[0].isalpha()
        and not head.endswith((".", ",", ";"))
    ):
        return head.rstrip(":")
    left.append(last.line)
    return topic


def _made(entry: _Entry) -> tuple[str, dict[str, Any]]:
    """Return the kind and fields of an entry: a question, a card or a term."""
    head, body = _NUMBER.sub("", " ".join(entry.head)), _joined(entry.body)
    if head.endswith(questions.QUESTION_MARKS):
        return questions.asked(head, body)
    if head.endswith("."):
        return "cards", {"front": head, "back": body}
    return "terms", {"term": head.rstrip(":"), "definition": body}


def _joined(lines: Sequence[tuple[int, str]]) -> str:
    """Return lines as a text: those that are indented further stay on lines of their own, and words stay whole."""
    text = ""
    before = 0
    for further, line in lines:
        if text.endswith("‐") and not further:
            text = text[:-1] + line
        elif text[-2:-1].isalpha() and text[-1:] == "-" and line[:1].islower():
            text += line
        else:
            text += ("\n" if further or before else " ") + line
        before = further
    return text.strip()
