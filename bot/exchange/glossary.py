"""Read plain-text glossaries: each line has a term and its meaning, separated by a dash, a colon, a tab or =."""

import re
from typing import Any

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.source import SourceFile, is_xml

_BETWEEN = {
    "dash": re.compile(r"\s+[–—-]{1,2}\s+|\s*—{1,2}\s*"),
    "colon": re.compile(r"\s*(?:[:：]\s+|：)"),
    "tab": re.compile(r"\t+"),
    "equals": re.compile(r"\s+(?:=|->|→|=>)\s+"),
}
_LISTED = re.compile(r"^\s*(?:[-*•·]|\d{1,4}[.)])\s+")
_MARKED = re.compile(r"(\*\*|__|\*|_)(?=\S)(.{1,80}?)(?<=\S)\1")
_LONGEST_TERM = 80
_LONGEST_HEADING = 60
_LOOKED_AT = 120
"""A separator is looked for in the first this many characters of a line, as longer searches get slow."""

_SAMPLED = 400
_MOST = 0.6
"""If more than this share of the lines have the same separator, it's the only one used."""


class GlossaryText:
    """Reads plain-text glossaries."""

    name = "glossary"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a glossary: most of its lines have a term and a meaning."""
        lines = [line for line in (source.text or "").split("\n")[:_SAMPLED] if line.strip()]
        if not lines or is_xml(lines[0]):
            return 0.0
        marks = _used(lines)
        fitting = sum(_split(line, marks) is not None for line in lines)
        return 0.6 * fitting / len(lines) if fitting >= 0.4 * len(lines) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a glossary."""
        lines = (source.text or "").split("\n")
        marks = _used([line for line in lines[:_SAMPLED] if line.strip()])
        entries: list[tuple[int, str, str, list[str]]] = []
        left: list[LeftOut] = []
        headings: list[tuple[str, bool]] = []
        topic, goes_on = "", False
        for number, line in enumerate(lines, start=1):
            pair = None if goes_on and line[:1].isspace() else _split(line, marks)
            goes_on = bool(line.strip()) and goes_on and not line.startswith("#")
            if pair is not None:
                entries.append((number, topic, pair[0], [pair[1]]))
                goes_on = True
            elif goes_on:
                entries[-1][3].append(line.strip())
            elif line.strip() and _is_heading(line):
                heading = line.strip().strip("#*_: ")
                topic = heading if len(heading) > 1 else ""  # a single letter is a section, not a topic
                headings += [(topic, not entries)] if topic else []
            elif line.strip():
                left.append(LeftOut(f"line {number}", "has no term and meaning; put a dash or a colon between them"))
        taken = [
            ImportedItem(
                f"line {number}",
                *_explained(term, " ".join(texts)),
                topic=about,
                changed=_added(number, len(texts) - 1),
            )
            for number, about, term, texts in entries
        ]
        title = headings[0][0] if [is_above for _, is_above in headings] == [True] else ""
        return ParsedFile(self.name, tuple(taken), tuple(left), title=title, notes=source.notes)


def _explained(term: str, meaning: str) -> tuple[str, dict[str, Any]]:
    if term.endswith(questions.QUESTION_MARKS):
        return questions.asked(term, meaning)
    return "terms", {"term": term, "definition": meaning}


def _added(line: int, more: int) -> tuple[str, ...]:
    """Return the note about lines that were read as continuing a meaning.

    Args:
        line: the line on which the meaning begins.
        more: the number of lines added to it.
    """
    if not more:
        return ()
    which = f"line {line + 1}" if more == 1 else f"lines {line + 1} to {line + more}"
    return (f"{which} added to what it means",)


def _used(lines: list[str]) -> list[re.Pattern[str]]:
    """Return the most frequent separator, and others that occur on lines without it."""
    counts = {between: sum(_split(line, [between]) is not None for line in lines) for between in _BETWEEN.values()}
    first = max(counts, key=lambda between: counts[between])
    others = [line for line in lines if not line[:1].isspace() and _split(line, [first]) is None]
    if counts[first] > _MOST * len(lines):
        return [first]
    return [first, *(each for each in counts if each is not first and any(_split(line, [each]) for line in others))]


def _split(line: str, marks: list[re.Pattern[str]]) -> tuple[str, str] | None:
    """Return the term and the meaning of a line; None if it doesn't have both."""
    bare = _MARKED.sub(r"\2", _LISTED.sub("", line)).strip()
    found: list[tuple[str, str]] = []
    for between in marks:
        mark = between.search(bare, 0, _LOOKED_AT)
        term, meaning = (bare[: mark.start()].strip(), bare[mark.end() :].strip()) if mark else ("", "")
        is_term = (
            0 < len(term) <= _LONGEST_TERM
            and len(term.split()) <= 8
            and not term.startswith("http")
            and ";" not in term
        )
        if is_term and meaning and "\t" not in meaning:
            found.append((term, meaning))
    return min(found, key=lambda pair: len(pair[0]), default=None)


def _is_heading(line: str) -> bool:
    bare = line.strip()
    return bare.startswith("#") or (len(bare) <= _LONGEST_HEADING and bare[-1] not in ".!?,;")
