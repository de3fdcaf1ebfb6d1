"""Read glossaries without any marks: each term is on a line of its own, and its meaning below it."""

from collections.abc import Sequence
from statistics import median

from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import QUESTION_MARKS
from bot.exchange.source import SourceFile, is_xml

_LONGEST_TERM = 60
_MOST_WORDS = 6
_FEWEST = 3
_FEWEST_WORDS = 3
"""Most meanings have at least this many words; otherwise, it may be any list."""

_SAMPLED = 400
_FITTING = 0.8
"""At least this share of the lines belongs to a term with a meaning."""

_NO_TERM = (*".!:;,…。！：；，、", *QUESTION_MARKS)


class BareGlossary:
    """Reads glossaries that have only line breaks between terms and meanings."""

    name = "glossary"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is such a glossary: short lines, each above a longer text."""
        lines = (source.text or "").split("\n")[:_SAMPLED]
        filled = [line for line in lines if line.strip()]
        if len(filled) < 2 * _FEWEST or is_xml(filled[0]) or any("\t" in line.strip() for line in filled):
            return 0.0
        if any(line.rstrip().endswith(QUESTION_MARKS) or line.startswith("#") for line in filled):
            return 0.0
        entries, left = _entries(lines)
        if len(entries) < _FEWEST or len(left) > (1 - _FITTING) * len(filled):
            return 0.0
        meanings = [" ".join(texts) for _, _, _, texts in entries]
        is_longer = median(map(len, meanings)) > median(len(term) for _, _, term, _ in entries)
        return 0.2 if is_longer and median(len(each.split()) for each in meanings) >= _FEWEST_WORDS else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a glossary."""
        entries, left = _entries((source.text or "").split("\n"))
        taken = [
            ImportedItem(f"line {number}", "terms", {"term": term, "definition": " ".join(texts)}, topic=topic)
            for number, topic, term, texts in entries
        ]
        why = "has no term above it; write one"
        return ParsedFile(
            self.name, tuple(taken), tuple(LeftOut(f"line {number}", why) for number in left), notes=source.notes
        )


def _entries(lines: Sequence[str]) -> tuple[list[tuple[int, str, str, list[str]]], list[int]]:
    """Return the entries (line, topic, term, lines of the meaning), and the numbers of lines without a term."""
    entries: list[tuple[int, str, str, list[str]]] = []
    left: list[int] = []
    topic, term, is_apart = "", (0, ""), True
    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare:
            is_apart = True
            continue
        has_meaning = bool(entries) and entries[-1][0] == term[0]
        if _is_term(bare) and (is_apart or has_meaning or not term[1]):
            if term[1] and not has_meaning:  # a title, or the letter of a section
                topic = term[1] if len(term[1]) > 1 else ""
            term = (number, bare)
        elif not term[1]:
            left.append(number)
        elif has_meaning:
            entries[-1][3].append(bare)
        else:
            entries.append((*term[:1], topic, term[1], [bare]))
        is_apart = False
    return entries, left


def _is_term(line: str) -> bool:
    return len(line) <= _LONGEST_TERM and len(line.split()) <= _MOST_WORDS and not line.endswith(_NO_TERM)
